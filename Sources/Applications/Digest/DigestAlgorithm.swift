import CryptoPrimitives

/// The hash of digest authentication: MD5 (RFC 7616), SHA-256 (RFC 8760).
public enum DigestAlgorithm: String, Sendable, Hashable, Codable, CaseIterable {
  case md5 = "MD5"
  case sha256 = "SHA-256"

  /// Reads the `algorithm` parameter; without one it is MD5 (RFC 7616 §3.3).
  init(parameter: String?) throws(DigestError) {
    guard let parameter else {
      self = .md5
      return
    }
    guard let known = Self(rawValue: parameter.uppercased()) else {
      throw .unknownAlgorithm(parameter)
    }
    self = known
  }

  var hash: HashAlgorithm {
    switch self {
    case .md5: .md5
    case .sha256: .sha256
    }
  }
}
