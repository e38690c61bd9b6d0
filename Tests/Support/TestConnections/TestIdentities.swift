import CryptoPrimitives
public import TLSEngine
public import TLSWire
public import X509

/// A root, an RSA and an ECDSA server under it, and configurations that know them.
public struct TestIdentities: Sendable {
  /// The moment at which everything happens, in seconds since 1970.
  public static let now: Int64 = 1_767_225_600
  public static let host = "sip.uc.test"

  public let root: CertificateAuthority
  public let rsa: Identity
  public let ecdsa: Identity

  /// Made once for all tests, because an RSA key takes its time.
  public static func shared() throws -> TestIdentities { try made.get() }

  private static let made = Result { try TestIdentities() }

  private init() throws {
    let random = RandomStream.seeded(1)
    let ca = try CertificateAuthority.makeRoot(
      name: "Test Root", key: .makeEC(group: .secp256r1, random: random.substream("ca")),
      validFrom: Self.now - 1000, validTo: Self.now + 100_000, random: random.substream("root"))
    func identity(_ key: PrivateKey, _ label: String) throws -> Identity {
      let certificate = try ca.issue(
        to: [Self.host], publicKey: key.publicKey, validFrom: Self.now - 1000,
        validTo: Self.now + 100_000, purposes: [.server, .client],
        random: random.substream(label))
      return Identity(chain: [certificate], key: key)
    }
    root = ca
    rsa = try identity(.makeRSA(bits: 2048, random: random.substream("rsa")), "rsa cert")
    ecdsa = try identity(
      .makeEC(group: .secp256r1, random: random.substream("ecdsa")), "ecdsa cert")
  }

  public static let schemes: [SignatureScheme] = [
    .ecdsaSecp256r1SHA256, .rsaPSSRSAESHA256, .rsaPKCS1SHA256,
  ]
  public static let groups: [NamedGroup] = [
    .x25519, .secp256r1, .secp384r1, .ffdhe2048, .ffdhe3072,
  ]

  public var trust: TrustStore { TrustStore(roots: [root.certificate]) }

  /// A key that both have from elsewhere; it is in the configurations where a suite of TLS 1.2 needs
  /// it.
  public static let sharedKey = ExternalPSK(
    identity: Array("desk-42".utf8), key: Array("a key of 25 bytes for both".utf8))

  private static func sharedKeys(for suites: [CipherSuite]) -> [ExternalPSK] {
    suites.contains { $0.parameters?.keyExchange.usesPreSharedKey == true } ? [sharedKey] : []
  }

  /// A client that offers these suites and verifies the server.
  public func client(suites: [CipherSuite], random: UInt64 = 2) -> ClientConfiguration {
    var configuration = ClientConfiguration(
      suites: suites, groups: Self.groups, signatureSchemes: Self.schemes,
      serverName: Self.host,
      verification: ServerVerification(trust: trust, host: Self.host, now: Self.now),
      random: .seeded(random))
    configuration.preSharedKeys = Self.sharedKeys(for: suites)
    return configuration
  }

  /// A server with both identities.
  public func server(suites: [CipherSuite], random: UInt64 = 3) -> ServerConfiguration {
    var configuration = ServerConfiguration(
      suites: suites, groups: Self.groups, signatureSchemes: Self.schemes,
      identities: [rsa, ecdsa], random: .seeded(random))
    configuration.preSharedKeys = Self.sharedKeys(for: suites)
    return configuration
  }
}
