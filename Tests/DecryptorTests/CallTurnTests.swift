import CaptureMaker
import Captures
import CryptoPrimitives
import Decryptor
import Media
import Testing

@Suite("Calls that turn from RTP to SRTP, or back, or say what they then don't do")
struct CallTurnTests {
  private static let fingerprint = "fingerprint:sha-256 AA:BB"

  @Test(
    "RTP is heard by everyone, whoever offered DTLS-SRTP (RFC 8643)",
    arguments: [[Self.fingerprint], []])
  func offered(answer: [String]) throws {
    var capture = CallCapture()
    try capture.signal(.udp, "RTP/AVP", offer: [Self.fingerprint], answer: answer)
    let said = try capture.speak()
    let call = try #require(followed(capture.file).first)
    #expect(call.directions.map(\.hearing) == [.byEveryone, .byEveryone])
    #expect(call.directions.map(\.samples) == said)
  }

  @Test("RTP behind a handshake of DTLS that led to nothing", arguments: [true, false])
  func failed(isSignalled: Bool) throws {
    var capture = CallCapture()
    let line = [Self.fingerprint]
    if isSignalled { try capture.signal(.udp, "UDP/TLS/RTP/SAVP", offer: line, answer: line) }
    capture.datagram(
      CallCapture.caller, CallCapture.called,
      [22, 0xfe, 0xff] + [UInt8](repeating: 0, count: 20))
    try capture.speak()
    #expect(try followed(capture.file).map(\.hearing) == [.byEveryone])
  }

  @Test("What DTLS-SRTP seals stays sealed where no handshake is in the capture")
  func sealed() throws {
    var capture = CallCapture()
    let line = [Self.fingerprint]
    try capture.signal(.udp, "UDP/TLS/RTP/SAVP", offer: line, answer: line)
    let key = try CallCapture.line(seed: 1).master
    try capture.speak((key, key))
    #expect(try followed(capture.file).first?.directions.map(\.hearing) == [.dtls, .dtls])
  }

  @Test(
    "A new offer turns RTP to SRTP, or SRTP to RTP: both halves are heard",
    arguments: [true, false])
  func turned(toSRTP: Bool) throws {
    let key = try CallCapture.line(seed: 3)
    var line = CallTimeTests.Line()
    var said: [[[Int16]]] = []
    for isProtected in [!toSRTP, toSRTP] {
      line.agree(lines: isProtected ? [key.text] : [])
      let master = isProtected ? key.master : nil
      said.append(
        try line.capture.speak((master, master), count: 80, seed: UInt64(said.count)))
    }
    let call = try #require(followed(line.capture.file).first)
    let each: [Hearing] = toSRTP ? [.byEveryone, .heard] : [.heard, .byEveryone]
    #expect(call.directions.map(\.hearing) == each + each)
    #expect(call.directions.map(\.samples) == [said[0][0], said[1][0], said[0][1], said[1][1]])
    #expect(call.directions.allSatisfy { $0.packets == 80 && $0.counts.refused == 0 })
    for (side, channel) in try #require(call.channels).enumerated() {
      #expect(channel.starts(with: said[0][side]))
      #expect(channel.suffix(12_800).elementsEqual(said[1][side]))
    }
  }

  @Test(
    "RTP, SRTP and RTP again: what is between is neither silent nor lost", arguments: [true, false])
  func twice(beginsPlain: Bool) throws {
    let key = try CallCapture.line(seed: 3)
    var line = CallTimeTests.Line()
    let random = RandomStream.seeded(1)
    var streams = [nil, key.master].map { MediaStream(.muLaw, master: $0, random: random) }
    func packet(_ isPlain: Bool, _ sound: [Int16]) throws -> [UInt8] {
      // Both go on, so that numbers follow one another.
      let packets = [try streams[0].packet(sound), try streams[1].packet(sound)]
      return packets[isPlain ? 0 : 1]
    }
    var said: [Int16] = []
    for (number, isPlain) in [beginsPlain, !beginsPlain, beginsPlain].enumerated() {
      line.agree(lines: isPlain ? [] : [key.text])
      for _ in 0..<70 {
        let sound = [Int16](repeating: 1000 + 100 * Int16(number), count: 160)
        said += G711.muLaw.decode(G711.muLaw.encode(sound))
        line.capture.datagram(CallCapture.caller, CallCapture.called, try packet(isPlain, sound))
        line.capture.pass(19_900)
      }
    }
    let call = try #require(followed(line.capture.file).first)
    #expect(call.directions.map(\.packets) == [140, 70])
    #expect(call.directions.map(\.counts.lost) == [0, 0])
    // Each part stands where it arrived: messages came in between.
    let channel = try #require(call.channels?.first)
    #expect(stride(from: 80, to: said.count, by: 160).allSatisfy { channel[$0] == said[$0] })
  }

  @Test("A new offer turns SRTP to DTLS-SRTP: that half is sealed, and not refused")
  func turnedToDTLS() throws {
    let key = try CallCapture.line(seed: 3)
    let other = try CallCapture.line(seed: 4).master
    var line = CallTimeTests.Line()
    line.agree(lines: [key.text])
    try line.capture.speak((key.master, key.master), seed: 1)
    line.agree(lines: [Self.fingerprint])
    try line.capture.speak((other, other), seed: 2)
    let call = try #require(followed(line.capture.file).first)
    #expect(call.directions.map(\.hearing) == [.heard, .dtls, .heard, .dtls])
    #expect(call.directions.allSatisfy { $0.packets == 50 && $0.counts.refused == 0 })
  }

  @Test("Forged RTP in a call under SRTP is refused as before, and not heard")
  func forged() throws {
    let key = try CallCapture.line(seed: 3)
    var line = CallTimeTests.Line()
    line.agree(lines: [key.text])
    let said = try line.capture.speak((key.master, key.master), seed: 1)
    try line.capture.speak(seed: 2)
    let call = try #require(followed(line.capture.file).first)
    #expect(call.directions.map(\.samples) == said)
    #expect(call.directions.map(\.counts.refused) == [50, 50])
  }
}
