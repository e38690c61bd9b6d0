import COpenSSL

/// Which end of a TLS connection a certificate is made for (RFC 5280 §4.2.1.12).
public enum CertificatePurpose: String, Hashable, Sendable, Codable, CaseIterable {
  case server
  case client
  /// Nobody asks what it is for: an authority's own serves neither.
  case any

  /// The name in extendedKeyUsage.
  var usage: String {
    switch self {
    case .server: "serverAuth"
    case .client: "clientAuth"
    case .any: "anyExtendedKeyUsage"
    }
  }

  var verifierNumber: Int32 {
    switch self {
    case .server: X509_PURPOSE_SSL_SERVER
    case .client: X509_PURPOSE_SSL_CLIENT
    case .any: X509_PURPOSE_ANY
    }
  }
}
