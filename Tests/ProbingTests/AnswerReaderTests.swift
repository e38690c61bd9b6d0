import Bytes
import Probing
import TLSWire
import Testing

@Suite("An answer is read as it comes")
struct AnswerReaderTests {
  private func record(_ type: ContentType, _ fragment: [UInt8]) -> [UInt8] {
    Record(type: type, legacyVersion: .tls12, fragment: fragment).bytes
  }

  private func flight() throws -> [UInt8] {
    let hello = ServerHello(
      random: [UInt8](repeating: 7, count: 32), cipherSuite: .ecdheRSAAES128GCMSHA256,
      extensions: [Extension(RenegotiationInfo()), Extension(SessionTicket())])
    let exchange = ServerKeyExchangeECDHE(
      namedCurve: .secp384r1, publicKey: [UInt8](repeating: 4, count: 97))
    let messages =
      try HandshakeMessage.making(hello).bytes
      + HandshakeMessage.making(CertificateMessage(chain: [[1, 2, 3], [4, 5]])).bytes
      + HandshakeMessage.making(exchange).bytes
      + HandshakeMessage(type: .certificateRequest, body: [1, 1, 0, 2, 4, 1, 0, 0]).bytes
      + HandshakeMessage(type: .serverHelloDone, body: []).bytes
    return record(.handshake, messages)
  }

  private func read(_ pieces: [[UInt8]], ending: ProbeAnswer = .closed) -> ProbeAnswer {
    var reader = AnswerReader()
    for piece in pieces { reader.append(piece) }
    return reader.finish(ending)
  }

  @Test("however it is cut")
  func pieces() throws {
    let bytes = try flight()
    let whole = read([bytes])
    let flight = try #require(whole.flight)
    #expect(flight.certificates == [[1, 2, 3], [4, 5]])
    #expect(flight.group == .secp384r1)
    #expect(flight.asksForCertificate)
    for cut in 1..<bytes.count {
      #expect(read([Array(bytes[..<cut]), Array(bytes[cut...])]) == whole)
    }
    #expect(read(bytes.map { [$0] }) == whole)
  }

  @Test("Who gives up behind its ServerHello has refused")
  func brokenOff() throws {
    let hello = ServerHello(
      random: [UInt8](repeating: 7, count: 32), cipherSuite: .ecdheRSAAES128GCMSHA256)
    let bytes = record(.handshake, try HandshakeMessage.making(hello).bytes)
    let broken = try #require(read([bytes + record(.alert, [2, 40])]).flight)
    #expect(broken.alert == .handshakeFailure && broken.group == nil)
    #expect(try #require(read([bytes]).flight).alert == nil)
  }

  @Test("What is cut off or damaged never traps, and is one thing or another")
  func damage() throws {
    let bytes = try flight()
    for end in bytes.indices {
      // Before the ServerHello is whole nothing is known.
      let answer = read([Array(bytes[..<end])])
      #expect(answer.flight != nil || answer == (end == 0 ? .closed : .cutOff(end)))
    }
    var random = Numbers(state: 23)
    for _ in 0..<4_000 {
      var damaged = bytes
      for _ in 0...Int.random(in: 0..<4, using: &random) {
        damaged[Int.random(in: damaged.indices, using: &random)] = UInt8.random(
          in: 0...255, using: &random)
      }
      _ = read([damaged])
    }
  }

  @Test("Other protocols are told from damaged TLS")
  func others() {
    for text in ["HTTP/1.1 400 Bad Request\r\n", "SIP/2.0 400 Bad\r\n", "220 mail ESMTP\r\n", "<"] {
      #expect(read([Array(text.utf8)]) == .otherProtocol(Array(text.utf8)))
    }
    #expect(read([record(.alert, [2, 40])]) == .alert(.handshakeFailure))
    #expect(read([record(.alert, [1, 112])], ending: .silent) == .alert(.unrecognizedName))
    #expect(read([record(.alert, [1, 112])], ending: .closed) == .alert(.unrecognizedName))
    #expect(read([record(.alert, [1, 0])]) == .alert(.closeNotify))
    #expect(read([]) == .closed)
    #expect(read([[0x16]]) == .cutOff(1) && read([[0x16]], ending: .silent) == .cutOff(1))
    if case .unreadable = read([record(.alert, [2])]) {} else { Issue.record("an alert of a byte") }
    if case .unreadable = read([record(.applicationData, [1])]) {} else { Issue.record("data") }
    let warnings = (0..<40).flatMap { _ in record(.alert, [1, 112]) }
    if case .unreadable = read([warnings]) {} else { Issue.record("warnings") }
  }
}
