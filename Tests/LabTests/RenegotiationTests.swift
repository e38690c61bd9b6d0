import Eavesdropper
import Knowledge
import Lab
import TLSEngine
import TLSKeys
import TLSWire
import Testing

@Suite("Further handshakes in the lab: what the closure predicts is what decryption finds")
struct LabRenegotiationTests {
  /// A lab with two sessions of two handshakes each, and the labs of thieves who stole an ephemeral
  /// key while it was there: in the first handshake, and in the second.
  private func prepared(
    _ exchange: String, _ changes: [(String, String)] = []
  ) throws -> (lab: Lab, thieves: [Lab]) {
    var lab = try preparedLab()
    let settings = [("kx", exchange), ("scenario", "echo")] + changes
    try lab.connect(settings)
    try lab.renegotiate(from: .client, asking: nil)
    try lab.walk(settings)
    var thieves: [Lab] = []
    func play(_ lab: inout Lab) throws {
      var thief: Lab?
      while (try? lab.step()) != nil {
        guard thief == nil else { continue }
        var next = lab
        if (try? next.compromise(.serverEphemeral)) != nil { thief = next }
      }
      if let thief { thieves.append(thief) }
    }
    try play(&lab)
    let before = lab.stepsBack
    try lab.renegotiate(from: .server, asking: .request)
    // Back to where the server is about to ask.
    try lab.back(lab.stepsBack - before - 1)
    try play(&lab)
    return (lab, thieves)
  }

  @Test(
    arguments: ["rsa", "dhe", "ecdhe"], [[], [("client.ems", "off"), ("server.tickets", "off")]])
  func everyTheft(_ exchange: String, _ changes: [(String, String)]) throws {
    let (lab, thieves) = try prepared(exchange, changes)
    #expect(lab.sessions.allSatisfy { $0.outcome == .established })
    #expect(lab.stateDocument.find(["sessions", "S2", "handshakes"]) == .number(2))
    for bits in 0..<32 {
      var thief = lab
      for (place, from) in thieves.enumerated() where bits & 1 << place != 0 {
        for leak in from.attacker.leaks { thief.add(leak) }
      }
      for (place, loot) in [Loot.serverKey, .ticketKey, .quantum].enumerated()
      where bits & 4 << place != 0 { try thief.compromise(loot) }
      try holdAgainstEachOther(thief)
    }
    guard exchange != "rsa" else { return }
    #expect(thieves.count == 2)
    #expect(try state(thieves, [0], lab) == .partly)
    #expect(try state(thieves, [1], lab) == .sealed)
    #expect(try state(thieves, [0, 1], lab) == .open)
  }

  private func state(_ thieves: [Lab], _ chosen: [Int], _ lab: Lab) throws -> VaultState {
    var thief = lab
    for place in chosen {
      for leak in thieves[place].attacker.leaks { thief.add(leak) }
    }
    return thief.vaultState(of: try #require(thief.session("S2")))
  }

  private func holdAgainstEachOther(_ lab: Lab) throws {
    for entry in lab.vault {
      let session = try #require(lab.session(entry.session))
      let known = lab.closures(of: session, on: entry.wire)
        .map { $0.known.contains(.applicationData(.client)) }
      let predicted: VaultState =
        known.allSatisfy { $0 } ? .open : known.first == true ? .partly : .sealed
      #expect(entry.state == predicted, "\(entry.session): \(known)")
    }
  }

  @Test("A refused one changes nothing, and TLS 1.3 has none") func refused() throws {
    var lab = try preparedLab()
    try lab.connect([("server.renegotiation", "off"), ("scenario", "echo"), ("kx", "rsa")])
    let before = try #require(lab.currentSession).ledger.held(by: .client, on: .direct)[
      .masterSecret]
    try lab.renegotiate(from: .client, asking: nil)
    let session = try #require(lab.currentSession)
    #expect(session.outcome == .established && session.handshakes(on: .direct).count == 1)
    #expect(session.ledger.held(by: .client, on: .direct)[.masterSecret] == before)
    #expect(session.client?.memory[.masterSecret] == before)
    try lab.compromise(.serverKey)
    #expect(lab.vault.map(\.state) == [.open])
    try lab.speakOnly("1.3")
    try lab.connect()
    #expect(throws: LabError.noRenegotiation("S2")) {
      try lab.renegotiate(from: .client, asking: nil)
    }
  }

  @Test("With an attacker in between, who makes none") func intercepted() throws {
    var lab = try preparedLab()
    try lab.set("client.verify", to: "off")
    try lab.intercept(with: .ownAuthority)
    try lab.connect([("scenario", "echo")])
    for side in Side.allCases { try lab.renegotiate(from: side, asking: nil) }
    let session = try #require(lab.currentSession)
    #expect(session.outcome == .fooled)
    #expect(session.handshakes(on: .clientSide).count == 1)
    try lab.send("still there", from: .client)
    #expect(session.wires.count == 2)
  }
}
