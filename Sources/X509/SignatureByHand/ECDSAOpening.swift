import COpenSSL
import CryptoPrimitives

/// ECDSA verified by hand (FIPS 186-5 §6.4.2): with w = 1/s, the point z·w·G + r·w·Q has the
/// x-coordinate r, all modulo the order n of the curve's base point G.
public struct ECDSAOpening: Sendable, Hashable {
  /// The two numbers of the signature, big endian.
  public var r: [UInt8] = []
  public var s: [UInt8] = []
  /// The public key Q, uncompressed.
  public var key: [UInt8] = []
  /// The hash as a number, no longer than the order.
  public var z: [UInt8] = []
  /// z/s and r/s mod n.
  public var u1: [UInt8] = []
  public var u2: [UInt8] = []
  /// The x-coordinate of u1·G + u2·Q, mod n; empty where there is none.
  public var x: [UInt8] = []

  public var holds: Bool { !x.isEmpty && x == r }

  init(
    _ signature: [UInt8], _ key: PublicKey, _ group: Group, _ digest: [UInt8]
  ) throws(X509Error) {
    guard let numbers = Self.numbers(signature) else { return }
    (r, s) = numbers
    self.key = key.encodedPoint
    guard let curve = EC_GROUP_new_by_curve_name(OBJ_txt2nid(group.libcryptoName)) else {
      throw .libcrypto("find the curve")
    }
    defer { EC_GROUP_free(curve) }
    let computation = try Computation()
    let order = try BigNumber()
    guard EC_GROUP_get_order(curve, order.pointer, computation.context) == 1 else {
      throw .libcrypto("find the order of the curve")
    }
    let hash = try Self.leftmost(digest, bits: Int(BN_num_bits(order.pointer)))
    z = hash.bytes
    let (r, s) = (try BigNumber(self.r), try BigNumber(self.s))
    guard !r.isZero, !s.isZero, r < order, s < order else { return }
    let w = try computation.inverse(s, modulo: order)
    let (first, second) = (
      try computation.product(hash, w, modulo: order), try computation.product(r, w, modulo: order)
    )
    (u1, u2) = (first.bytes, second.bytes)
    guard let point = EC_POINT_new(curve), let other = EC_POINT_new(curve) else {
      throw .libcrypto("compute a point")
    }
    defer {
      EC_POINT_free(point)
      EC_POINT_free(other)
    }
    let coordinate = try BigNumber()
    // The point at infinity has no coordinates: then the signature is wrong.
    guard
      EC_POINT_oct2point(curve, other, self.key, self.key.count, computation.context) == 1,
      EC_POINT_mul(
        curve, point, first.pointer, other, second.pointer, computation.context) == 1,
      EC_POINT_get_affine_coordinates(
        curve, point, coordinate.pointer, nil, computation.context) == 1
    else { return }
    x = try computation.remainder(coordinate, modulo: order).bytes
  }

  /// The two numbers of an ECDSA-Sig-Value (RFC 3279 §2.2.3).
  private static func numbers(_ signature: [UInt8]) -> (r: [UInt8], s: [UInt8])? {
    signature.withUnsafeBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return nil }
      var cursor: UnsafePointer<UInt8>? = start
      guard let read = d2i_ECDSA_SIG(nil, &cursor, buffer.count) else { return nil }
      defer { ECDSA_SIG_free(read) }
      guard let cursor, cursor - start == buffer.count, let r = ECDSA_SIG_get0_r(read),
        let s = ECDSA_SIG_get0_s(read), BN_is_negative(r) == 0, BN_is_negative(s) == 0,
        // Only one way to write the two numbers is DER; others would make two signatures of one.
        i2d_ECDSA_SIG(read, nil) == signature.count
      else { return nil }
      func bytes(_ number: OpaquePointer) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: (Int(BN_num_bits(number)) + 7) / 8)
        BN_bn2bin(number, &bytes)
        return bytes
      }
      return (bytes(r), bytes(s))
    }
  }

  /// "The leftmost … bits of the hash": as many as the order has.
  private static func leftmost(_ digest: [UInt8], bits: Int) throws(X509Error) -> BigNumber {
    let number = try BigNumber(digest)
    let excess = digest.count * 8 - bits
    guard excess > 0 else { return number }
    guard BN_rshift(number.pointer, number.pointer, Int32(clamping: excess)) == 1 else {
      throw .libcrypto("compute")
    }
    return number
  }
}

extension PublicKey {
  /// The point on the curve, uncompressed; empty for a key that is none.
  fileprivate var encodedPoint: [UInt8] {
    var encoded: UnsafeMutablePointer<UInt8>?
    let count = EVP_PKEY_get1_encoded_public_key(handle.pointer, &encoded)
    guard count > 0, let encoded else { return [] }
    defer { CRYPTO_free(encoded, "", 0) }
    return Array(UnsafeBufferPointer(start: encoded, count: count))
  }
}
