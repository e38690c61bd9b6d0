import COpenSSL
import COpenSSLShims

extension KeyPair {
  /// X25519 and X448 (RFC 7748): any 32, or 56, bytes are a private key.
  static func makeMontgomery(
    _ group: Group, _ privateKey: [UInt8]
  ) throws(CryptoError) -> KeyPair {
    let operation = "make \(group.keyType) key"
    var length = group.publicKeyLength
    guard privateKey.count == length else {
      throw .badInput(operation, "a private key is \(length) bytes")
    }
    guard let identifier = group.curveIdentifier,
      let pointer = EVP_PKEY_new_raw_private_key(identifier, nil, privateKey, length)
    else { throw .libcrypto(operation) }
    let handle = LibcryptoKey(owning: pointer)
    var publicKey = [UInt8](repeating: 0, count: length)
    guard EVP_PKEY_get_raw_public_key(pointer, &publicKey, &length) == 1,
      length == publicKey.count
    else { throw .libcrypto(operation) }
    return KeyPair(
      group: group, finiteField: nil, privateKey: privateKey, publicKey: publicKey, handle: handle)
  }

  /// A curve of SEC 1: the public point is the private number times the base point.
  static func makeWeierstrass(
    _ group: Group, _ privateKey: [UInt8]
  ) throws(CryptoError) -> KeyPair {
    guard privateKey.count <= group.sharedSecretLength else {
      throw .badInput("make EC key", "private key out of range")
    }
    let point = try publicPoint(group, privateKey)
    var parameters = try ParameterList()
    try parameters.add(OSSL_PKEY_PARAM_GROUP_NAME, text: group.libcryptoName)
    try parameters.add(OSSL_PKEY_PARAM_PUB_KEY, octets: point)
    try parameters.add(OSSL_PKEY_PARAM_PRIV_KEY, number: privateKey)
    let handle = try parameters.makeKey(type: "EC", selection: tlslab_select_key_pair)
    return try KeyPair(group: group, finiteField: nil, handle: handle)
  }

  private static func publicPoint(
    _ group: Group, _ privateKey: [UInt8]
  ) throws(CryptoError) -> [UInt8] {
    guard let identifier = group.curveIdentifier,
      let curve = EC_GROUP_new_by_curve_name(identifier)
    else { throw .libcrypto("make EC key") }
    defer { EC_GROUP_free(curve) }
    let scalar = try makeNumber(privateKey)
    defer { BN_clear_free(scalar) }
    guard BN_is_zero(scalar) == 0, let order = EC_GROUP_get0_order(curve),
      BN_cmp(scalar, order) < 0
    else { throw .badInput("make EC key", "private key out of range") }
    guard let point = EC_POINT_new(curve) else { throw .libcrypto("make EC key") }
    defer { EC_POINT_free(point) }
    var encoded = [UInt8](repeating: 0, count: group.publicKeyLength)
    guard EC_POINT_mul(curve, point, scalar, nil, nil, nil) == 1,
      EC_POINT_point2oct(
        curve, point, POINT_CONVERSION_UNCOMPRESSED, &encoded, encoded.count, nil)
        == encoded.count
    else { throw .libcrypto("make EC key") }
    return encoded
  }
}
