import CryptoPrimitives
public import Knowledge
import TLSKeys
public import TLSWire
public import X509

// What an end has found and made, for those who show it.
extension DTLSEndpoint {
  /// The keys of SRTP; nil before the handshake is complete, and without use_srtp.
  public var srtp: SRTPKeys? {
    guard state == .established || state == .closed else { return nil }
    return exchange.profile.flatMap { SRTPKeys($0, in: exchange.secrets) }
  }

  /// The first certificate that the peer showed, as soon as it came.
  public var peerCertificate: Certificate? { exchange.peerCertificate }

  /// Ephemeral key, pre-master secret, master secret, keys and what they follow from; the randoms and
  /// what is signed are among them.
  public var secrets: DTLSSecrets { exchange.secrets }

  /// The checks that were made, in their order.
  public var checks: [Check] { exchange.checks }

  /// What was agreed on; nil before.
  public var suite: CipherSuite? { exchange.suite }
  public var group: NamedGroup? { exchange.group }
  public var profile: SRTPProfile? { exchange.profile }
  public var extendedMasterSecret: Bool { exchange.extendedMasterSecret }

  /// The cookie that a client was asked to bring.
  public var cookie: [UInt8]? {
    guard let hello = exchange.hello else { return nil }
    // Not the extension of TLS 1.3, which has the same name and may be missing.
    let cookie: [UInt8] = hello.cookie
    return cookie.isEmpty ? nil : cookie
  }

  /// Keying material for another protocol (RFC 5705 §4), without a context.
  ///
  /// - Returns: nil before the handshake is complete, and for absurd lengths.
  public func exportKeyingMaterial(label: String, count: Int) -> [UInt8]? {
    guard state == .established || state == .closed, (0...1 << 14).contains(count),
      let master = exchange.secrets[.masterSecret],
      let client = exchange.secrets[.clientRandom], let server = exchange.secrets[.serverRandom]
    else { return nil }
    return try? PseudorandomFunction.output(
      hash: .sha256, secret: master, label: label, seed: client + server, count: count)
  }
}
