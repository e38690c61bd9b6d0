import COpenSSL
import CryptoPrimitives

/// A certificate that can't be read or made, in libcrypto's own words where it spoke.
public struct X509Error: Error, Sendable, Hashable, Codable {
  /// What was being done, e.g. `read certificate`.
  public var operation: String
  /// Why it failed.
  public var reason: String

  public init(operation: String, reason: String) {
    self.operation = operation
    self.reason = reason
  }

  /// No date of a certificate has a year of five digits (RFC 5280 §4.1.2.5.2).
  public static let endsAfterCalendar = X509Error(operation: "set dates", reason: "too late")

  init(_ error: CryptoError) {
    self.init(operation: error.operation, reason: error.reason)
  }

  /// The error for what libcrypto just refused; empties this thread's error queue.
  static func libcrypto(_ operation: String) -> X509Error {
    X509Error(operation: operation, reason: takeLibcryptoReason())
  }
}
