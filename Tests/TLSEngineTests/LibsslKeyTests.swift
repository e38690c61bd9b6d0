import Bytes
import CryptoPrimitives
import LibsslPeer
import TLSEngine
import TLSKeys
import TLSWire
import TestConnections
import Testing
import X509

@Suite("Servers prove themselves with every kind of key, in TLS 1.2")
struct LibsslKeyTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var scheme: SignatureScheme
    /// The curve of the key; nil with EdDSA.
    var curve: NamedGroup?

    var testDescription: String { scheme.label }

    func key() throws -> PrivateKey {
      let random = RandomStream.seeded(11).substream(scheme.label)
      return switch scheme {
      case .ed25519: try .makeEd25519(random: random)
      case .ed448: try .makeEd448(random: random)
      default:
        try .makeEC(group: Group(rawValue: curve?.label ?? "") ?? .secp256r1, random: random)
      }
    }
  }

  static let rows = [
    Row(scheme: .ecdsaSecp384r1SHA384, curve: .secp384r1),
    Row(scheme: .ecdsaSecp521r1SHA512, curve: .secp521r1), Row(scheme: .ed25519),
    Row(scheme: .ed448),
  ]
  private static let suite = CipherSuite.ecdheECDSAAES128GCMSHA256

  private func identity(_ row: Row) throws -> Identity {
    let root = try TestIdentities.shared().root
    let key = try row.key()
    let certificate = try root.issue(
      to: [TestIdentities.host], publicKey: key.publicKey, validFrom: TestIdentities.now - 1000,
      validTo: TestIdentities.now + 100_000, random: .seeded(12))
    return Identity(chain: [certificate], key: key)
  }

  private func check(_ mixed: inout MixedConnection, _ row: Row) {
    let completed = mixed.handshake()
    #expect(
      completed && mixed.engine.isEstablished,
      "engine: \(mixed.engine.failure as Any), libssl: \(mixed.peer.failure ?? "content")")
    #expect(mixed.effects.contains(.decided(.signatureScheme(row.scheme))))
  }

  @Test(arguments: rows) func engineAsClient(_ row: Row) throws {
    var settings = LibsslSettings(suites: [Self.suite])
    settings.identities = [try identity(row)]
    var client = try TestIdentities.shared().client(suites: [Self.suite])
    client.groups = [.x25519] + (row.curve.map { [$0] } ?? [])
    client.signatureSchemes = [row.scheme]
    var mixed = try MixedConnection(Connection(client: client), LibsslContext(server: settings))
    check(&mixed, row)
  }

  @Test(arguments: rows) func engineAsServer(_ row: Row) throws {
    let identities = try TestIdentities.shared()
    var settings = LibsslSettings(suites: [Self.suite])
    settings.trust = identities.trust
    settings.serverName = TestIdentities.host
    settings.now = TestIdentities.now
    var server = identities.server(suites: [Self.suite])
    server.identities = [try identity(row)]
    server.signatureSchemes = [row.scheme]
    var mixed = try MixedConnection(Connection(server: server), LibsslContext(client: settings))
    check(&mixed, row)
  }

  @Test("A curve that the client did not name is not shown to it (RFC 8422 section 5.3)")
  func curveNotOffered() throws {
    let row = Self.rows[1]
    let identities = try TestIdentities.shared()
    var client = identities.client(suites: [Self.suite])
    client.signatureSchemes = [row.scheme]
    client.groups = [.x25519]
    var server = identities.server(suites: [Self.suite])
    server.identities = [try identity(row)]
    server.signatureSchemes = [row.scheme]
    var pair = Pair(client: client, server: server)
    pair.run()
    guard case .refused(.curveNotOffered)? = pair.server.failure else {
      Issue.record("\(pair.server.failure as Any)")
      return
    }
  }

  @Test("The key's kind is the cause where suites and schemes are common, in each version")
  func kindOfKey() throws {
    let identities = try TestIdentities.shared()
    let identity = try identity(Self.rows[0])
    for suite in [CipherSuite.ecdheRSAAES128GCMSHA256, .aes128GCMSHA256] {
      var client = identities.client(suites: [suite])
      client.signatureSchemes = [.rsaPKCS1SHA256, .rsaPSSRSAESHA256]
      var server = identities.server(suites: [suite])
      server.identities = [identity]
      server.signatureSchemes = [.rsaPKCS1SHA256, .rsaPSSRSAESHA256, .ecdsaSecp256r1SHA256]
      if suite == .aes128GCMSHA256 {
        client.versions = [.tls13]
        server.versions = [.tls13]
      }
      var pair = Pair(client: client, server: server)
      pair.run()
      let kind = identity.key.kind
      #expect(
        pair.server.failure
          == .refused(suite == .aes128GCMSHA256 ? .keyFitsNoScheme(kind) : .keyFitsNoSuite(kind)))
    }
  }

  @Test("No common group is the cause where a suite is common (RFC 8422 section 5.1)")
  func noGroup() throws {
    let identities = try TestIdentities.shared()
    var client = identities.client(suites: [.ecdheRSAAES128GCMSHA256, .ecdheECDSAAES128GCMSHA256])
    client.groups = [.x448]
    var server = identities.server(suites: client.suites)
    server.identities = server.identities.filter {
      if case .rsa = $0.key.kind { true } else { false }
    }
    var pair = Pair(client: client, server: server)
    pair.run()
    #expect(pair.server.failure == .refused(.noCommonGroup))
  }
}
