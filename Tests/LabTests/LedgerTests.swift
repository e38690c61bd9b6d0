import Bytes
import Eavesdropper
import Interceptor
import Knowledge
import Lab
import TLSEngine
import TLSKeys
import TLSWire
import Testing

@Suite("The ledger says who had what, and since when")
struct LedgerTests {
  private static let scenes: [[(String, String)]] = [
    [("kx", "rsa")], [("kx", "dhe")], [("kx", "ecdhe"), ("version", "1.2")], [("version", "1.3")],
    [("version", "1.3"), ("group", "secp256r1"), ("client.shares", "x25519")],
    [("version", "1.0")],
  ]

  @Test("an end knows what it has read, not what is under way", arguments: scenes.indices)
  func underWay(place: Int) throws {
    var lab = try preparedLab()
    try lab.walk(Self.scenes[place])
    var hasRead = false
    while (try? lab.step()) != nil {
      let session = try #require(lab.currentSession)
      if session.steps.last?.actor == .server, case .received? = session.steps.last?.effect {
        hasRead = true
      }
      let held = session.ledger.held(by: .server, on: .direct)
      #expect((held[.clientRandom] != nil) == hasRead)
      if !hasRead { #expect(held.isEmpty) }
    }
    #expect(hasRead)
  }

  @Test("nobody holds the other's secrets, and what is erased is gone", arguments: scenes.indices)
  func secrets(place: Int) throws {
    var lab = try preparedLab()
    try lab.connect(Self.scenes[place])
    let ledger = try #require(lab.currentSession).ledger
    for side in Side.allCases {
      let actor: Actor = side == .client ? .client : .server
      let ever = ledger.everHeld(by: actor, on: .direct)
      #expect(ever[.ephemeralPrivate(side.other)] == nil)
      #expect(ledger.held(by: actor, on: .direct)[.ephemeralPrivate(side)] == nil)
    }
    #expect(
      ledger.everHeld(by: .client, on: .direct)[.masterSecret]
        == ledger.everHeld(by: .server, on: .direct)[.masterSecret])
  }

  @Test("what anyone hears is what is found in the recording", arguments: scenes.indices)
  func heard(place: Int) throws {
    var lab = try preparedLab()
    try lab.connect(Self.scenes[place])
    let session = try #require(lab.currentSession)
    let recorded = RecordedSession(try #require(session.recording(on: .direct)))
    let heard = session.ledger.heard(on: .direct)
    for (name, value) in heard where recorded.facts.values[name] != nil {
      #expect(recorded.facts.values[name] == value, "\(name)")
    }
    // Whoever holds nothing gets no further than what was heard.
    let closure = lab.closure(of: session, on: .direct)
    let protected: Set<ValueName> = [.protectedRecords(.client), .protectedRecords(.server)]
    let missing = closure.known.subtracting(protected).subtracting(heard.keys)
    #expect(missing.isEmpty, "\(missing)")
    // What the first Finished covers passed in the open, all of it, though it is not said to cover it.
    let covered: Set<ValueName> = [.finishedMessages(.client), .finishedHash(.client)]
    let secret = Set(heard.keys).subtracting(closure.known).subtracting(covered)
    #expect(secret.isEmpty, "\(secret)")
  }

  @Test("two keys of one name are told apart: after a retry the second is used, and erased")
  func retry() throws {
    var lab = try preparedLab()
    try lab.connect([("version", "1.3"), ("group", "secp256r1"), ("server.retry", "on")])
    let session = try #require(lab.currentSession)
    let erased = try #require(
      session.ledger.erasure(of: .ephemeralPrivate(.client), by: .client, on: .direct))
    let agreed = session.steps.firstIndex { step in
      guard step.actor == .client, case .derived(let value) = step.effect else { return false }
      return value.name == .sharedSecret
    }
    #expect(erased > (agreed ?? .max))
  }

  @Test("what an attacker changed on the way is what the reader has, and nobody else")
  func tampered() throws {
    var lab = try preparedLab()
    lab.attack(
      WireAttack(
        .changeField(FieldPath(parsing: "random"), value: .flipped, keepsLengths: true),
        on: "server_hello"))
    try lab.connect([("version", "1.3")])
    let entries = try #require(lab.currentSession).ledger.entries.filter {
      $0.name == .serverRandom
    }
    #expect(entries.count == 2)
    #expect(entries.first.map { Set($0.gains.keys) } == [.server])
    #expect(entries.last.map { Set($0.gains.keys) } == [.client])
    #expect(entries.last?.heard == nil)
  }
}
