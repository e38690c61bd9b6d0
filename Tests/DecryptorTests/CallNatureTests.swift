import CaptureMaker
import CryptoPrimitives
import Decryptor
import Media
import Testing

@Suite("What is encrypted is told from what is not, packet by packet")
struct CallNatureTests {
  private static let fingerprint = "fingerprint:sha-256 AA:BB"

  @Test(
    "A new offer turns RTP to DTLS-SRTP on the same ports, or back: each part says what it is",
    arguments: [(plain: 50, sealed: 50), (200, 20), (20, 200)], [true, false])
  func turned(count: (plain: Int, sealed: Int), toDTLS: Bool) throws {
    let other = try CallCapture.line(seed: 4).master
    var line = CallTimeTests.Line()
    var said: [[Int16]] = []
    for isSealed in [!toDTLS, toDTLS] {
      line.agree(lines: isSealed ? [Self.fingerprint] : [])
      if isSealed {
        try line.capture.speak((other, other), count: count.sealed, seed: 1)
      } else {
        said = try line.capture.speak(count: count.plain, seed: 2)
      }
    }
    let call = try #require(followed(line.capture.file).first)
    let each: [Hearing] = toDTLS ? [.byEveryone, .dtls] : [.dtls, .byEveryone]
    #expect(call.directions.map(\.hearing) == each + each)
    #expect(call.directions.filter { $0.hearing == .byEveryone }.map(\.samples) == said)
    #expect(call.channels == said)
  }

  @Test("RTP that becomes encrypted without a word of the signalling, as with ZRTP")
  func silent() throws {
    let other = try CallCapture.line(seed: 4).master
    for isSignalled in [true, false] {
      var capture = CallCapture()
      if isSignalled { try capture.signal(.udp, "RTP/AVP") }
      let said = try capture.speak(seed: 1)
      try capture.speak((other, other), seed: 2)
      let call = try #require(followed(capture.file).first)
      let sealed: Hearing = isSignalled ? .agreedElsewhere : .noSignalling
      #expect(call.directions.map(\.hearing) == [.byEveryone, sealed, .byEveryone, sealed])
      #expect(call.channels == said)
    }
  }

  /// RTP whose clock goes on in its own way.
  private static func odd(_ clock: (Int) -> Int, master: SRTPMasterKey?) throws -> [FollowedCall] {
    var capture = CallCapture()
    try capture.signal(.udp, "RTP/AVP")
    let samples = Phrase(.caller, random: .seeded(1)).samples(160 * 100)
    var sender = master.map { SRTPSender($0) }
    for number in 0..<100 {
      let header = RTPHeader(
        payloadType: 0, sequence: UInt16(number), timestamp: UInt32(10_000 + clock(number)),
        source: 7)
      let packet = RTPPacket(
        header, payload: G711.muLaw.encode(samples[number * 160..<(number + 1) * 160]))
      let bytes = try sender?.protect(packet.bytes) ?? packet.bytes
      capture.datagram(CallCapture.caller, CallCapture.called, bytes)
      capture.pass(19_900)
    }
    return try followed(capture.file)
  }

  @Test("Timestamps say nothing of encryption: what is in the packets does")
  func clocks() throws {
    let other = try CallCapture.line(seed: 4).master
    let clocks: [(String, (Int) -> Int)] = [
      ("jitters", { $0 * 160 + $0 * 7919 % 17 - 8 }), ("too slow", { $0 * 159 }),
      ("half", { $0 * 80 }), ("stands still", { _ in 0 }), ("in milliseconds", { $0 * 20 }),
      ("right", { $0 * 160 }),
    ]
    for (name, clock) in clocks {
      #expect(try Self.odd(clock, master: nil).map(\.hearing) == [.byEveryone], "\(name)")
      #expect(try Self.odd(clock, master: other).map(\.hearing) == [.agreedElsewhere], "\(name)")
    }
  }

  @Test(
    "G.711 at another clock, or with two channels, is not decoded at the wrong pitch",
    arguments: ["PCMU/16000", "PCMU/8000/2", "PCMA/8000/2"])
  func rate(encoding: String) throws {
    var capture = CallCapture()
    let line = "rtpmap:96 \(encoding)"
    try capture.signal(.udp, "RTP/AVP", offer: [line], answer: [line])
    for number in 0..<50 as Range<UInt16> {
      let header = RTPHeader(
        payloadType: 96, sequence: number, timestamp: UInt32(number) * 160, source: 7)
      let packet = RTPPacket(header, payload: [UInt8](repeating: 1, count: 160))
      capture.datagram(CallCapture.caller, CallCapture.called, packet.bytes)
    }
    #expect(try followed(capture.file).map(\.hearing) == [.notDecoded(encoding)])
  }

  @Test("Who sends into a call a few numbers ahead is not heard in place of what follows")
  func inserted() throws {
    var capture = CallCapture()
    try capture.signal(.udp, "RTP/AVP")
    for number in 0..<60 {
      func packet(_ number: Int, _ code: UInt8) -> [UInt8] {
        let header = RTPHeader(
          payloadType: 0, sequence: UInt16(number), timestamp: UInt32(number) * 160, source: 7)
        return RTPPacket(header, payload: [UInt8](repeating: code, count: 160)).bytes
      }
      capture.datagram(CallCapture.caller, CallCapture.called, packet(number, 0x10))
      if (20..<40).contains(number) {
        capture.datagram(CallCapture.caller, CallCapture.called, packet(number + 2, 0x20))
      }
      capture.pass(19_900)
    }
    let direction = try #require(followed(capture.file).first?.directions.first)
    #expect(direction.samples.count == 60 * 160)
    #expect(direction.counts.duplicates == 20)
  }
}
