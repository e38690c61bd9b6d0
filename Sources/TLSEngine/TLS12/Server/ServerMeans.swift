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

    /// - Throws: what is lacking; `noCommonSuite` where nothing fits at all.
    init(
      _ exchange: KeyExchange, _ hello: ClientHello, _ version: ProtocolVersion,
      _ configuration: Boxed<ServerConfiguration>
    ) throws(HandshakeFailure) {
      if exchange.usesPreSharedKey, configuration.preSharedKeys.isEmpty {
        throw .refused(.noCommonSuite)
      }
      if exchange.usesCertificate {
        identity = try Self.identity(for: exchange, hello, configuration)
      }
      if exchange.isEphemeral {
        group = Self.group(for: exchange, hello, configuration)
        guard group != nil else { throw .refused(.noCommonGroup) }
      }
      guard exchange.signsServerKeyExchange, let identity else { return }
      scheme = try Self.scheme(for: identity, version, hello, configuration)
    }

    private static func identity(
      for exchange: KeyExchange, _ hello: ClientHello, _ configuration: Boxed<ServerConfiguration>
    ) throws(HandshakeFailure) -> Identity {
      let fitting = configuration.identities.filter { exchange.fits($0.key.publicKey) }
      if let identity = fitting.first(where: { isCurveOffered($0, hello) }) { return identity }
      if let identity = fitting.first { throw .refused(.curveNotOffered(identity.key.kind)) }
      guard let identity = configuration.identities.first else { throw .refused(.noCommonSuite) }
      throw .refused(.keyFitsNoSuite(identity.key.kind))
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
    ) throws(HandshakeFailure) -> SignatureScheme {
      if version.isLegacy {
        guard let scheme = SignatureScheme.legacy(for: identity.key.kind) else {
          throw .refused(.keyFitsNoScheme(identity.key.kind))
        }
        return scheme
      }
      // Without the extension SHA-1 is meant (RFC 5246 §7.4.1.4.1), which RFC 9155 §3 forbids: unless it
      // is allowed here by name, no scheme is common then.
      let common = inOrder(
        hello.signatureSchemes ?? [.rsaPKCS1SHA1, .ecdsaSHA1], configuration.signatureSchemes,
        configuration.preference)
      if let scheme = common.first(where: { $0.fits(identity.key.kind, in: version) }) {
        return scheme
      }
      throw .refused(
        common.isEmpty ? .noCommonSignatureScheme : .keyFitsNoScheme(identity.key.kind))
    }
  }
}
