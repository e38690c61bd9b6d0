import Bytes
import CryptoPrimitives
import Knowledge
import TLSEngine
import TLSKeys
import TLSWire
import Testing
import X509

@Suite("The engine's ends play the traces of RFC 8448 byte for byte")
struct TraceReplayTests {
  /// What both ends need of the trace's choices.
  private static let suites: [CipherSuite] = [.aes128GCMSHA256]
  private static let groups: [NamedGroup] = [.x25519, .secp256r1]
  private static let schemes: [SignatureScheme] = [.rsaPSSRSAESHA256]

  private func body(_ trace: Trace, _ record: String) throws -> [UInt8] {
    Array(try trace.bytes(record).dropFirst(Record.headerLength + HandshakeMessage.headerLength))
  }

  private func message(_ trace: Trace, _ name: String) throws -> [UInt8] {
    Array(try trace.bytes(name).dropFirst(HandshakeMessage.headerLength))
  }

  private func client(_ trace: Trace) throws -> ClientConfiguration {
    var client = ClientConfiguration(
      suites: Self.suites, groups: Self.groups, signatureSchemes: Self.schemes,
      serverName: "server",
      verification: ServerVerification(
        trust: TrustStore(roots: []), host: nil, now: 0, skipped: CertificateVerification.checks),
      random: .seeded(1))
    client.versions = [.tls13]
    client.middleboxCompatibility = false
    client.injected = [
      "client_random": try trace.bytes("client_random"),
      "ephemeral/x25519": try trace.secret("client_ephemeral_private"),
      "offer": try body(trace, "Record_ClientHello_1"),
    ]
    return client
  }

  private func server(_ trace: Trace) throws -> ServerConfiguration {
    var server = ServerConfiguration(
      suites: Self.suites, groups: Self.groups, signatureSchemes: Self.schemes,
      identities: [try identity()], random: .seeded(2))
    server.versions = [.tls13]
    server.joinsMessages = true
    server.injected = [
      "server_random": try trace.bytes("server_random"),
      "ephemeral/x25519": try trace.secret("server_ephemeral_private"),
      "message/encrypted_extensions": try message(trace, "Message_EncryptedExtensions"),
    ]
    return server
  }

  /// A key to sign with; what it signs is replaced by the trace's own signature.
  private func identity() throws -> Identity {
    let key = try PrivateKey.makeRSA(bits: 2048, random: .seeded(3))
    let authority = try CertificateAuthority.makeRoot(
      name: "any", key: key, validFrom: 0, validTo: 1000, random: .seeded(4))
    return Identity(chain: [authority.certificate], key: key)
  }

  private func compare(
    _ effects: [Effect], _ trace: Trace, _ names: [(ValueName, String)]
  ) throws {
    var values: KnownValues = [:]
    for case .derived(let derivation) in effects { values[derivation.name] = derivation.value }
    for (name, key) in names { #expect(values[name]?.hex == trace.secrets[key], "\(name)") }
  }

  private static let secrets: [(ValueName, String)] = [
    (.earlySecret, "early_secret"), (.sharedSecret, "ecdhe_shared"),
    (.handshakeSecret, "handshake_secret"), (.helloHash, "hash_ch_sh"),
    (.handshakeTrafficSecret(.client), "client_hs_traffic"),
    (.handshakeTrafficSecret(.server), "server_hs_traffic"), (.masterSecret, "master_secret"),
    (.serverFinishedHash, "hash_ch_sf"),
    (.applicationTrafficSecret(.client), "client_ap_traffic"),
    (.applicationTrafficSecret(.server), "server_ap_traffic"),
    (.exporterMasterSecret, "exporter_master"), (.resumptionMasterSecret, "resumption_master"),
  ]

  @Test("The client of §3") func simpleClient() throws {
    let trace = try Trace.simple()
    var client = Connection(client: try client(trace))
    var effects = client.start()
    #expect(effects.sentRecords.hex == (try trace.bytes("Record_ClientHello_1")).hex)
    effects += client.receive(try trace.bytes("Record_ServerHello"))
    let answer = client.receive(try trace.bytes("Record_ServerHandshakeMessages"))
    #expect(answer.sentRecords.hex == (try trace.bytes("Record_ClientFinished")).hex)
    effects += answer + client.receive(try trace.bytes("Record_NewSessionTicket"))
    try compare(effects, trace, Self.secrets + [(.ticketSecret, "resumption_psk")])
    try finish(&client, trace, .client)
  }

  @Test("The server of §3, with the signature and the ticket of the trace")
  func simpleServer() throws {
    let trace = try Trace.simple()
    var configuration = try server(trace)
    configuration.ticketKey = TicketKey(random: .seeded(5))
    configuration.injected["message/certificate"] =
      try message(trace, "Message_Server_Certificate")
    configuration.injected["message/certificate_verify"] =
      try message(trace, "Message_Server_CertificateVerify")
    var server = Connection(server: configuration)
    var effects = server.receive(try trace.bytes("Record_ClientHello_1"))
    let flight =
      try trace.bytes("Record_ServerHello")
      + trace.bytes("Record_ServerHandshakeMessages")
    #expect(effects.sentRecords.hex == flight.hex)
    effects += server.receive(try trace.bytes("Record_ClientFinished"))
    try compare(effects, trace, Self.secrets)
    #expect(server.isEstablished)
  }

  @Test("The client of §4, whose early data and binder are made anew") func resumedClient() throws {
    let trace = try Trace.resumed()
    var configuration = try client(trace)
    let offer = try ByteReader.read(
      ClientHello.self, from: try body(trace, "Record_ClientHello_1"))
    let key = try #require(offer.offeredPSKs?.identities.first)
    configuration.resumption = ResumableSession(
      version: .tls13, suite: .aes128GCMSHA256, secret: try trace.secret("psk"),
      ticket: key.identity, serverName: "server", ageAdd: key.obfuscatedTicketAge, lifetime: 30,
      maximumEarlyData: 1024)
    configuration.earlyData = try trace.bytes("Client_EarlyAppData")
    var client = Connection(client: configuration)
    var effects = client.start()
    let first =
      try trace.bytes("Record_ClientHello_1")
      + trace.bytes("Record_Client_EarlyAppData")
    #expect(effects.sentRecords.hex == first.hex)
    effects += client.receive(try trace.bytes("Record_ServerHello"))
    let answer = client.receive(try trace.bytes("Record_ServerHandshakeMessages"))
    #expect(
      answer.sentRecords.hex
        == (try trace.bytes("Record_ClientFinished_with_EndOfEarlyData")).hex)
    effects += answer
    try compare(effects, trace, Self.secrets + Self.early)
    try finish(&client, trace, .client)
  }

