import COpenSSL

/// A group for key agreement, by its name in the IANA registry (RFC 8422, RFC 7919).
public enum Group: String, Sendable, Hashable, Codable, CaseIterable {
  case x25519
  case x448
  case secp256r1
  case secp384r1
  case secp521r1
  case ffdhe2048
  case ffdhe3072
  case ffdhe4096
  case ffdhe6144
  case ffdhe8192

  /// How keys in the group agree.
  public enum Kind: Sendable, Hashable {
    /// RFC 7748.
    case montgomery
    /// A prime curve of NIST (SEC 1).
    case weierstrass
    /// Numbers modulo a prime (RFC 7919).
    case finiteField
  }

  public var kind: Kind {
    switch self {
    case .x25519, .x448: .montgomery
    case .secp256r1, .secp384r1, .secp521r1: .weierstrass
    case .ffdhe2048, .ffdhe3072, .ffdhe4096, .ffdhe6144, .ffdhe8192: .finiteField
    }
  }

  /// Bytes of a public key on the wire: of an uncompressed point, or of the prime.
  public var publicKeyLength: Int {
    switch self {
    case .x25519: 32
    case .x448: 56
    case .secp256r1: 65
    case .secp384r1: 97
    case .secp521r1: 133
    case .ffdhe2048: 256
    case .ffdhe3072: 384
    case .ffdhe4096: 512
    case .ffdhe6144: 768
    case .ffdhe8192: 1024
    }
  }

  /// Bytes of the secret that two keys agree on.
  public var sharedSecretLength: Int {
    switch self {
    case .x25519, .secp256r1: 32
    case .x448: 56
    case .secp384r1: 48
    case .secp521r1: 66
    case .ffdhe2048: 256
    case .ffdhe3072: 384
    case .ffdhe4096: 512
    case .ffdhe6144: 768
    case .ffdhe8192: 1024
    }
  }

  /// Prime and generator of a finite field group.
  public var parameters: FiniteFieldGroup? { Self.finiteFields[self] }

  /// A fresh key pair.
  ///
  /// The private key of x25519 is the first 32 bytes of the stream, that of x448 the first 56;
  /// libcrypto draws the others.
  public func makeKey(random: RandomStream) throws(CryptoError) -> KeyPair {
    guard kind != .montgomery else {
      return try .make(group: self, privateKey: random.bytes(publicKeyLength))
    }
    let template = try template
    let key = try random.use { () throws(CryptoError) in try template.generate() }
    return try KeyPair(group: self, finiteField: parameters, handle: key)
  }

  /// Whether a peer's public key is one with which a key of this group agrees on a secret: of the group's
  /// length, on the curve (RFC 8422 §5.11), none of the points that give zero (RFC 7748 §6.1), within
  /// 2 … p-2 (RFC 7919 §5.1).
  public func takes(_ publicKey: [UInt8]) -> Bool {
    guard publicKey.count == publicKeyLength else { return false }
    if let parameters { return parameters.contains(publicKey) }
    return (try? Self.probes[self]?.sharedSecret(with: publicKey)) != nil
  }

  /// A key of each curve that agrees with what is to be tried, and with nothing else.
  private static let probes: [Group: KeyPair] = {
    var probes: [Group: KeyPair] = [:]
    for group in allCases where group.kind != .finiteField {
      let two = [UInt8](repeating: 0, count: group.sharedSecretLength - 1) + [2]
      probes[group] = try? KeyPair.make(group: group, privateKey: two)
    }
    return probes
  }()

  /// The group that libcrypto calls so.
  init?(libcryptoName name: String) {
    switch name.lowercased() {
    case "x25519": self = .x25519
    case "x448": self = .x448
    case "prime256v1", "p-256", "secp256r1": self = .secp256r1
    case "secp384r1", "p-384": self = .secp384r1
    case "secp521r1", "p-521": self = .secp521r1
    case "ffdhe2048": self = .ffdhe2048
    case "ffdhe3072": self = .ffdhe3072
    case "ffdhe4096": self = .ffdhe4096
    case "ffdhe6144": self = .ffdhe6144
    case "ffdhe8192": self = .ffdhe8192
    default: return nil
    }
  }

  /// libcrypto's name of the group.
  package var libcryptoName: String { self == .secp256r1 ? "prime256v1" : rawValue }

  /// libcrypto's number of the curve.
  var curveIdentifier: Int32? {
    switch self {
    case .x25519: EVP_PKEY_X25519
    case .x448: EVP_PKEY_X448
    case .secp256r1: NID_X9_62_prime256v1
    case .secp384r1: NID_secp384r1
    case .secp521r1: NID_secp521r1
    case .ffdhe2048, .ffdhe3072, .ffdhe4096, .ffdhe6144, .ffdhe8192: nil
    }
  }

  /// libcrypto's name of the type of the group's keys.
  var keyType: String {
    switch kind {
    case .montgomery: rawValue.uppercased()
    case .weierstrass: "EC"
    case .finiteField: "DH"
    }
  }

  /// A key without numbers that carries the group, made once.
  var template: LibcryptoKey {
    get throws(CryptoError) {
      guard let template = Self.templates[self] else {
        throw CryptoError(operation: rawValue, reason: "not in this libcrypto", kind: .failed)
      }
      return template
    }
  }

  private static let templates: [Group: LibcryptoKey] = {
    var templates: [Group: LibcryptoKey] = [:]
    for group in allCases where group.kind != .montgomery {
      templates[group] = try? makeTemplate(group)
    }
    return templates
  }()

  private static func makeTemplate(_ group: Group) throws(CryptoError) -> LibcryptoKey {
    var parameters = try ParameterList()
    try parameters.add(OSSL_PKEY_PARAM_GROUP_NAME, text: group.libcryptoName)
    return try parameters.makeKey(type: group.keyType, selection: EVP_PKEY_KEY_PARAMETERS)
  }

  private static let finiteFields: [Group: FiniteFieldGroup] = {
    var fields: [Group: FiniteFieldGroup] = [:]
    for group in allCases where group.kind == .finiteField {
      guard let template = templates[group],
        let prime = try? template.number(OSSL_PKEY_PARAM_FFC_P),
        let generator = try? template.number(OSSL_PKEY_PARAM_FFC_G)
      else { continue }
      fields[group] = FiniteFieldGroup(prime: prime, generator: generator)
    }
    return fields
  }()
}
