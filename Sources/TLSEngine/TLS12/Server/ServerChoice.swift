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
  /// With a certificate.
  let identity: Identity?
  /// With an ephemeral key exchange.
  let group: NamedGroup?
  /// With a ServerKeyExchange that is signed.
  let scheme: SignatureScheme?
  let extendedMasterSecret: Bool
  let encryptThenMAC: Bool
  let applicationProtocol: String?

  /// Takes the first suite, in the order of whoever has the preference, for which everything else
  /// can be agreed on too: a certificate or a pre-shared key, a group, a signature scheme.
  init(
    _ hello: ClientHello, _ version: ProtocolVersion, _ configuration: Boxed<ServerConfiguration>
  ) throws(HandshakeFailure) {
    let candidates = inOrder(
      hello.cipherSuites, configuration.suites.filter { $0.isSpoken(in: version) },
      configuration.preference)
    var found: (CipherSuite, CipherSuiteParameters, Means)?
    var failure = HandshakeFailure.Refusal.noCommonSuite
    for suite in candidates {
      guard let parameters = suite.parameters else { continue }
      do throws(HandshakeFailure) {
        found = (
          suite, parameters, try Means(parameters.keyExchange, hello, version, configuration)
        )
        break
      } catch {
        // What came nearest to an agreement tells most.
        if case .refused(let refusal) = error, refusal.nearness >= failure.nearness {
          failure = refusal
        }
      }
    }
    guard let (suite, parameters, means) = found else { throw .refused(failure) }
    self.version = version
    self.suite = suite
    self.keyExchange = parameters.keyExchange
    identity = means.identity
    group = means.group
    scheme = means.scheme
    extendedMasterSecret = configuration.extendedMasterSecret && hello.has(.extendedMasterSecret)
    encryptThenMAC =
      configuration.encryptThenMAC && hello.has(.encryptThenMAC)
      && parameters.cipher.mode == .cbc
    applicationProtocol = try commonApplicationProtocol(hello, configuration)
  }

  /// The extensions of the ServerHello: only answers to what the client sent.
  ///
  /// - Parameter renegotiated: the Finished messages of the handshake before (RFC 5746 §3.7).
  func helloExtensions(answering hello: ClientHello, renegotiated: [UInt8]) -> [Extension] {
    var extensions: [Extension] = []
    if hello.answersRenegotiationInfo {
      extensions.append(RenegotiationInfo(renegotiated))
    }
    if suite.usesEllipticCurves, hello.has(.ecPointFormats) {
      extensions.append(ECPointFormats([.uncompressed]))
    }
    if encryptThenMAC { extensions.append(EncryptThenMAC()) }
    if extendedMasterSecret { extensions.append(ExtendedMasterSecret()) }
    if let applicationProtocol {
      extensions.append(ApplicationLayerProtocolNegotiation([applicationProtocol]))
    }
    return extensions
  }
}

extension HandshakeFailure.Refusal {
  /// How much else was agreed on before this was lacking.
  fileprivate var nearness: Int {
    switch self {
    case .noCommonSignatureScheme, .keyFitsNoScheme: 4
    case .noCommonGroup: 3
    case .curveNotOffered: 2
    case .keyFitsNoSuite: 1
    default: 0
    }
  }
}
