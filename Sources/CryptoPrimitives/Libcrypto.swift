import COpenSSL

/// The libcrypto that this program runs on.
public enum Libcrypto {
  /// Its version: `3.0.13`. Keys and signatures from one seed may differ between versions.
  public static var version: String {
    OpenSSL_version(OPENSSL_VERSION_STRING).map { String(cString: $0) } ?? "unknown"
  }
}
