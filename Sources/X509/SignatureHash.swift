import COpenSSL
import CryptoPrimitives

/// The hash of what an authority signs.
public enum SignatureHash: String, Hashable, Sendable, Codable, CaseIterable {
  /// Collisions have been found: today's verifiers refuse it.
  case sha1
  case sha256
  case sha384
  case sha512

  /// libcrypto's function: the one that was asked for, else SHA-256, or under a stronger curve the
  /// hash of its strength. EdDSA takes none (RFC 8410 §3).
  static func function(_ hash: SignatureHash?, for kind: KeyKind) -> OpaquePointer? {
    if kind == .ed25519 || kind == .ed448 { return nil }
    switch hash ?? usual(for: kind) {
    case .sha1: return EVP_sha1()
    case .sha256: return EVP_sha256()
    case .sha384: return EVP_sha384()
    case .sha512: return EVP_sha512()
    }
  }

  private static func usual(for kind: KeyKind) -> SignatureHash {
    switch kind {
    case .ec(.secp384r1): .sha384
    case .ec(.secp521r1): .sha512
    case .rsaPSS(_, .sha384?): .sha384
    case .rsaPSS(_, .sha512?): .sha512
    case .rsa, .rsaPSS, .ec, .ed25519, .ed448, .other: .sha256
    }
  }
}
