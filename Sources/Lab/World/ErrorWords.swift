import CryptoPrimitives
import X509

/// What went wrong with keys or certificates, for people: what was being done, and why it failed, in
/// libcrypto's own words where it spoke.
func errorWords(_ error: any Error) -> String {
  switch error {
  case let error as CryptoError: "\(error.operation): \(error.reason)"
  case let error as X509Error: "\(error.operation): \(error.reason)"
  case RegistryError.refused(let words): words
  default: "\(error)"
  }
}
