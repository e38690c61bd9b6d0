import CaptureMaker
import CryptoPrimitives
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

  @Test("Empty lines before a message count for nothing (RFC 3261 §7.5)")
  func emptyLines() throws {
    var capture = CallCapture()
    for message in capture.messages("RTP/AVP", offer: [], answer: []) {
      let (from, to) =
        message.isCaller
        ? (CallCapture.caller, CallCapture.called) : (CallCapture.called, CallCapture.caller)
      capture.datagram(from, to, media: false, Array(("\r\n\r\n" + message.text).utf8))
    }
    try capture.speak()
    #expect(try followed(capture.file).map(\.callID) == ["a1@192.0.2.1"])
  }

  @Test("A key whose identifier was offered, and which packets don't name")
  func unnamed() throws {
    let key = try CallCapture.line(seed: 1)
    var capture = CallCapture()
    try capture.signal(.udp, "RTP/SAVP", offer: [key.text + "|2^31|1:1"], answer: [key.text])
    let said = try capture.speak((key.master, key.master))
    #expect(try followed(capture.file).first?.directions.map(\.samples) == said)
  }

  @Test("Names of suites in any case, and keys for all media of a description")
  func odd() throws {
    let key = try CallCapture.line(seed: 1)
    let lower = key.text.replacing("AES_CM_128_HMAC_SHA1_80", with: "aes_cm_128_hmac_sha1_80")
    var capture = CallCapture()
    for message in capture.messages("RTP/SAVP", offer: [], answer: [lower]) {
      let (from, to) =
        message.isCaller
        ? (CallCapture.caller, CallCapture.called) : (CallCapture.called, CallCapture.caller)
      let text = message.text.replacing("t=0 0\r\n", with: "t=0 0\r\na=\(key.text)\r\n")
        .replacing(#/\r\nl: \d+/#, with: "")
      capture.datagram(from, to, media: false, Array(text.utf8))
    }
    let said = try capture.speak((key.master, key.master))
    #expect(try followed(capture.file).first?.directions.map(\.samples) == said)
  }

  @Test("Neither encryption nor tags (RFC 4568 §6.3.2, §6.3.3)", arguments: [true, false])
  func bare(hasTags: Bool) throws {
    var key = try CallCapture.line(seed: 1)
    let line = key.text + " UNENCRYPTED_SRTP" + (hasTags ? "" : " UNAUTHENTICATED_SRTP")
    key.master.encrypts = false
    key.master.authenticates = hasTags
    var capture = CallCapture()
    try capture.signal(.udp, "RTP/SAVP", offer: [line], answer: [line])
    try capture.speak((key.master, key.master))
    let call = try #require(followed(capture.file).first)
    #expect(call.directions.allSatisfy { $0.isUnencrypted && $0.hasTags == hasTags })
    #expect(call.directions.count == 2)
  }

  @Test("What a relay of TURN forwards opens too (RFC 8656 §12.4)", arguments: [0, 3])
  func relayed(padding: Int) throws {
    let key = try CallCapture.line(seed: 1)
    let relay = CallCapture.End(ip: "203.0.113.9", media: 3478)
    var capture = CallCapture()
    try capture.signal(.udp, "RTP/SAVP", offer: [key.text], answer: [key.text])
    var stream = MediaStream(.muLaw, master: key.master, random: .seeded(1))
    for _ in 0..<50 {
      let packet = try stream.packet([Int16](repeating: 100, count: 160))
      let header = [0x40, 1, UInt8(packet.count >> 8), UInt8(packet.count & 255)]
      let rest = [UInt8](repeating: 0, count: padding)
      capture.datagram(CallCapture.caller, relay, header + packet + rest)
    }
    let call = try #require(followed(capture.file).first)
    #expect(call.directions.map(\.samples.count) == [8000])
  }

  @Test("Packets of a codec that is not decoded are counted by its name")
  func undecoded() throws {
    var capture = CallCapture()
    let line = ["rtpmap:96 opus/48000/2"]
    try capture.signal(.udp, "RTP/AVP", offer: line, answer: line)
    try capture.speak()
    for number in 0..<20 as Range<UInt16> {
      let header = RTPHeader(
        payloadType: 96, sequence: number, timestamp: UInt32(number) * 960, source: 7)
      let packet = RTPPacket(header, payload: [UInt8](repeating: 1, count: 60))
      capture.datagram(CallCapture.caller, CallCapture.called, packet.bytes)
    }
    let call = try #require(followed(capture.file).first)
    #expect(call.directions.map(\.undecoded) == [["opus": 20], [:]])
    #expect(call.directions.map(\.hearing) == [.byEveryone, .byEveryone])
  }

  @Test("Two lines of sound are heard at once")
  func lines() throws {
    var line = CallTimeTests.Line()
    let ends = [CallCapture.caller, CallCapture.called]
    for (number, end) in ends.enumerated() {
      let body =
        CallCapture.description(end, protocolName: "RTP/AVP", lines: [])
        + "m=audio \(end.media + 2) RTP/AVP 0\r\n"
      line.send(
        number == 0 ? "INVITE sip:bert@example.com SIP/2.0" : "SIP/2.0 200 OK", "INVITE",
        isCaller: number == 0, body: body)
    }
    let streams = [0, 2].map { more in
      ends.map { CallCapture.End(ip: $0.ip, media: $0.media + more) }
    }
    for number in 0..<50 as Range<UInt16> {
      for (place, pair) in streams.enumerated() {
        let header = RTPHeader(
          payloadType: 0, sequence: number, timestamp: UInt32(number) * 160,
          source: UInt32(place))
        let payload = G711.muLaw.encode([Int16](repeating: place == 0 ? 1000 : 300, count: 160))
        line.capture.datagram(pair[0], pair[1], RTPPacket(header, payload: payload).bytes)
      }
    }
    let call = try #require(followed(line.capture.file).first)
    let levels = G711.muLaw.decode(G711.muLaw.encode([1000, 300]))
    let channel = try #require(call.channels?.first)
    #expect(call.directions.count == 2)
    #expect(channel.dropFirst(2).prefix(7900).allSatisfy { $0 == levels[0] + levels[1] })
  }
}
