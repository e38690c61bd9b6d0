import CryptoPrimitives
import Explanations
import Probing
import X509

/// What has to be had first, as no line of a configuration mends it: a certificate with which the server can do
/// what it is told to.
public enum ProbeObstacle: Hashable, Sendable {
  /// In all that it takes nobody proves who they are.
  case noCertificate
  /// "the Digital Signature bit MUST be set" for ECDHE, DHE and TLS 1.3 (RFC 5246 §7.4.2, RFC 8446 §4.4.2.2).
  case maySignNothing
  /// A key on a curve for which TLS 1.3 has no signature scheme (RFC 8446 §4.2.3).
  case curve(String)

  /// By which other programs know it.
  public var name: String {
    switch self {
    case .noCertificate: "certificate-missing"
    case .maySignNothing: "certificate-may-not-sign"
    case .curve: "certificate-curve"
    }
  }

  /// What it is, and what is to be done.
  public var words: String {
    switch self {
    case .noCertificate: said(.probe, "obstacle.certificate-missing")
    case .maySignNothing: said(.probe, "obstacle.certificate-may-not-sign")
    case .curve(let key): said(.probe, "obstacle.certificate-curve", ["key": key])
    }
  }
}

extension ProbedServer {
  /// Whether in all that it takes nobody proves who they are.
  var isAnonymous: Bool {
    let suites = report.suites
    return !suites.isEmpty && suites.allSatisfy { $0.exchange == .anonymous }
  }

  /// What has to be had before anything else helps. Of several certificates one that can do it is enough.
  public var obstacles: [ProbeObstacle] {
    let own = examinations.compactMap(\.chain.first)
    guard !own.isEmpty else { return isAnonymous ? [.noCertificate] : [] }
    var obstacles: [ProbeObstacle] = []
    if !own.contains(where: { $0.allows(.digitalSignature) }) { obstacles.append(.maySignNothing) }
    let strange = own.map(\.publicKey.kind).filter(\.isOnStrangeCurve)
    if strange.count == own.count, let key = strange.first { obstacles.append(.curve(key.word)) }
    return obstacles
  }
}

extension KeyKind {
  /// Whether it is on a curve for which TLS 1.3 has no scheme: those of Brainpool have some.
  fileprivate var isOnStrangeCurve: Bool {
    guard case .other(let name) = self else { return false }
    return name.hasPrefix("EC ") && !name.hasPrefix("EC brainpool")
  }
}
