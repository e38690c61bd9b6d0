import COpenSSL
import COpenSSLShims

/// The numbers modulo a prime, as a ServerKeyExchange announces them (RFC 5246 §7.4.3).
public struct FiniteFieldGroup: Sendable, Hashable, Codable {
  /// The modulus, big endian, without leading zeros.
  public let prime: [UInt8]
  /// The generator, big endian, without leading zeros.
  public let generator: [UInt8]

  public init(prime: [UInt8], generator: [UInt8]) {
    self.prime = Array(prime.drop { $0 == 0 })
    self.generator = Array(generator.drop { $0 == 0 })
  }

  /// The name of the group, if it is one of RFC 7919.
  public var named: Group? {
    Group.allCases.first { $0.kind == .finiteField && $0.parameters == self }
  }

  /// Bits of the prime.
  public var bits: Int {
    guard let first = prime.first else { return 0 }
    return prime.count * 8 - first.leadingZeroBitCount
  }

  /// Whether a public value, big endian, lies within 2 … p-2: 0, 1 and p-1 give every secret away
  /// (RFC 7919 §5.1).
  public func contains(_ publicValue: [UInt8]) -> Bool {
    let value = Array(publicValue.drop { $0 == 0 })
    guard let last = prime.last, !value.isEmpty, value != [1] else { return false }
    // A prime is odd, so nothing is borrowed.
    let greatest = prime.dropLast() + [last & 0xfe]
    guard value.count == greatest.count else { return value.count < greatest.count }
    return value.lexicographicallyPrecedes(greatest)
  }

  /// A fresh key pair.
  ///
  /// - Throws: `.badInput` for numbers that libcrypto refuses: an even modulus, one of less than 512
  ///   or more than 10000 bits.
  public func makeKey(random: RandomStream) throws(CryptoError) -> KeyPair {
    if let named { return try named.makeKey(random: random) }
    let template = try template
    let key = try random.use { () throws(CryptoError) in try template.generate() }
    return try KeyPair(group: nil, finiteField: self, handle: key)
  }

  /// The key pair of a private key.
  public func makeKey(privateKey: [UInt8]) throws(CryptoError) -> KeyPair {
    let privateKey = Array(privateKey.drop { $0 == 0 })
    guard !privateKey.isEmpty, privateKey.count <= prime.count else {
      throw .badInput("make DH key", "private key out of range")
    }
    try refuseUnusable()
    let publicKey = try publicNumber(of: privateKey)
    var parameters = try ParameterList()
    try addNumbers(to: &parameters)
    try parameters.add(OSSL_PKEY_PARAM_PUB_KEY, number: publicKey)
    try parameters.add(OSSL_PKEY_PARAM_PRIV_KEY, number: privateKey)
    let key = try parameters.makeKey(type: "DH", selection: tlslab_select_key_pair)
    return KeyPair(
      group: named, finiteField: self, privateKey: privateKey, publicKey: publicKey, handle: key)
  }

  /// libcrypto's own limits, checked before anything costly is computed.
  private func refuseUnusable() throws(CryptoError) {
    guard (512...10_000).contains(bits), let last = prime.last, !last.isMultiple(of: 2) else {
      throw .badInput("DH", "unusable modulus")
    }
    guard generator.count <= prime.count, !generator.isEmpty, generator != [1] else {
      throw .badInput("DH", "unusable generator")
    }
  }

  /// g^x mod p, as long as the prime.
  private func publicNumber(of privateKey: [UInt8]) throws(CryptoError) -> [UInt8] {
    let p = try makeNumber(prime)
    defer { BN_free(p) }
    let g = try makeNumber(generator)
    defer { BN_free(g) }
    let x = try makeNumber(privateKey)
    defer { BN_clear_free(x) }
    guard let y = BN_new() else { throw .libcrypto("make DH key") }
    defer { BN_free(y) }
    guard let context = BN_CTX_new() else { throw .libcrypto("make DH key") }
    defer { BN_CTX_free(context) }
    BN_set_flags(x, BN_FLG_CONSTTIME)
    guard BN_mod_exp(y, g, x, p, context) == 1 else { throw .libcrypto("make DH key", .badInput) }
    return bytes(ofNumber: y, width: prime.count)
  }

  private func addNumbers(to parameters: inout ParameterList) throws(CryptoError) {
    try parameters.add(OSSL_PKEY_PARAM_FFC_P, number: prime)
    try parameters.add(OSSL_PKEY_PARAM_FFC_G, number: generator)
  }

  /// A key without numbers that carries the group.
  var template: LibcryptoKey {
    get throws(CryptoError) {
      try refuseUnusable()
      var parameters = try ParameterList()
      try addNumbers(to: &parameters)
      return try parameters.makeKey(type: "DH", selection: EVP_PKEY_KEY_PARAMETERS)
    }
  }
}
