import Eavesdropper
import Knowledge
import Lab
import TLSEngine
import TLSKeys
import TLSWire
import Testing

extension Lab {
  /// Holds prediction and attempt against each other, for every recording.
  func expectPredictionHolds() throws {
    for entry in vault {
      let session = try #require(self.session(entry.session))
      let predicted = closure(of: session, on: entry.wire).known
        .contains(.applicationData(.client))
      #expect((entry.state == .open) == predicted, "\(entry.session) \(entry.wire)")
    }
  }
}

@Suite("Resumed sessions open with the first one, and tickets with their key")
struct ResumedPredictionTests {
  /// What decides who can read along.
  struct Kind: Sendable {
    var tickets: String
    var exchange: String
    var ems = "on"
    var certificate = "off"

    static let all = [
      Kind(tickets: "on", exchange: "rsa"),
      Kind(tickets: "on", exchange: "rsa", certificate: "good"),
      Kind(tickets: "on", exchange: "ecdhe", ems: "off"),
      Kind(tickets: "off", exchange: "rsa"),
      Kind(tickets: "off", exchange: "rsa", ems: "off", certificate: "good"),
      Kind(tickets: "off", exchange: "ecdhe"),
      Kind(tickets: "on", exchange: "dhe", certificate: "good"),
    ]
  }

  private func lab(_ version: String, _ kind: Kind) throws -> Lab {
    var lab = try preparedLab()
    try lab.speakOnly(version)
    for (key, value) in [
      ("app.scenario", "echo"), ("server.tickets", kind.tickets), ("client.ems", kind.ems),
      ("server.kx", kind.exchange), ("client.cert", kind.certificate),
      ("server.client-auth", kind.certificate == "off" ? "off" : "request"),
    ] { try lab.set(key, to: value) }
    return lab
  }

  @Test(arguments: ["1.0", "1.1", "1.2"], Kind.all)
  func recordedFromTheFirst(_ version: String, _ kind: Kind) throws {
    var lab = try lab(version, kind)
    try lab.connect()
    try lab.connect([("resume", "S1")])
    try lab.connect([("resume", "S2")])
    #expect(lab.sessions.map { $0.facts(on: .direct).isResumed } == [false, true, true])
    #expect(lab.sessions.allSatisfy { $0.facts(on: .direct).version?.number == version })
    let proofs = lab.sessions[0].messages.filter {
      $0.message.kind == .handshake(.certificateVerify)
    }
    #expect(proofs.isEmpty == (kind.certificate == "off"))
    #expect(lab.stateDocument.find(["sessions", "S3", "resumed_from"]) == .string("S2"))
    try stealing([.serverKey, .ticketKey], lab) { thief in
      let key = thief.attacker.leaks.contains { Loot($0) == .serverKey }
      let stek = thief.attacker.leaks.contains { Loot($0) == .ticketKey }
      let isOpen = (kind.exchange == "rsa" && key) || (stek && kind.tickets == "on")
      #expect(thief.vault.map(\.state) == Array(repeating: isOpen ? .open : .sealed, count: 3))
    }
  }

  @Test("Without the first recording, only the ticket helps", arguments: ["1.0", "1.1", "1.2"])
  func firstNotRecorded(_ version: String) throws {
    for kind in Kind.all {
      var lab = try lab(version, kind)
      try lab.connect([("net.record", "off")])
      try lab.connect([("resume", "S1")])
      try stealing([.serverKey, .ticketKey], lab) { thief in
        let stek = thief.attacker.leaks.contains { Loot($0) == .ticketKey }
        #expect(
          thief.vault.map(\.state)
            == [.notRecorded, stek && kind.tickets == "on" ? .open : .sealed])
      }
    }
  }

  @Test("What can be stolen, and is named as missing, is there: a ticket key where a ticket passed")
  func missing() throws {
    for version in ["1.0", "1.1", "1.2"] {
      for kind in Kind.all {
        var lab = try lab(version, kind)
        try lab.connect()
        let missing = Set(lab.missingSecrets(of: lab.sessions[0], on: .direct).joined().map(\.name))
        #expect(missing.contains(.ticketKey) == (kind.tickets == "on"), "\(version) \(kind)")
      }
    }
  }

  /// Holds prediction and attempt against each other with every set of the loot.
  private func stealing(
    _ loot: [Loot], _ lab: Lab, _ check: (Lab) throws -> Void
  ) throws {
    for bits in 0..<(1 << loot.count) {
      var thief = lab
      for (place, item) in loot.enumerated() where bits & 1 << place != 0 {
        try thief.compromise(item)
      }
      try thief.expectPredictionHolds()
      try check(thief)
    }
  }
}
