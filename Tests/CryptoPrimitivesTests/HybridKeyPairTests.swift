import CryptoPrimitives
import Foundation
import Testing

@Suite("X25519MLKEM768 joins two secrets")
struct HybridKeyPairTests {
  private func pair(x25519: [UInt8] = [UInt8](repeating: 9, count: 32)) throws -> HybridKeyPair {
    try .make(privateKey: MLKEMVector.seed + x25519)
  }

  @Test("The client's key is the one that OpenSSL makes of the same seed")
  func knownKey() throws {
    let x25519 = try KeyPair.make(group: .x25519, privateKey: [UInt8](repeating: 9, count: 32))
    #expect(MLKEMVector.publicKey.count == 1184)
    #expect(try pair().publicKey == MLKEMVector.publicKey + x25519.publicKey)
    #expect(try pair().classicalKey == x25519)
  }

  @Test("What OpenSSL encapsulated comes out, ML-KEM's part first")
  func knownCiphertext() throws {
    let server = try Group.x25519.makeKey(random: .seeded(5))
    let classical = try server.sharedSecret(with: pair().classicalKey.publicKey)
    let secret = try pair().sharedSecret(from: MLKEMVector.ciphertext + server.publicKey)
    #expect(secret == MLKEMVector.secret + classical)
    #expect(secret.count == HybridKeyPair.sharedSecretLength)
  }

  @Test("An altered ciphertext gives the secret of FIPS 203's implicit rejection")
  func implicitRejection() throws {
    let server = try Group.x25519.makeKey(random: .seeded(5))
    var ciphertext = MLKEMVector.ciphertext
    ciphertext[0] ^= 1
    let secret = try pair().sharedSecret(from: ciphertext + server.publicKey)
    #expect(Array(secret.prefix(32)) == MLKEMVector.secretOfAltered)
  }

  @Test("Both sides agree, and a pair made again from its bytes as well")
  func agreement() throws {
    let client = try HybridKeyPair.make(random: .seeded(1))
    #expect(try HybridKeyPair.make(random: .seeded(1)) == client)
    #expect(client.privateKey == RandomStream.seeded(1).bytes(96))
    #expect(client.publicKey.count == HybridKeyPair.clientShareLength)
    let server = try HybridKeyPair.encapsulate(to: client.publicKey, random: .seeded(2))
    #expect(server.share.count == HybridKeyPair.serverShareLength)
    #expect(try client.sharedSecret(from: server.share) == server.sharedSecret)
    #expect(server.classicalKey.privateKey == RandomStream.seeded(2).bytes(32))
    #expect(Array(server.share.suffix(32)) == server.classicalKey.publicKey)
    let again = try HybridKeyPair.make(privateKey: client.privateKey)
    #expect(try again.sharedSecret(from: server.share) == server.sharedSecret)
  }

  @Test("The same seed gives the same share; m is the 32 bytes after X25519's key")
  func seeded() throws {
    let client = try HybridKeyPair.make(random: .seeded(1))
    let one = try HybridKeyPair.encapsulate(to: client.publicKey, random: .seeded(2))
    #expect(try HybridKeyPair.encapsulate(to: client.publicKey, random: .seeded(2)) == one)
    let key = try MLKEM.EncapsulationKey(.mlKEM768, bytes: Array(client.publicKey.prefix(1184)))
    let made = try key.encapsulate(m: Array(RandomStream.seeded(2).bytes(64).suffix(32)))
    #expect(Array(one.share.prefix(1088)) == made.ciphertext)
    #expect(Array(one.sharedSecret.prefix(32)) == made.secret)
  }

  @Test("An X25519 key that is used again does not make ML-KEM's part the same again")
  func reusedClassicalKey() throws {
    let client = try HybridKeyPair.make(random: .seeded(1))
    let made = try [UInt64(2), 3].map {
      try HybridKeyPair.encapsulate(
        to: client.publicKey, random: .seeded($0), classicalRandom: .seeded(4))
    }
    #expect(made[0].classicalKey == made[1].classicalKey)
    #expect(made[0].classicalKey.privateKey == RandomStream.seeded(4).bytes(32))
    #expect(made[0].share.prefix(1088) != made[1].share.prefix(1088))
    #expect(made[0].sharedSecret.prefix(32) != made[1].sharedSecret.prefix(32))
    for made in made { #expect(try client.sharedSecret(from: made.share) == made.sharedSecret) }
  }

  @Test("Saved and read back")
  func codable() throws {
    let client = try HybridKeyPair.make(random: .seeded(1))
    let saved = try JSONEncoder().encode([client])
    #expect(try JSONDecoder().decode([HybridKeyPair].self, from: saved) == [client])
    for text in ["[\"00\"]", "[\"zz\"]", "[\"\"]", "[1]"] {
      #expect(throws: DecodingError.self) {
        try JSONDecoder().decode([HybridKeyPair].self, from: Data(text.utf8))
      }
    }
    let server = try HybridKeyPair.encapsulate(to: client.publicKey, random: .seeded(2))
    let kept = try JSONEncoder().encode(server)
    #expect(try JSONDecoder().decode(HybridEncapsulation.self, from: kept) == server)
  }
}

