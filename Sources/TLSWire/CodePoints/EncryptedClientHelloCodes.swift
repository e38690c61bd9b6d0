public import Bytes

/// Which of the two hellos an `encrypted_client_hello` stands in (RFC 9849 §5).
public struct ECHClientHelloType: CodePoint {
  public var rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let outer = ECHClientHelloType(rawValue: 0)
  public static let inner = ECHClientHelloType(rawValue: 1)

  public static let names: [UInt8: String] = [0: "outer", 1: "inner"]
}

/// How HPKE makes a shared secret for a public key (RFC 9180 §7.1).
public struct HPKEKeyEncapsulation: CodePoint {
  public var rawValue: UInt16
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  public static let names: [UInt16: String] = [
    0x0010: "DHKEM(P-256, HKDF-SHA256)", 0x0011: "DHKEM(P-384, HKDF-SHA384)",
    0x0012: "DHKEM(P-521, HKDF-SHA512)", 0x0020: "DHKEM(X25519, HKDF-SHA256)",
    0x0021: "DHKEM(X448, HKDF-SHA512)",
  ]
}

/// How HPKE derives keys (RFC 9180 §7.2).
public struct HPKEKeyDerivation: CodePoint {
  public var rawValue: UInt16
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  public static let names: [UInt16: String] = [
    1: "HKDF-SHA256", 2: "HKDF-SHA384", 3: "HKDF-SHA512",
  ]
}

/// How HPKE encrypts (RFC 9180 §7.3).
public struct HPKECipher: CodePoint {
  public var rawValue: UInt16
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  public static let names: [UInt16: String] = [
    1: "AES-128-GCM", 2: "AES-256-GCM", 3: "ChaCha20Poly1305", 0xffff: "Export-only",
  ]
}

/// The version of a configuration for Encrypted ClientHello: the extension's number (RFC 9849 §4).
public struct ECHConfigVersion: CodePoint {
  public var rawValue: UInt16
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  public static let rfc9849 = ECHConfigVersion(rawValue: 0xfe0d)

  public static let names: [UInt16: String] = [0xfe0d: "ECH of RFC 9849"]
}
