import CryptoPrimitives
import Knowledge
import TLSEngine
import TLSKeys
import TLSWire
import Testing
import X509

@Suite("Client and server of the engine complete a handshake with each other")
struct EndToEndTests {
  @Test(arguments: CipherSuite.spoken12)
  func handshakeAndData(_ suite: CipherSuite) throws {
    let pki = try TestIdentities()
    var client = Connection(client: pki.client(suites: [suite]))
    var server = Connection(server: pki.server(suites: [suite]))
    var transfer = Transfer()
    transfer.toServer = client.start()
    transfer.run(&client, &server)
    #expect(client.isEstablished && server.isEstablished, "\(client.failure as Any)")
    let masterSecrets = (client.memory[.masterSecret], server.memory[.masterSecret])
    #expect(masterSecrets.0 != nil && masterSecrets.0 == masterSecrets.1)

    transfer.toServer = client.send(Array("ping".utf8))
    transfer.toClient = server.send(Array("pong".utf8))
    transfer.run(&client, &server)
    #expect(transfer.delivered == [Array("ping".utf8), Array("pong".utf8)])

    transfer.toServer = client.close()
    transfer.run(&client, &server)
    #expect(client.stateName == .closed && server.stateName == .closed)
  }
}

/// Carries records between two connections until both are silent.
struct Transfer {
  var toServer: [Effect] = []
  var toClient: [Effect] = []
  var delivered: [[UInt8]] = []

  mutating func run(_ client: inout Connection, _ server: inout Connection) {
    while !toServer.isEmpty || !toClient.isEmpty {
      let forServer = toServer
      let forClient = toClient
      toServer = []
      toClient = []
      for message in forServer.messages { toClient += note(server.receive(message.records)) }
      for message in forClient.messages { toServer += note(client.receive(message.records)) }
    }
  }

  private mutating func note(_ effects: [Effect]) -> [Effect] {
    for effect in effects { if case .deliver(let data) = effect { delivered.append(data) } }
    return effects
  }
}

extension [Effect] {
  var messages: [Message] {
    compactMap { effect in if case .send(let message) = effect { message } else { nil } }
  }
}

/// A root, an RSA and an ECDSA server, and configurations that know them.
struct TestIdentities {
  static let now: Int64 = 1_767_225_600
  let root: CertificateAuthority
  let rsa: Identity
  let ecdsa: Identity

  init() throws {
    let random = RandomStream.seeded(1)
    let ca = try CertificateAuthority.makeRoot(
      name: "Test Root", key: .makeEC(group: .secp256r1, random: random.substream("ca")),
      validFrom: Self.now - 1000, validTo: Self.now + 100_000, random: random.substream("root"))
    func identity(_ key: PrivateKey, _ label: String) throws -> Identity {
      let certificate = try ca.issue(
        to: ["sip.uc.test"], publicKey: key.publicKey, validFrom: Self.now - 1000,
        validTo: Self.now + 100_000, random: random.substream(label))
      return Identity(chain: [certificate], key: key)
    }
    root = ca
    rsa = try identity(.makeRSA(bits: 2048, random: random.substream("rsa")), "rsa cert")
    ecdsa = try identity(
      .makeEC(group: .secp256r1, random: random.substream("ecdsa")), "ecdsa cert")
  }

  static let schemes: [SignatureScheme] = [
    .ecdsaSecp256r1SHA256, .rsaPSSRSAESHA256, .rsaPKCS1SHA256,
  ]
  static let groups: [NamedGroup] = [.x25519, .secp256r1, .secp384r1, .ffdhe2048, .ffdhe3072]

  func client(suites: [CipherSuite], random: UInt64 = 2) -> ClientConfiguration {
    ClientConfiguration(
      suites: suites, groups: Self.groups, signatureSchemes: Self.schemes,
      serverName: "sip.uc.test",
      verification: ServerVerification(
        trust: TrustStore(roots: [root.certificate]), host: "sip.uc.test", now: Self.now),
      random: .seeded(random))
  }

  func server(suites: [CipherSuite], random: UInt64 = 3) -> ServerConfiguration {
    ServerConfiguration(
      suites: suites, groups: Self.groups, signatureSchemes: Self.schemes,
      identities: [rsa, ecdsa], random: .seeded(random))
  }
}
