import Bytes
import CryptoPrimitives
import TLSKeys
import TLSWire
import X509

extension ServerChoice {
  /// What a server needs for a key exchange, found in its own configuration and the client's hello.
  struct Means {
    var identity: Identity?
    var group: NamedGroup?
    var scheme: SignatureScheme?

    /// - Returns: nil where something is lacking.
    /// - Throws: `noCommonSignatureScheme` where that is all that is lacking.
    init?(
      _ exchange: KeyExchange, _ hello: ClientHello, _ version: ProtocolVersion,
      _ configuration: Boxed<ServerConfiguration>
    ) throws(HandshakeFailure) {
      if exchange.usesPreSharedKey, configuration.preSharedKeys.isEmpty { return nil }
      if exchange.usesCertificate {
        identity = configuration.identities.first {
          exchange.fits($0.key.publicKey) && Self.isCurveOffered($0, hello)
        }
        guard identity != nil else { return nil }
      }
      if exchange.isEphemeral {
        group = Self.group(for: exchange, hello, configuration)
        guard group != nil else { return nil }
      }
      guard exchange.signsServerKeyExchange, let identity else { return }
      scheme = Self.scheme(for: identity, version, hello, configuration)
      guard scheme != nil else { throw .refused(.noCommonSignatureScheme) }
    }

    /// A group of the right kind that both have. A client that names no finite-field group takes
    /// whatever the server has (RFC 7919 §4); one without the extension, any curve (RFC 8422 §4).
    private static func group(
      for exchange: KeyExchange, _ hello: ClientHello, _ configuration: Boxed<ServerConfiguration>
    ) -> NamedGroup? {
      let wantsField = exchange.isFiniteField
      let fits = { (group: NamedGroup) in wantsField ? group.isFiniteField : group.isCurve12 }
      let own = configuration.groups.filter(fits)
      let offered = (hello.supportedGroups ?? []).filter(fits)
      if offered.isEmpty, wantsField || hello.supportedGroups == nil { return own.first }
      return inOrder(offered, own, configuration.preference).first
    }

    /// "The public key in the server's certificate MUST respect the client's choice of elliptic
    /// curves" (RFC 8422 §5.3).
    private static func isCurveOffered(_ identity: Identity, _ hello: ClientHello) -> Bool {
      guard case .ec(let curve) = identity.key.kind, let offered = hello.supportedGroups else {
        return true
      }
      return offered.contains { $0.label == curve.rawValue }
    }

    private static func scheme(
      for identity: Identity, _ version: ProtocolVersion, _ hello: ClientHello,
      _ configuration: Boxed<ServerConfiguration>
    ) -> SignatureScheme? {
      guard !version.isLegacy else { return .legacy(for: identity.key.kind) }
      // Without the extension SHA-1 is meant (RFC 5246 §7.4.1.4.1), which RFC 9155 §3 forbids: unless it
      // is allowed here by name, no scheme is common then.
      let common = inOrder(
        hello.signatureSchemes ?? [.rsaPKCS1SHA1, .ecdsaSHA1], configuration.signatureSchemes,
        configuration.preference)
      return common.first { $0.fits(identity.key.kind, in: version) }
    }
  }
}
