import Bytes
import CryptoPrimitives
import Synchronization
import X509

/// What is needed of certificates, read once each: a server shows the same one in every session.
final class CertificateCache: Sendable {
  struct Known: Sendable {
    var der: [UInt8]
    var name: CertificateName
    /// SubjectPublicKeyInfo in DER.
    var subjectKey: [UInt8]
  }

  /// By their ends, which are the ends of signatures.
  private let known = Mutex<[UInt64: [Known]]>([:])
  private static let limit = 1024

  /// - Returns: nil for what is no certificate.
  func read(_ der: [UInt8]) -> Known? {
    let end = der.suffix(8).reduce(0) { $0 << 8 | UInt64($1) }
    if let found = known.withLock({ $0[end]?.first { $0.der == der } }) { return found }
    guard let certificate = try? Certificate(der: der) else { return nil }
    let new = Known(
      der: der,
      name: CertificateName(
        subject: certificate.subjectCommonName ?? certificate.subject,
        serial: certificate.serial.hex),
      subjectKey: certificate.publicKey.der)
    known.withLock { known in
      if known.count >= Self.limit { known = [:] }
      known[end, default: []].append(new)
    }
    return new
  }
}
