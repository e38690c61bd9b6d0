public import Bytes
import SwiftASN1

extension Certificate {
  /// The certificate taken apart, down to the last field (RFC 5280 §4.1).
  ///
  /// - Throws: where its bytes are no DER, which is stricter than what libcrypto reads.
  public func structure() throws(X509Error) -> Annotation {
    do {
      _ = try DER.parse(der)
    } catch {
      throw X509Error(operation: "take certificate apart", reason: "\(error)")
    }
    return OpaqueStructure.certificate.annotation(of: der)
  }
}
