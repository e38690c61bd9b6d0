import Bytes
import CryptoPrimitives
import TLSKeys
import TLSWire
import X509

/// What the server chooses from a ClientHello.
struct ServerChoice {
  let version: ProtocolVersion
  let suite: CipherSuite
  let keyExchange: KeyExchange
  let identity: Identity
  /// With an ephemeral key exchange.
  let group: NamedGroup?
  let scheme: SignatureScheme?
  let extendedMasterSecret: Bool
  let encryptThenMAC: Bool
  let applicationProtocol: String?

  /// Takes the first suite, in the order of whoever has the preference, for which everything else
  /// can be agreed on too: a certificate, a group, a signature scheme.
  init(
    _ hello: ClientHello, _ version: ProtocolVersion, _ configuration: ServerConfiguration
  ) throws(HandshakeFailure) {
    let candidates = inOrder(
      hello.cipherSuites, configuration.suites.filter { $0.isSpoken(in: version) },
      configuration.preference)
    var found: (CipherSuite, CipherSuiteParameters, Identity, NamedGroup?, SignatureScheme?)?
    var failure = HandshakeFailure.Refusal.noCommonSuite
    for suite in candidates {
      guard let parameters = suite.parameters,
        let identity = configuration.identities.first(where: {
          parameters.keyExchange.fits($0.key.publicKey) && Self.isCurveOffered($0, hello)
        })
      else { continue }
      guard parameters.keyExchange.isEphemeral else {
        found = (suite, parameters, identity, nil, nil)
        break
      }
      guard let group = Self.group(for: parameters.keyExchange, hello, configuration) else {
        continue
      }
      guard let scheme = Self.scheme(for: identity, version, hello, configuration) else {
        failure = .noCommonSignatureScheme
        continue
      }
      found = (suite, parameters, identity, group, scheme)
      break
    }
    guard let (suite, parameters, identity, group, scheme) = found else { throw .refused(failure) }
    self.version = version
    self.suite = suite
    self.keyExchange = parameters.keyExchange
    self.identity = identity
    self.group = group
    self.scheme = scheme
    extendedMasterSecret = configuration.extendedMasterSecret && hello.has(.extendedMasterSecret)
    encryptThenMAC =
      configuration.encryptThenMAC && hello.has(.encryptThenMAC)
      && parameters.cipher.mode == .cbc
    applicationProtocol = try commonApplicationProtocol(hello, configuration)
  }

  /// A group of the right kind that both have. A client that names no finite-field group takes
  /// whatever the server has (RFC 7919 §4); one without the extension, any curve (RFC 8422 §4).
  private static func group(
    for exchange: KeyExchange, _ hello: ClientHello, _ configuration: ServerConfiguration
  ) -> NamedGroup? {
    let wantsField = exchange == .dheRSA
    let own = configuration.groups.filter { $0.isFiniteField == wantsField }
    let offered = (hello.supportedGroups ?? []).filter { $0.isFiniteField == wantsField }
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
    _ configuration: ServerConfiguration
  ) -> SignatureScheme? {
    guard !version.isLegacy else { return legacyScheme(for: identity.key.kind) }
    // Without the extension SHA-1 would be meant (RFC 5246 §7.4.1.4.1), which RFC 9155 §3
    // forbids: no scheme is common then.
    let common = inOrder(
      hello.signatureSchemes ?? [], configuration.signatureSchemes, configuration.preference)
    return common.first { SignatureAlgorithm($0)?.fits(identity.key.kind) == true }
  }

  /// Before TLS 1.2 the kind of key decides (RFC 4346 §7.4.3, RFC 8422 §5.4).
  private static func legacyScheme(for kind: KeyKind) -> SignatureScheme? {
    [.rsaPKCS1MD5SHA1, .ecdsaSHA1].first {
      SignatureAlgorithm($0, in: .tls10)?.fits(kind) == true
    }
  }

  /// The extensions of the ServerHello: only answers to what the client sent.
  func helloExtensions(answering hello: ClientHello) -> [Extension] {
    var extensions: [Extension] = []
    if hello.answersRenegotiationInfo {
      extensions.append(.renegotiationInfo([]))
    }
    if suite.usesEllipticCurves, hello.has(.ecPointFormats) {
      extensions.append(.ecPointFormats([.uncompressed]))
    }
    if encryptThenMAC { extensions.append(.encryptThenMAC) }
    if extendedMasterSecret { extensions.append(.extendedMasterSecret) }
    if let applicationProtocol { extensions.append(.alpn([applicationProtocol])) }
    return extensions
  }
}
