public import Bytes

/// A group for Diffie-Hellman: an elliptic curve or a finite field (RFC 8422 §5.1.1, RFC 7919).
public struct NamedGroup: CodePoint {
  public var rawValue: UInt16
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  public static let secp256r1 = NamedGroup(rawValue: 23)
  public static let secp384r1 = NamedGroup(rawValue: 24)
  public static let secp521r1 = NamedGroup(rawValue: 25)
  public static let x25519 = NamedGroup(rawValue: 29)
  public static let x448 = NamedGroup(rawValue: 30)
  public static let ffdhe2048 = NamedGroup(rawValue: 256)
  public static let ffdhe3072 = NamedGroup(rawValue: 257)
  public static let ffdhe4096 = NamedGroup(rawValue: 258)
  public static let ffdhe6144 = NamedGroup(rawValue: 259)
  public static let ffdhe8192 = NamedGroup(rawValue: 260)
  public static let x25519MLKEM768 = NamedGroup(rawValue: 0x11EC)

  /// Whether the group is a finite field (RFC 7919 §2 keeps 256 to 511 for those).
  public var isFiniteField: Bool { (256...511).contains(rawValue) }

  /// Whether TLS 1.3 alone has the group: ML-KEM, by itself or joined with a curve (RFC 10024), answers
  /// to a key instead of making one, for which the messages of TLS 1.2 have no place.
  public var isOnlyIn13: Bool {
    (512...514).contains(rawValue) || (0x11EB...0x11ED).contains(rawValue)
  }

  /// Whether TLS 1.2 may have it as an elliptic curve.
  public var isCurve12: Bool { !isFiniteField && !isOnlyIn13 }

  public static let names: [UInt16: String] = [
    1: "sect163k1", 2: "sect163r1", 3: "sect163r2", 4: "sect193r1", 5: "sect193r2",
    6: "sect233k1", 7: "sect233r1", 8: "sect239k1", 9: "sect283k1", 10: "sect283r1",
    11: "sect409k1", 12: "sect409r1", 13: "sect571k1", 14: "sect571r1", 15: "secp160k1",
    16: "secp160r1", 17: "secp160r2", 18: "secp192k1", 19: "secp192r1", 20: "secp224k1",
    21: "secp224r1", 22: "secp256k1", 23: "secp256r1", 24: "secp384r1", 25: "secp521r1",
    26: "brainpoolP256r1", 27: "brainpoolP384r1", 28: "brainpoolP512r1", 29: "x25519",
    30: "x448", 31: "brainpoolP256r1tls13", 32: "brainpoolP384r1tls13",
    33: "brainpoolP512r1tls13", 41: "curveSM2", 256: "ffdhe2048", 257: "ffdhe3072",
    258: "ffdhe4096", 259: "ffdhe6144", 260: "ffdhe8192", 512: "MLKEM512", 513: "MLKEM768",
    514: "MLKEM1024", 0x11EB: "SecP256r1MLKEM768", 0x11EC: "X25519MLKEM768",
    0x11ED: "SecP384r1MLKEM1024", 0xFF01: "arbitrary_explicit_prime_curves",
    0xFF02: "arbitrary_explicit_char2_curves",
  ]
}
