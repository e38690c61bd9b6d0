import Foundation
import Interceptor
import Knowledge
import Lab
import TLSEngine
import TLSKeys
import TLSWire
import Testing

@Suite("A server that demands the client's signature turns the attacker in between away")
struct ClientCertificateInterceptionTests {
  private func lab(_ version: String, _ exchange: String) throws -> Lab {
    var lab = try preparedLab()
    try lab.speakOnly(version)
    try lab.set("server.kx", to: exchange)
    try lab.set("client.cert", to: "good")
    try lab.set("server.client-auth", to: "require")
    try lab.set("app.scenario", to: "echo")
    return lab
  }

  @Test(
    "The client's signature covers its own handshake and fits no other",
    arguments: [
      ("1.3", "any", "own-ca"), ("1.3", "any", "stolen"), ("1.2", "ecdhe", "own-ca"),
      ("1.2", "ecdhe", "stolen"), ("1.2", "rsa", "own-ca"), ("1.1", "dhe", "stolen"),
      ("1.0", "ecdhe", "own-ca"),
    ])
  func turnedAway(_ version: String, _ exchange: String, _ shown: String) throws {
    var lab = try lab(version, exchange)
    if shown == "stolen" {
      try lab.compromise(.serverKey)
    } else {
      try lab.set("client.verify", to: "off")
    }
    try lab.intercept(with: ForgedCertificate(rawValue: shown))
    try lab.connect()
    let session = try #require(lab.currentSession)
    let failure = try #require(session.failure)
    #expect(failure.by == .server)
    #expect(failure.alert.description == .decryptError)
    #expect(failure.failure == .misbehaving(.signatureInvalid))
    // The certificate itself is the client's, and nothing is wrong with it.
    #expect(
      session.checks(by: .server).filter { $0.name == .certificateChain }
        .allSatisfy { $0.outcome == .passed })
    let made = try #require(session.signedByClient(on: .clientSide))
    let wanted = try #require(session.signedByClient(on: .serverSide))
    #expect(made != wanted)
    // The same bytes were passed on.
    let signatures = session.messages.compactMap { _, _, message -> [UInt8]? in
      guard message.sender == .client, case .handshake(let handshake) = message.content,
        handshake.type == .certificateVerify
      else { return nil }
      return handshake.body
    }
    #expect(signatures.count == 2 && signatures.first == signatures.last)
    // The client knows nothing of all this, and told the attacker; the server heard nothing.
    #expect(session.outcome == .fooled)
    #expect(session.interceptor?.read.allSatisfy { $0.sender == .client } == true)
    #expect(
      !session.steps.contains { step in
        if step.actor == .server, case .deliver = step.effect { true } else { false }
      })
    try holdAgainstEachOther(lab)
    try lab.compromise(.serverKey)
    try lab.compromise(.clientKey)
    try holdAgainstEachOther(lab)
  }

  /// What is predicted of a recording by names alone is what becomes of it.
  private func holdAgainstEachOther(_ lab: Lab) throws {
    for entry in lab.vault where entry.state != .empty {
      let session = try #require(lab.session(entry.session))
      let predicted = lab.closure(of: session, on: entry.wire).known
        .contains(.applicationData(.client))
      #expect((entry.state == .open) == predicted, "\(entry.session) \(entry.wire)")
    }
  }

  @Test("Saved in the middle and loaded again, it goes on as it would have")
  func saved() throws {
    var lab = try lab("1.3", "any")
    try lab.set("client.verify", to: "off")
    try lab.intercept(with: .ownAuthority)
    try lab.walk()
    let total = try #require(lab.currentSession?.total)
    for _ in 0..<(total / 2) { try lab.step() }
    var copy = try JSONDecoder().decode(Lab.self, from: JSONEncoder().encode(lab))
    for _ in 0..<(total - total / 2) {
      try lab.step()
      try copy.step()
    }
    #expect(copy.currentSession?.steps == lab.currentSession?.steps)
    #expect(copy.currentSession?.failure?.alert.description == .decryptError)
  }

  @Test("With the client's stolen key too the attacker gets through", arguments: ["1.2", "1.3"])
  func stolenToo(_ version: String) throws {
    var lab = try lab(version, "any")
    try lab.compromise(.clientKey)
    try lab.set("client.verify", to: "off")
    try lab.intercept(with: .ownAuthority)
    try lab.connect()
    let session = try #require(lab.currentSession)
    #expect(session.failure == nil)
    #expect(session.outcome == .fooled)
    #expect(
      session.checks(by: .server).contains {
        $0.name == .certificateVerifySignature && $0.outcome == .passed
      })
    #expect(Set(session.interceptor?.read.map(\.sender) ?? []) == [.client, .server])
  }

  @Test("A server that asks and does not insist lets the attacker in without a certificate")
  func requested() throws {
    var lab = try lab("1.3", "any")
    try lab.set("server.client-auth", to: "request")
    try lab.set("client.verify", to: "off")
    try lab.intercept(with: .ownAuthority)
    try lab.connect()
    #expect(lab.currentSession?.failure == nil)
    #expect(lab.currentSession?.outcome == .fooled)
  }

  @Test(
    "The exception: under RSA key exchange the attacker with the server's key touches nothing, and reads",
    arguments: ["1.0", "1.2"])
  func exception(_ version: String) throws {
    var lab = try lab(version, "rsa")
    try lab.set("net.record", to: "off")
    try lab.compromise(.serverKey)
    try lab.intercept(with: .stolen)
    try lab.connect()
    let session = try #require(lab.currentSession)
    #expect(session.isRelayed)
    #expect(session.outcome == .established)
    #expect(
      session.checks(by: .server).contains {
        $0.name == .certificateVerifySignature && $0.outcome == .passed
      })
    #expect(lab.vaultState(of: session) == .open)
    guard case .object(let document) = lab.stateDocument.find(["sessions", "S1"]) else {
      Issue.record("no session")
      return
    }
    #expect(document["read_by"] == .array([.string("eavesdropper"), .string("interceptor")]))
    try lab.forget(.serverKey)
    #expect(lab.vaultState(of: session) == .sealed)
  }

  @Test("Without a demand for the client's certificate nothing is relayed")
  func noException() throws {
    var lab = try lab("1.2", "rsa")
    try lab.set("server.client-auth", to: "off")
    try lab.compromise(.serverKey)
    try lab.intercept(with: .stolen)
    try lab.connect()
    #expect(lab.currentSession?.isRelayed == false)
    #expect(lab.currentSession?.outcome == .fooled)
  }
}
