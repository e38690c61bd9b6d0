import CaptureMaker
import Decryptor
import Media
import Testing

@Suite("Calls in forms that their RFCs allow")
struct CallFormTests {
  @Test(
    "Words about forward error correction make no line void (RFC 4568 §6.3.4, §6.3.5)",
    arguments: ["FEC_ORDER=FEC_SRTP", "FEC_ORDER=SRTP_FEC", "FEC_KEY=inline:AAAA"])
  func correction(word: String) throws {
    let key = try CallCapture.line(seed: 1)
    let line = key.text + " " + word
    var capture = CallCapture()
    try capture.signal(.udp, "RTP/SAVP", offer: [line], answer: [line])
    try capture.speak((key.master, key.master))
    #expect(try followed(capture.file).map(\.hearing) == [.heard])
  }

  @Test("Padding is no tag (RFC 3550 §5.1)")
  func padding() throws {
    var capture = CallCapture()
    try capture.signal(.udp, "RTP/AVP")
    for number in 0..<50 as Range<UInt16> {
      let header = RTPHeader(
        payloadType: 0, sequence: number, timestamp: UInt32(number) * 160, source: 7)
      let packet = RTPPacket(header, payload: [UInt8](repeating: 1, count: 160), padding: 4)
      capture.datagram(CallCapture.caller, CallCapture.called, packet.bytes)
    }
    let call = try #require(followed(capture.file).first)
    #expect(call.hearing == .byEveryone)
    #expect(call.directions.first?.samples.count == 8000)
  }
}
