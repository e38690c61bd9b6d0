import Foundation
import Interceptor
import Knowledge
import TLSEngine
import TLSKeys
import TLSWire
import Testing

@testable import Lab

@Suite("The same seed and the same commands give the same bytes")
struct SeedTests {
  private func play(seed: UInt64) throws -> Lab {
    var lab = Lab(seed: seed)
    try lab.connect([("kx", "rsa")])
    try lab.connect([("kx", "dhe")])
    try lab.connect([("suite", "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256")])
    try lab.connect([("version", "1.3"), ("group", "X25519MLKEM768")])
    try lab.compromise(.serverKey)
    return lab
  }

  @Test func sameSeed() throws {
    let first = try play(seed: 42)
    let second = try play(seed: 42)
    #expect(first.sessions.map(\.steps) == second.sessions.map(\.steps))
    #expect(first.attacker == second.attacker)
    #expect(try canonical(first) == canonical(second))
  }

  @Test func otherSeed() throws {
    let first = try play(seed: 42)
    let second = try play(seed: 43)
    #expect(first.attacker.leaks != second.attacker.leaks)
    #expect(first.sessions.first?.steps.first != second.sessions.first?.steps.first)
  }
}

@Suite("Stepping goes forth and back without losing anything")
struct SteppingTests {
  @Test(arguments: ["rsa", "dhe", "ecdhe"])
  func backAndForth(_ exchange: String) throws {
    var lab = try preparedLab()
    try lab.walk([("kx", exchange)])
    var stages: [[Step]] = []
    while (try? lab.step()) != nil { stages.append(lab.currentSession?.steps ?? []) }
    let session = try #require(lab.currentSession)
    #expect(session.total == session.steps.count)
    #expect(session.outcome == .established)
    try lab.back(10)
    #expect(lab.currentSession?.steps == stages[stages.count - 11])
    try lab.step(10)
    #expect(lab.currentSession?.steps == session.steps)
    try lab.backToStart()
    #expect(lab.currentSession?.steps.isEmpty == true)
    #expect(throws: LabError.atTheStart) { try lab.back() }
    try lab.goOn()
    #expect(lab.currentSession?.steps == session.steps)
    #expect(throws: LabError.atTheEnd) { try lab.step() }
  }

  @Test func nextStopsAtEachMessage() throws {
    var lab = try preparedLab()
    try lab.walk([("kx", "ecdhe"), ("scenario", "echo")])
    var kinds: [String] = []
    while let played = try? lab.next() {
      if let message = played.last?.sentMessage { kinds.append(message.kind.name) }
    }
    #expect(
      kinds == [
        "client_hello", "server_hello", "certificate", "server_key_exchange", "server_hello_done",
        "client_key_exchange", "change_cipher_spec", "finished", "new_session_ticket",
        "change_cipher_spec", "finished", "application_data", "application_data",
      ])
  }

  @Test func flightsAlternate() throws {
    var lab = try preparedLab()
    try lab.walk([("kx", "ecdhe"), ("scenario", "echo")])
    var counts: [Int] = []
    while let played = try? lab.finish() {
      counts.append(played.filter { $0.sentMessage != nil }.count)
    }
    #expect(counts.filter { $0 > 0 } == [1, 4, 3, 3, 1, 1])
  }

  @Test func breakpointStops() throws {
    var lab = try preparedLab()
    try lab.walk([("kx", "ecdhe")])
    lab.addBreakpoint(.verify)
    guard case .verified? = try lab.goOn().last?.effect else {
      Issue.record("did not stop at a check")
      return
    }
    lab.deleteBreakpoint(nil)
    try lab.goOn()
    #expect(lab.currentSession?.isAtRest == true)
  }

  @Test func closeSaysGoodbye() throws {
    var lab = try preparedLab()
    try lab.connect([("scenario", "echo")])
    try lab.send("one line more", from: .server)
    try lab.close()
    #expect(lab.currentSession?.outcome == .closed)
    #expect(throws: LabError.notEstablished("S1")) { try lab.send("late", from: .client) }
  }

  @Test func timePassesAsTheRoundTripSays() throws {
    var lab = try preparedLab()
    try lab.connect([("net.rtt", "100"), ("scenario", "echo")])
    #expect(lab.currentSession?.timeToData == 200_000)
    #expect(lab.stateDocument.find(["sessions", "S1", "round_trips"]) == .number(2))
  }
}

