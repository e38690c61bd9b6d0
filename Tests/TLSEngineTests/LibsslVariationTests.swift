import CryptoPrimitives
import LibsslPeer
import TLSEngine
import TLSKeys
import TLSWire
import TestConnections
import Testing
import X509

@Suite("What else libssl does in a handshake, and every row of the transition table")
struct LibsslVariationTests {
  private let identities: TestIdentities

  init() throws {
    identities = try TestIdentities.shared()
  }

  private func engineClient(
    _ suite: CipherSuite, _ change: (inout LibsslSettings, inout ClientConfiguration) -> Void
  ) throws -> MixedConnection {
    var settings = LibsslSettings(suites: [suite])
    settings.identities = [identities.rsa, identities.ecdsa]
    var client = identities.client(suites: [suite])
    change(&settings, &client)
    return try MixedConnection(Connection(client: client), LibsslContext(server: settings))
  }

  private func engineServer(
    _ suite: CipherSuite, _ change: (inout LibsslSettings, inout ServerConfiguration) -> Void
  ) throws -> MixedConnection {
    var settings = LibsslSettings(suites: [suite])
    var server = identities.server(suites: [suite])
    change(&settings, &server)
    return try MixedConnection(Connection(server: server), LibsslContext(client: settings))
  }

  @Test("A Diffie-Hellman prime that has no name")
  func unnamedPrime() throws {
    var mixed = try engineClient(.dheRSAAES256GCMSHA384) { _, _ in }
    let completed = mixed.handshake()
    #expect(completed && mixed.engine.isEstablished)
    #expect(mixed.engine.facts.values[.dhGenerator] == [2])
    #expect(mixed.engine.facts.group == nil)
  }

  @Test("A request for a certificate is answered with none", arguments: BadInputTests.suites)
  func certificateRequest(_ suite: CipherSuite) throws {
    var mixed = try engineClient(suite) { settings, _ in settings.requestsCertificate = true }
    let completed = mixed.handshake()
    #expect(completed && mixed.engine.isEstablished, "\(mixed.peer.failure ?? "")")
    #expect(mixed.effects.sent.map(\.kind).contains(.handshake(.certificate)))
  }

  @Test("A ticket is taken", arguments: BadInputTests.suites)
  func ticket(_ suite: CipherSuite) throws {
    var mixed = try engineClient(suite) { settings, client in
      settings.sessionTicket = true
      client.sessionTicket = true
    }
    let completed = mixed.handshake()
    #expect(completed && mixed.engine.isEstablished, "\(mixed.peer.failure ?? "")")
    #expect(mixed.effects.received.map(\.kind).contains(.handshake(.newSessionTicket)))
  }

  @Test("A server that does not want the extended master secret, or encrypt-then-MAC")
  func refusedExtensions() throws {
    var mixed = try engineServer(.ecdheRSAAES128CBCSHA256) { _, server in
      server.extendedMasterSecret = false
      server.encryptThenMAC = false
    }
    let completed = mixed.handshake()
    #expect(completed && mixed.engine.isEstablished)
    #expect(!mixed.peer.extendedMasterSecret && !mixed.engine.facts.encryptThenMAC)
  }

  @Test("libssl refuses a root that it does not know, and the engine hears it")
  func unknownAuthority() throws {
    var mixed = try engineServer(.ecdheECDSAAES128GCMSHA256) { settings, _ in
      settings.trust = TrustStore(roots: [])
    }
    let completed = mixed.handshake()
    #expect(!completed && mixed.peer.failure == "certificate verify failed")
    let alert = Alert(level: .fatal, description: .unknownCA)
    #expect(mixed.engine.failure == .peerAlert(alert))
  }

