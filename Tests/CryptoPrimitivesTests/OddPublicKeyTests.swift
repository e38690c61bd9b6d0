import CryptoPrimitives
import Testing

@Suite("A peer's odd public key is refused, never a trap")
struct OddPublicKeyTests {
  @Test(arguments: Group.allCases)
  func everyLengthButTheRightOne(group: Group) throws {
    let mine = try group.makeKey(random: .seeded(1))
    let peer = try group.makeKey(random: .seeded(2)).publicKey
    let tooLong = peer + [0]
    for bytes in peer.indices.map({ Array(peer.prefix($0)) }) + [tooLong, tooLong + peer] {
      // A shorter number of a finite field is another number, not another length.
      if group.kind == .finiteField, bytes.count <= peer.count { continue }
      let error = #expect(throws: CryptoError.self) { try mine.sharedSecret(with: bytes) }
      #expect(error?.kind == .badInput)
    }
  }

  @Test(arguments: [Group.secp256r1, .secp384r1, .secp521r1])
  func aPointBesideTheCurve(group: Group) throws {
    let mine = try group.makeKey(random: .seeded(1))
    let peer = try group.makeKey(random: .seeded(2)).publicKey
    for index in peer.indices {
      var changed = peer
      changed[index] ^= 1
      #expect(throws: CryptoError.self) { try mine.sharedSecret(with: changed) }
    }
    // Infinity, and the compressed form that TLS forbids (RFC 8422 §5.1.2).
    let half = group.sharedSecretLength
    let compressed = [2 + ((peer.last ?? 0) & 1)] + Array(peer[1...half])
    for odd: [UInt8] in [[0], compressed] {
      #expect(throws: CryptoError.self) { try mine.sharedSecret(with: odd) }
    }
  }

  /// RFC 7748 §6.1: points of small order give zero, whatever the private key.
  @Test func x25519PointsOfSmallOrder() throws {
    let mine = try Group.x25519.makeKey(random: .seeded(1))
    let order8 = try hex("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800")
    for point in [[UInt8](repeating: 0, count: 32), [1] + [UInt8](repeating: 0, count: 31), order8]
    {
      #expect(throws: CryptoError.self) { try mine.sharedSecret(with: point) }
    }
  }

  /// RFC 7748 §6.2: 0, 1 and p - 1 (2^448 - 2^224 - 2), little endian.
  @Test func x448PointsOfSmallOrder() throws {
    let mine = try Group.x448.makeKey(random: .seeded(1))
    let zeros = [UInt8](repeating: 0, count: 55)
    let ones = [UInt8](repeating: 0xff, count: 27)
    for point in [[0] + zeros, [1] + zeros, [0xfe] + ones + [0xfe] + ones] {
      #expect(throws: CryptoError.self) { try mine.sharedSecret(with: point) }
    }
  }

  /// RFC 7919 §5.1: 1 < Y < p - 1.
  @Test(arguments: [Group.ffdhe2048, .ffdhe3072, .ffdhe4096])
  func numbersThatGiveNothingAway(group: Group) throws {
    let mine = try group.makeKey(random: .seeded(1))
    let prime = try #require(group.parameters).prime
    var below = prime
    below[below.count - 1] -= 1
    let full = [UInt8](repeating: 0xff, count: prime.count)
    for number: [UInt8] in [[], [0], [1], below, prime, full] {
      #expect(throws: CryptoError.self) { try mine.sharedSecret(with: number) }
    }
    #expect(try mine.sharedSecret(with: [2]).count == prime.count)
  }

  @Test(arguments: [
    ([UInt8](), [UInt8]()), ([0], [2]), ([23], [5]), ([UInt8](repeating: 0xff, count: 2000), [2]),
    ([UInt8](repeating: 0xfe, count: 256), [2]), ([UInt8](repeating: 0xff, count: 256), []),
    ([UInt8](repeating: 0xff, count: 256), [1]),
    ([UInt8](repeating: 0xff, count: 256), [UInt8](repeating: 0xff, count: 257)),
  ])
  func parametersThatCannotServe(prime: [UInt8], generator: [UInt8]) throws {
    let field = FiniteFieldGroup(prime: prime, generator: generator)
    #expect(throws: CryptoError.self) { try field.makeKey(random: .seeded(1)) }
    #expect(throws: CryptoError.self) { try field.makeKey(privateKey: [3]) }
  }

  @Test(arguments: Group.allCases)
  func privateBytesThatAreNoKey(group: Group) throws {
    let long = [UInt8](repeating: 0xff, count: 1100)
    for bytes in [[], long, long + long] {
      #expect(throws: CryptoError.self) { try KeyPair.make(group: group, privateKey: bytes) }
    }
    guard group.kind == .weierstrass else { return }
    let order = [UInt8](repeating: 0xff, count: group.sharedSecretLength)
    for bytes in [[0], order] {
      #expect(throws: CryptoError.self) { try KeyPair.make(group: group, privateKey: bytes) }
    }
    #expect(try KeyPair.make(group: group, privateKey: [1]).privateKey.count == order.count)
  }
}
