/// A version of TLS; the raw value is what our settings call it.
public enum Version: String, Sendable, Hashable, CaseIterable {
  case tls10 = "1.0"
  case tls11 = "1.1"
  case tls12 = "1.2"
  case tls13 = "1.3"

  /// The option by which `openssl s_server` and `s_client` speak this version alone.
  var opensslOption: String {
    switch self {
    case .tls10: "-tls1"
    case .tls11: "-tls1_1"
    case .tls12: "-tls1_2"
    case .tls13: "-tls1_3"
    }
  }

  /// How OpenSSL prints the version in the summary of a session.
  var opensslName: String { self == .tls10 ? "TLSv1" : "TLSv\(rawValue)" }

  /// How OpenSSL prints the version beside a message (`-msg`).
  var opensslMessageName: String { "TLS \(rawValue)" }

  /// How NSS prints the version: the number on the wire.
  var nssName: String {
    switch self {
    case .tls10: "3.1"
    case .tls11: "3.2"
    case .tls12: "3.3"
    case .tls13: "3.4"
    }
  }
}
