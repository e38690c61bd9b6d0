import CryptoPrimitives

/// RSASSA-PKCS1-v1_5 turned back (RFC 8017 §8.2.2): s^e mod n is a block of padding and hash.
public struct PKCS1Opening: Sendable, Hashable {
  /// The public exponent e and the modulus n, big endian.
  public var exponent: [UInt8]
  public var modulus: [UInt8]
  /// s^e mod n, as long as the modulus; empty if the signature is no number below it.
  public var block: [UInt8]
  /// The bytes of `block` that are ff.
  public var padding: Range<Int>
  /// What stands behind the padding: DigestInfo, which names the hash function and holds the hash.
  public var digestInfo: [UInt8]
  /// The beginning that DigestInfo has for the hash that the certificate names.
  public var expectedPrefix: [UInt8]

  init(_ signature: [UInt8], _ key: PublicKey, _ hash: HashAlgorithm) throws(X509Error) {
    let opened = try RSABlock(signature, key)
    (exponent, modulus, block) = (opened.exponent, opened.modulus, opened.block)
    expectedPrefix = hash.digestInfoPrefix
    let end = block.dropFirst(2).firstIndex { $0 != 0xff } ?? block.endIndex
    padding = min(2, end)..<end
    let isPadded =
      block.starts(with: [0, 1]) && padding.count >= 8 && end < block.endIndex && block[end] == 0
    digestInfo = isPadded ? Array(block[(end + 1)...]) : []
  }

  /// Whether padding and DigestInfo are as they must be.
  public var isWellFormed: Bool { digestInfo.starts(with: expectedPrefix) && !digestInfo.isEmpty }

  /// The hash that was signed.
  public var hash: [UInt8] { isWellFormed ? Array(digestInfo[expectedPrefix.count...]) : [] }

  func holds(_ digest: [UInt8]) -> Bool { isWellFormed && hash == digest }
}

/// RSASSA-PSS turned back (RFC 8017 §9.1.2): the block hides a salt under a mask that grows out of a
/// hash of hash and salt.
public struct PSSOpening: Sendable, Hashable {
  public var exponent: [UInt8]
  public var modulus: [UInt8]
  /// s^e mod n.
  public var block: [UInt8]
  /// H, as it stands in the block.
  public var hash: [UInt8]
  /// The salt that was under the mask.
  public var salt: [UInt8]
  /// H', computed from eight zeros, the hash of what is signed, and the salt.
  public var recomputed: [UInt8]
  /// Whether what surrounds the salt is as it must be.
  public var isWellFormed: Bool

  public var holds: Bool { isWellFormed && hash == recomputed }

  init(
    _ signature: [UInt8], _ key: PublicKey, _ algorithm: HashAlgorithm, _ digest: [UInt8]
  ) throws(X509Error) {
    let opened = try RSABlock(signature, key)
    (exponent, modulus, block) = (opened.exponent, opened.modulus, opened.block)
    (hash, salt, recomputed, isWellFormed) = ([], [], [], false)
    // One bit less than the modulus has; where that is a whole number of bytes, a byte less.
    let bits = modulus.count * 8 - (modulus.first.map { $0.leadingZeroBitCount } ?? 0) - 1
    let length = (bits + 7) / 8
    let encoded = block.suffix(length)
    let maskLength = length - algorithm.length - 1
    guard encoded.count == length, maskLength > 0, encoded.last == 0xbc else { return }
    hash = Array(encoded.dropFirst(maskLength).prefix(algorithm.length))
    do throws(CryptoError) {
      let mask = try algorithm.mask(hash, maskLength)
      var data = zip(encoded, mask).map { $0 ^ $1 }
      let spare = 8 * length - bits
      let clear = UInt8(truncatingIfNeeded: 0xff >> spare)
      let isClear = encoded.first.map { $0 & ~clear == 0 } ?? false
      data[0] &= clear
      guard let one = data.firstIndex(where: { $0 != 0 }), data[one] == 1 else { return }
      salt = Array(data[(one + 1)...])
      recomputed = try algorithm.digest([UInt8](repeating: 0, count: 8) + digest + salt)
      isWellFormed = isClear
    } catch {
      throw X509Error(error)
    }
  }
}

/// s^e mod n, with the numbers that it came from.
private struct RSABlock {
  var exponent: [UInt8]
  var modulus: [UInt8]
  var block: [UInt8]

  init(_ signature: [UInt8], _ key: PublicKey) throws(X509Error) {
    let (n, e, s) = (try key.number("n"), try key.number("e"), try BigNumber(signature))
    modulus = n.bytes
    exponent = e.bytes
    // "If the signature representative is not between 0 and n - 1" (§5.2.2), or of another length.
    guard signature.count == modulus.count, s < n else {
      block = []
      return
    }
    block = try Computation().power(s, e, modulo: n).bytes(modulus.count) ?? []
  }
}

extension HashAlgorithm {
  /// The DER of DigestInfo up to the hash (RFC 8017 §9.2, note 1).
  fileprivate var digestInfoPrefix: [UInt8] {
    let sha2: [UInt8] = [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02]
    let identifier: [UInt8] =
      switch self {
      case .md5: [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x02, 0x05]
      case .sha1: [0x2b, 0x0e, 0x03, 0x02, 0x1a]
      case .sha256: sha2 + [1]
      case .sha384: sha2 + [2]
      case .sha512: sha2 + [3]
      }
    let algorithm = [0x06, UInt8(identifier.count)] + identifier + [0x05, 0x00]
    let head = [0x30, UInt8(algorithm.count)] + algorithm + [0x04, UInt8(length)]
    return [0x30, UInt8(head.count + length)] + head
  }

  /// MGF1 (RFC 8017 §B.2.1): hashes of the seed with a counter behind it, one after the other.
  fileprivate func mask(_ seed: [UInt8], _ count: Int) throws(CryptoError) -> [UInt8] {
    var mask: [UInt8] = []
    var counter: UInt32 = 0
    while mask.count < count {
      let bytes = (0..<4).map { UInt8(truncatingIfNeeded: counter >> (24 - 8 * $0)) }
      mask += try digest(seed + bytes)
      counter += 1
    }
    return Array(mask.prefix(count))
  }
}