@Suite("X25519MLKEM768 refuses what does not fit")
struct HybridInputTests {
  private let client: HybridKeyPair
  private let share: [UInt8]

  init() throws {
    client = try .make(random: .seeded(1))
    share = try HybridKeyPair.encapsulate(to: client.publicKey, random: .seeded(2)).share
  }

  private func expectBadInput(
    _ body: () throws -> Void, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let error = #expect(throws: CryptoError.self, sourceLocation: sourceLocation) { try body() }
    #expect(error?.kind == .badInput, sourceLocation: sourceLocation)
  }

  @Test("Every other length")
  func lengths() {
    for count in [0, 1, 32, 1088, 1119, 1121, 1216] {
      expectBadInput { _ = try client.sharedSecret(from: resized(share, count)) }
    }
    for count in [0, 1, 32, 1120, 1184, 1215, 1217] {
      expectBadInput {
        _ = try HybridKeyPair.encapsulate(
          to: resized(client.publicKey, count), random: .seeded(1))
      }
    }
    for count in [0, 32, 64, 95, 97] {
      expectBadInput { _ = try HybridKeyPair.make(privateKey: resized(client.privateKey, count)) }
    }
  }

  @Test("Every truncation of both shares")
  func truncations() {
    for count in stride(from: 0, to: share.count, by: 7) {
      expectBadInput { _ = try client.sharedSecret(from: Array(share.prefix(count))) }
      expectBadInput {
        _ = try HybridKeyPair.encapsulate(
          to: Array(client.publicKey.prefix(count)), random: .seeded(1))
      }
    }
  }

  @Test("An encapsulation key with a number of q or more (FIPS 203 §7.2)", arguments: 0..<768)
  func modulus(index: Int) {
    // Two numbers of 12 bits in three bytes, least significant bits first.
    var key = client.publicKey
    let place = index / 2 * 3
    let value = 3329 + index * 767 / 768
    if index.isMultiple(of: 2) {
      key[place] = UInt8(value & 0xFF)
      key[place + 1] = key[place + 1] & 0xF0 | UInt8(value >> 8)
    } else {
      key[place + 1] = key[place + 1] & 0x0F | UInt8(value & 0x0F) << 4
      key[place + 2] = UInt8(value >> 4)
    }
    expectBadInput { _ = try HybridKeyPair.encapsulate(to: key, random: .seeded(1)) }
  }

  @Test("An X25519 key that gives zero (RFC 7748 §6.1), on either side")
  func zero() {
    let zero = [UInt8](repeating: 0, count: 32)
    expectBadInput { _ = try client.sharedSecret(from: Array(share.prefix(1088)) + zero) }
    expectBadInput {
      _ = try HybridKeyPair.encapsulate(
        to: Array(client.publicKey.prefix(1184)) + zero, random: .seeded(1))
    }
  }

  @Test("Altered shares give another secret or an error, never the same and never a trap")
  func mutations() throws {
    let secret = try client.sharedSecret(from: share)
    for place in stride(from: 0, to: share.count - 1, by: 13) {
      var altered = share
      altered[place] ^= 0x10
      #expect((try? client.sharedSecret(from: altered)) != secret)
    }
    for place in stride(from: 0, to: client.publicKey.count - 1, by: 13) {
      var altered = client.publicKey
      altered[place] ^= 0x10
      let made = try? HybridKeyPair.encapsulate(to: altered, random: .seeded(3))
      guard let made else { continue }
      #expect(try client.sharedSecret(from: made.share) != made.sharedSecret)
    }
  }

  private func resized(_ bytes: [UInt8], _ count: Int) -> [UInt8] {
    Array((bytes + bytes).prefix(count))
  }
}
