import TLSKeys
import TLSWire
import Testing

@testable import Lab

@Suite("What is not set otherwise is what the standards of today ask for")
struct TodaysDefaultsTests {
  private func session(_ changes: (key: String, value: String)...) throws -> Session {
    var lab = try preparedLab()
    try lab.speakOnly("1.2-1.3")
    try lab.connect(changes)
    return try #require(lab.currentSession)
  }

  private func offered(_ session: Session) throws -> [KeyExchange] {
    try #require(session.clientHello).cipherSuites.compactMap { $0.parameters?.keyExchange }
  }

  @Test("The hybrid group comes first, in TLS 1.3 alone")
  func hybrid() throws {
    let modern = try session()
    #expect(modern.facts(on: .direct).group == .x25519MLKEM768)
    #expect(!modern.facts(on: .direct).wasRetried)
    let older = try session(("version", "1.2"))
    #expect(older.outcome == .established && older.facts(on: .direct).group == .x25519)
    let groups = try #require(older.clientHello?.supportedGroups)
    #expect(!groups.contains(where: \.isOnlyIn13) && groups.contains(.x25519))
    // A server of TLS 1.2 that has it, and a client that offers it for TLS 1.3.
    let mixed = try session(("server.versions", "1.2"))
    #expect(mixed.outcome == .established && mixed.facts(on: .direct).group == .x25519)
  }

  @Test("RSA and DHE are offered and taken only where they are asked for (RFC 10015)")
  func forbidden() throws {
    #expect(try !offered(session()).contains(where: \.isForbidden))
    for (word, exchange) in [("rsa", KeyExchange.rsa), ("dhe", .dheRSA)] {
      let asked = try session(("kx", word))
      #expect(asked.outcome == .established)
      #expect(asked.facts(on: .direct).keyExchangeWord == word)
      let others = try offered(asked).filter { $0.isForbidden && $0 != exchange }
      #expect(others.isEmpty)
    }
  }

  @Test("A finite-field group alone is enough for TLS 1.3, and no curve for TLS 1.2")
  func finiteField() throws {
    #expect(try session(("group", "ffdhe2048")).facts(on: .direct).group == .ffdhe2048)
    #expect(throws: LabError.self) { try session(("group", "ffdhe2048"), ("version", "1.2")) }
    #expect(throws: LabError.self) { try session(("group", "X25519MLKEM768"), ("version", "1.2")) }
  }
}