@Suite("The attacker in between fools whoever does not verify")
struct InterceptionTests {
  @Test(arguments: ["rsa", "dhe", "ecdhe"])
  func withoutValidation(_ exchange: String) throws {
    var lab = try preparedLab()
    try lab.set("client.verify", to: "off")
    try lab.intercept(with: .ownAuthority)
    try lab.connect([("kx", exchange)])
    let session = try #require(lab.sessions.last)
    #expect(session.outcome == .fooled)
    let read = try #require(session.interceptor?.read)
    #expect(
      read.contains { String(decoding: $0.bytes, as: UTF8.self).contains("username=\"ada\"") })
    #expect(
      lab.stateDocument.find(["sessions", "last", "read_by"]) == .array([.string("interceptor")]))
    let secrets = [Wire.clientSide, .serverSide].map {
      session.ledger.values(on: $0)[.masterSecret]
    }
    #expect(secrets[0] != nil && secrets[1] != nil && secrets[0] != secrets[1])
  }

  @Test func withValidation() throws {
    var lab = try preparedLab()
    try lab.intercept(with: .ownAuthority)
    try lab.connect()
    let session = try #require(lab.sessions.last)
    #expect(session.outcome == .refused)
    #expect(session.failure?.alert.description == .unknownCA)
    #expect(session.failure?.by == .client)
    #expect(session.interceptor?.read.isEmpty == true)
  }

  @Test func stolenServerKeyOpensTheServersSideOfAnInterceptedRSASession() throws {
    var lab = try preparedLab()
    try lab.set("client.verify", to: "off")
    try lab.intercept(with: .ownAuthority)
    try lab.connect([("kx", "rsa")])
    try lab.compromise(.serverKey)
    #expect(lab.vault.map(\.state) == [.sealed, .open])
    for (wire, state) in zip([Wire.clientSide, .serverSide], lab.vault.map(\.state)) {
      let known = lab.closure(of: try #require(lab.sessions.last), on: wire).known
      #expect(known.contains(.applicationData(.client)) == (state == .open))
    }
  }
}

@Suite("Settings that can't work are refused with both names, before anything is sent")
struct SettingTests {
  @Test func contradictions() throws {
    var lab = try preparedLab()
    let before = lab.stateDocument
    try lab.set("server.suites", to: "TLS_RSA_WITH_AES_128_GCM_SHA256")
    #expect(throws: LabError.self) { try lab.set("server.kx", to: "ecdhe") }
    try lab.unset("server.suites")
    #expect(lab.stateDocument == before)
    try lab.set("server.groups", to: "x25519")
    do {
      try lab.connect([("kx", "dhe")])
      Issue.record("DHE without a finite-field group was not refused")
    } catch LabError.setting(.contradiction(let contradiction)) {
      #expect(contradiction.keys == ["server.kx", "server.groups"])
    }
    #expect(lab.sessions.isEmpty)
  }

