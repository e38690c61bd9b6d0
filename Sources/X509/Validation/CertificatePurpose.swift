import COpenSSL

/// Which end of a TLS connection a certificate is made for (RFC 5280 §4.2.1.12).
public enum CertificatePurpose: String, Hashable, Sendable, Codable, CaseIterable {
  case server
  case client

  /// The name in extendedKeyUsage.
  var usage: String {
    switch self {
    case .server: "serverAuth"
    case .client: "clientAuth"
    }
  }

  var verifierNumber: Int32 {
    switch self {
    case .server: X509_PURPOSE_SSL_SERVER
    case .client: X509_PURPOSE_SSL_CLIENT
    }
  }
}