  @Test("Renegotiation is refused with a warning", arguments: Side.allCases)
  func renegotiation(_ side: Side) throws {
    var mixed =
      try side == .client
      ? engineClient(.ecdheRSAAES128GCMSHA256) { _, _ in }
      : engineServer(.ecdheRSAAES128GCMSHA256) { _, _ in }
    let completed = mixed.handshake()
    #expect(completed)
    mixed.peer.renegotiate()
    mixed.exchange()
    #expect(mixed.engine.isEstablished)
    #expect(
      mixed.effects.sentAlerts == [Alert(level: .warning, description: .noRenegotiation)])
  }

  @Test("Each row of the transition table is taken in some handshake, and leads where it says")
  func everyRow() throws {
    var steps: Set<MixedConnection.Step> = []
    for suite in BadInputTests.suites {
      let ends = [
        try engineClient(suite) { settings, client in
          settings.requestsCertificate = suite != .rsaAES128CBCSHA1
          settings.sessionTicket = true
          client.sessionTicket = true
        },
        try engineServer(suite) { _, _ in },
      ]
      for var mixed in ends {
        let completed = mixed.handshake()
        #expect(completed, "\(mixed.peer.failure ?? "")")
        mixed.peer.write([1])
        mixed.peer.renegotiate()
        mixed.exchange()
        steps.formUnion(mixed.steps)
      }
    }
    for suite in [CipherSuite.pskAES128GCMSHA256, .dhAnonymousAES128GCMSHA256] {
      var mixed = try engineClient(suite) { settings, _ in
        settings.securityLevel = 0
        settings.preSharedKeys = [.shared]
        settings.identityHint = "desk"
        settings.finiteField = .ffdhe2048
      }
      let completed = mixed.handshake()
      #expect(completed, "\(mixed.peer.failure ?? "")")
      steps.formUnion(mixed.steps)
    }
    steps.formUnion(try RenegotiationTests.steps())
    for suite in [CipherSuite.rsaAES128GCMSHA256, .ecdheRSAAES128GCMSHA256] {
      var mixed = try engineClient(suite) { settings, client in
        settings.stapledResponse = [1]
        client.requestsStatus = true
        client.verification.skipped = CertificateVerification.checks
      }
      let completed = mixed.handshake()
      #expect(completed, "\(mixed.peer.failure ?? "")")
      steps.formUnion(mixed.steps)
    }
    for identity in [identities.rsa, nil] {
      var mixed = try ClientCertificateTests.engineAsServer(
        SpokenSuite(suite: .ecdheRSAAES128GCMSHA256), identity, .request)
      let completed = mixed.handshake()
      #expect(completed, "\(mixed.peer.failure ?? "")")
      steps.formUnion(mixed.steps)
    }
    for means in ResumptionMeans.allCases {
      let spoken = SpokenSuite(suite: .ecdheRSAAES128GCMSHA256)
      let resumed = [
        try ResumptionTests.steps(engineAsClient: spoken, means, ems: true),
        try ResumptionTests.steps(engineAsServer: spoken, means, ems: true),
      ]
      for var mixed in resumed.map(\.second) {
        let completed = mixed.handshake()
        #expect(completed, "\(mixed.peer.failure ?? "")")
        steps.formUnion(mixed.steps)
      }
    }
    steps.formUnion(try steps13())
    for row in TransitionTable.rows {
      let taken = steps.filter {
        $0.side == row.side && $0.from == row.from && $0.message == row.message
      }
      #expect(Set(taken.map(\.to)) == Set(row.to), "\(row)")
    }
    let rows = TransitionTable.rows
    for step in steps {
      let isListed = rows.contains {
        $0.side == step.side && $0.from == step.from && $0.message == step.message
      }
      #expect(isListed, "\(step)")
    }
  }

  /// The steps of TLS 1.3: plain, after a HelloRetryRequest, with and without client certificates.
  private func steps13() throws -> Set<MixedConnection.Step> {
    let identities = try TestIdentities.shared()
    var steps: Set<MixedConnection.Step> = []
    for retries in [false, true] {
      for (authentication, known) in [
        (ClientAuthentication.off, false), (.request, false), (.require, true),
      ] {
        var client = identities.client(suites: CipherSuite.spoken13)
        client.versions = [.tls13]
        client.now = TestIdentities.now * 1_000_000
        client.identities = known ? [identities.ecdsa] : []
        var server = identities.server(suites: CipherSuite.spoken13)
        server.versions = [.tls13]
        server.retries = retries
        server.ticketKey = TicketKey(random: .seeded(4))
        server.earlyDataLimit = 9
        client.postHandshakeAuthentication = true
        server.clientAuthentication = authentication
        server.clientTrust = identities.trust
        server.now = TestIdentities.now * 1_000_000
        var pair = Pair(client: client, server: server)
        steps.formUnion(pair.stepsToEnd())
        let established = pair.isEstablished
        #expect(established)
        for side in Side.allCases { pair.from(side) { $0.updateKeys(requesting: true) } }
        pair.from(.client) { $0.send([1]) }
        pair.from(.server) { $0.send([2]) }
        pair.from(.server) { $0.requestCertificate() }
        steps.formUnion(pair.stepsToEnd())
        client.resumption = pair.client.resumableSessions.first
        client.earlyData = [1]
        var resumed = Pair(client: client, server: server)
        steps.formUnion(resumed.stepsToEnd())
      }
    }
    return steps
  }
}

extension Pair {
  /// Delivers everything, and notes what each message did to the state of its receiver.
  fileprivate mutating func stepsToEnd() -> Set<MixedConnection.Step> {
    var steps: Set<MixedConnection.Step> = []
    while let message = underWay.first {
      let side = message.sender.other
      let from = self[side].stateName
      let taken = effects(of: side).received.count
      step()
      // A ChangeCipherSpec of TLS 1.3 is dropped wherever it comes, and early data that is refused.
      guard message.kind != .changeCipherSpec, effects(of: side).received.count > taken else {
        continue
      }
      steps.insert(
        MixedConnection.Step(
          side: side, from: from, message: message.kind, to: self[side].stateName))
    }
    return steps
  }
}