  @Test func unknownKeysAndValuesAreNamed() throws {
    var lab = try preparedLab()
    let suggestions = ["client.verify", "client.cert"]
    #expect(throws: LabError.setting(.unknownKey("client.verfy", suggestions: suggestions))) {
      try lab.set("client.verfy", to: "off")
    }
    #expect(
      throws: LabError.setting(
        .badValue(key: "client.verify", value: "maybe", allowed: .choice(["on", "off"])))
    ) { try lab.set("client.verify", to: "maybe") }
  }

  @Test func noCommonSuiteEndsInAnAlert() throws {
    var lab = try preparedLab()
    try lab.connect([("client.suites", "TLS_RSA_WITH_AES_128_GCM_SHA256"), ("kx", "ecdhe")])
    #expect(lab.sessions.last?.failure?.alert.description == .handshakeFailure)
    #expect(lab.sessions.last?.outcome == .refused)
    #expect(lab.vaultState(of: try #require(lab.sessions.last)) == .empty)
  }

  @Test func unrecordedSessionIsNotInTheVault() throws {
    var lab = try preparedLab()
    try lab.connect([("net.record", "off"), ("scenario", "echo")])
    try lab.compromise(.serverKey)
    #expect(lab.vaultState(of: try #require(lab.sessions.last)) == .notRecorded)
  }
}

@Suite("A saved lab comes back whole, or the damage is named")
struct SavingTests {
  private func sample() throws -> Lab {
    var lab = try preparedLab()
    try lab.connect([("kx", "rsa")])
    try lab.compromise(.serverKey)
    try lab.predict("S1", .sealed)
    try lab.walk([("kx", "ecdhe")])
    try lab.step(12)
    return lab
  }

  @Test func roundTrip() throws {
    let lab = try sample()
    let place = try TemporaryPlace()
    try SavedLab.write(lab, to: place.file("lab"))
    var loaded = try SavedLab.read(place.file("lab"))
    #expect(loaded.stateDocument == lab.stateDocument)
    // It goes on where it was, and comes to the same end.
    var original = lab
    try original.goOn()
    try loaded.goOn()
    #expect(loaded.sessions.map(\.steps) == original.sessions.map(\.steps))
    try loaded.back(40)
    try original.back(40)
    #expect(loaded.currentSession?.steps == original.currentSession?.steps)
  }

  /// Not every byte of a database says something.
  @Test func damageIsRecognised() throws {
    let lab = try sample()
    let place = try TemporaryPlace()
    try SavedLab.write(lab, to: place.file("lab"))
    let bytes = [UInt8](try Data(contentsOf: place.file("lab")))
    var damaged = stride(from: 1, to: bytes.count, by: 30_011).map { Array(bytes.prefix($0)) }
    damaged += stride(from: 0, to: bytes.count, by: 10_007).map { position in
      var changed = bytes
      changed[position] ^= 0x04
      return changed
    }
    for (number, bytes) in damaged.enumerated() {
      let file = place.file("\(number)")
      try Data(bytes).write(to: file)
      guard let read = try? SavedLab.read(file) else { continue }
      #expect(read.stateDocument == lab.stateDocument)
    }
  }

  @Test func damageOfAnOldOneIsRecognised() throws {
    let bytes = try OldDocument.bytes(of: sample())
    for length in stride(from: 0, to: bytes.count, by: 997) {
      #expect(throws: SavedLab.Failure.self) {
        try LabDocument.lab(from: Array(bytes.prefix(length)))
      }
    }
    for place in stride(from: 0, to: bytes.count, by: 1009) {
      var changed = bytes
      changed[place] ^= 0x04
      #expect(throws: SavedLab.Failure.self) { try LabDocument.lab(from: changed) }
    }
    #expect(throws: SavedLab.Failure.newerSchema(99)) {
      try LabDocument.lab(from: Array("tlslab-save 99 00\n{}".utf8))
    }
  }

  @Test func undoAndRedo() throws {
    var history = LabHistory(try preparedLab())
    try history.perform("connect") { try $0.connect([("scenario", "echo")]) }
    let connected = history.lab.stateDocument
    #expect(throws: LabError.self) { try history.perform("set") { try $0.set("nothing", to: "x") } }
    #expect(history.lab.stateDocument == connected)
    #expect(history.undo() == "connect")
    #expect(history.lab.sessions.isEmpty)
    #expect(history.redo() == "connect")
    #expect(history.lab.stateDocument == connected)
    #expect(history.redo() == nil)
  }
}
