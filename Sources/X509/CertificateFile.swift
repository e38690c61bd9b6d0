import COpenSSL
import CryptoPrimitives

extension Certificate {
  /// The most certificates that are read from one file.
  static let mostInAFile = 1000

  /// All certificates of a file: one in DER, or any number in PEM (RFC 7468) with other things and
  /// text between.
  ///
  /// - Throws: if there is none, or one that can't be read; the reason says which.
  public static func all(in bytes: [UInt8]) throws(X509Error) -> [Certificate] {
    // No text begins with the tag of a SEQUENCE and a length in two bytes.
    if bytes.starts(with: [0x30, 0x82]) || bytes.starts(with: [0x30, 0x81]) {
      return [try Certificate(der: bytes)]
    }
    var ders: [[UInt8]] = []
    let reason = withReadingBIO(bytes) { source -> String? in
      while ders.count < mostInAFile {
        // libcrypto must not ask for a password at the terminal.
        guard let read = PEM_read_bio_X509(source, nil, { _, _, _, _ in -1 }, nil) else {
          let code = ERR_peek_last_error()
          ERR_clear_error()
          let isEnd = ERR_GET_REASON(code) == PEM_R_NO_START_LINE
          return isEnd ? nil : "certificate \(ders.count + 1) can't be read"
        }
        if let der = derBytes(of: read) { ders.append(der) }
        X509_free(read)
      }
      return "more than \(mostInAFile) certificates"
    }
    if let reason { throw X509Error(operation: "read certificates", reason: reason) }
    guard !ders.isEmpty else {
      throw X509Error(operation: "read certificates", reason: "there is none")
    }
    var certificates: [Certificate] = []
    for der in ders { certificates.append(try Certificate(der: der)) }
    return certificates
  }

  /// Where OpenSSL on this machine looks for the roots that it trusts.
  public static var trustLocations: (file: String?, folder: String?) {
    (
      X509_get_default_cert_file().map { String(cString: $0) },
      X509_get_default_cert_dir().map { String(cString: $0) }
    )
  }
}
