import COpenSSL

/// What went wrong in a cryptographic operation, in libcrypto's own words where it spoke.
public struct CryptoError: Error, Sendable, Hashable, Codable {
  /// Whose fault it is, as far as a caller must know.
  public enum Kind: String, Sendable, Hashable, Codable {
    /// libcrypto could not do what was asked.
    case failed
    /// A tag, a signature or a padding did not fit.
    case authentication
    /// A key, a length or a value that the operation can't take.
    case badInput
  }

  /// What was being done, e.g. `RSA decrypt`.
  public var operation: String
  /// Why it failed: libcrypto's words, or ours where we refused before asking it.
  public var reason: String
  public var kind: Kind

  public init(operation: String, reason: String, kind: Kind) {
    self.operation = operation
    self.reason = reason
    self.kind = kind
  }
}

extension CryptoError {
  /// The error for what libcrypto just refused; empties this thread's error queue.
  package static func libcrypto(_ operation: String, _ kind: Kind = .failed) -> CryptoError {
    CryptoError(operation: operation, reason: takeLibcryptoReason(), kind: kind)
  }

  static func badInput(_ operation: String, _ reason: String) -> CryptoError {
    CryptoError(operation: operation, reason: reason, kind: .badInput)
  }
}

/// libcrypto's reason for the last failure on this thread; empties the queue.
///
/// The newest entry is taken: older ones may stem from attempts that succeeded another way.
package func takeLibcryptoReason() -> String {
  let code = ERR_peek_last_error()
  defer { ERR_clear_error() }
  guard code != 0 else { return "no reason given" }
  guard let words = ERR_reason_error_string(code) else { return "error \(code)" }
  return String(cString: words)
}