  private static let early: [(ValueName, String)] = [
    (.binderKey, "binder_key"), (.binder, "binder"),
    (.earlyTrafficSecret, "client_early_traffic_secret"),
  ]

  @Test("The server of §4, which takes the early data") func resumedServer() throws {
    let trace = try Trace.resumed()
    let offer = try ByteReader.read(
      ClientHello.self, from: try body(trace, "Record_ClientHello_1"))
    let key = try #require(offer.offeredPSKs?.identities.first)
    var configuration = try server(trace)
    configuration.earlyDataLimit = 1024
    configuration.sessionCache = [
      SessionState(
        version: .tls13, suite: .aes128GCMSHA256, secret: try trace.secret("psk"), lifetime: 30,
        ageAdd: key.obfuscatedTicketAge, serverName: "server", maximumEarlyData: 1024,
        sessionID: key.identity)
    ]
    configuration.injected["message/server_hello"] = try message(trace, "Message_ServerHello")
    var server = Connection(server: configuration)
    var effects = server.receive(try trace.bytes("Record_ClientHello_1"))
    let flight =
      try trace.bytes("Record_ServerHello")
      + trace.bytes("Record_ServerHandshakeMessages")
    #expect(effects.sentRecords.hex == flight.hex)
    let early = server.receive(try trace.bytes("Record_Client_EarlyAppData"))
    #expect(early.contains(.deliver(try trace.bytes("Client_EarlyAppData"))))
    effects += early
    effects += server.receive(try trace.bytes("Record_ClientFinished_with_EndOfEarlyData"))
    try compare(effects, trace, Self.secrets + Self.early)
    try finish(&server, trace, .server)
  }

  /// Data both ways and the end.
  private func finish(_ end: inout Connection, _ trace: Trace, _ side: Side) throws {
    let own = side == .client ? "Client" : "Server"
    let other = side == .client ? "Server" : "Client"
    let sent = end.send(try trace.bytes("\(own)_AppData"))
    #expect(sent.sentRecords.hex == (try trace.bytes("Record_\(own)_AppData")).hex)
    let received = end.receive(try trace.bytes("Record_\(other)_AppData"))
    #expect(received.contains(.deliver(try trace.bytes("\(other)_AppData"))))
    let closed = end.close()
    #expect(closed.sentRecords.hex == (try trace.bytes("Record_\(own)_CloseNotify")).hex)
    _ = end.receive(try trace.bytes("Record_\(other)_CloseNotify"))
    #expect(end.stateName == .closed)
  }
}

extension [Effect] {
  fileprivate var sentRecords: [UInt8] {
    flatMap { effect -> [UInt8] in
      if case .send(let message) = effect { message.records } else { [] }
    }
  }
}
