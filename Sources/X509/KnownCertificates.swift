import Synchronization

/// Certificates by their bytes.
///
/// The same servers show the same few certificates again and again, and to read one takes libcrypto
/// as long as several key agreements: it looks for a decoder among all that its providers have. A
/// certificate never changes, so whoever has read one has read it for all.
enum KnownCertificates {
  /// All are forgotten then. A world has a handful.
  private static let limit = 256
  private static let certificates = Mutex<[[UInt8]: Certificate]>([:])

  static func certificate(_ der: [UInt8]) throws(X509Error) -> Certificate {
    if let known = certificates.withLock({ $0[der] }) { return known }
    let certificate = try Certificate(der: der)
    certificates.withLock { certificates in
      if certificates.count >= limit { certificates = [:] }
      certificates[der] = certificate
    }
    return certificate
  }
}

extension Certificate {
  /// The certificate in DER, read now or earlier; it is judged anew by whoever asks for that.
  ///
  /// - Throws: as `init(der:)`.
  public static func reading(der: [UInt8]) throws(X509Error) -> Certificate {
    try KnownCertificates.certificate(der)
  }
}
