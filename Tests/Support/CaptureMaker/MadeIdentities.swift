public import CryptoPrimitives
public import LibsslPeer
public import TLSWire
public import X509

/// Servers with certificates, for libssl.
public struct MadeIdentities: Sendable {
  public let rsa: Identity
  public let ecdsa: Identity
  /// Of nobody in the capture.
  public let other: PrivateKey

  public static let host = "sip.uc.test"

  /// Made once, because RSA keys take their time.
  public static func shared() throws -> MadeIdentities { try made.get() }

  private static let made = Result { try MadeIdentities() }

  private init() throws {
    let random = RandomStream.seeded([23])
    let now: Int64 = 1_800_000_000
    let ca = try CertificateAuthority.makeRoot(
      name: "Capture CA", key: .makeEC(group: .secp256r1, random: random.substream("ca key")),
      validFrom: now - 100_000_000, validTo: now + 100_000_000,
      random: random.substream("ca"))
    func identity(_ key: PrivateKey, _ label: String) throws -> Identity {
      let certificate = try ca.issue(
        to: [Self.host], publicKey: key.publicKey, validFrom: now - 1000, validTo: now + 100_000,
        purposes: [.server, .client], random: random.substream(label))
      return Identity(chain: [certificate], key: key)
    }
    rsa = try identity(.makeRSA(bits: 2048, random: random.substream("rsa")), "rsa cert")
    ecdsa = try identity(
      .makeEC(group: .secp256r1, random: random.substream("ecdsa")), "ecdsa cert")
    other = try .makeRSA(bits: 2048, random: random.substream("other"))
  }

  /// Contexts for a client and a server that agree on a suite.
  public func contexts(
    _ suites: [CipherSuite],
    _ change: (inout LibsslSettings, inout LibsslSettings) -> Void = { _, _ in }
  ) throws -> (client: LibsslContext, server: LibsslContext) {
    var client = LibsslSettings(suites: suites)
    var server = LibsslSettings(suites: suites)
    client.serverName = Self.host
    server.identities = [rsa, ecdsa]
    change(&client, &server)
    return (try LibsslContext(client: client), try LibsslContext(server: server))
  }
}
