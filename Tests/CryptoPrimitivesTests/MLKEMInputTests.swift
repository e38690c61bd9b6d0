import Testing

@testable import CryptoPrimitives

@Suite("ML-KEM takes every input that it may be given")
struct MLKEMInputTests {
  private static let altered = MLKEM.all.flatMap { parameters in
    [0, parameters.ciphertextLength / 2, parameters.ciphertextLength - 1].map { (parameters, $0) }
  }

  private func key(_ parameters: MLKEM) throws -> MLKEM.DecapsulationKey {
    try MLKEM.DecapsulationKey(parameters, random: .seeded(1))
  }

  private func expectBadInput(
    _ reason: String, _ body: () throws -> Void,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let error = #expect(throws: CryptoError.self, sourceLocation: sourceLocation) { try body() }
    #expect(error?.kind == .badInput, sourceLocation: sourceLocation)
    #expect(error?.reason == reason, sourceLocation: sourceLocation)
  }

  @Test("The same seed gives the same key, and the same ciphertext", arguments: MLKEM.all)
  func seeded(_ parameters: MLKEM) throws {
    let key = try key(parameters)
    #expect(try self.key(parameters) == key)
    let seed = RandomStream.seeded(1).bytes(64)
    #expect(try MLKEM.DecapsulationKey(parameters, seed: seed) == key)
    let made = try key.encapsulationKey.encapsulate(random: .seeded(2))
    #expect(try key.encapsulationKey.encapsulate(random: .seeded(2)) == made)
    #expect(try key.encapsulationKey.encapsulate(m: RandomStream.seeded(2).bytes(32)) == made)
    #expect(try key.encapsulationKey.encapsulate(random: .seeded(3)) != made)
    #expect(try key.decapsulate(made.ciphertext) == made.secret)
  }

  @Test("Real entropy gives another each time")
  func entropy() throws {
    let key = try MLKEM.DecapsulationKey(.mlKEM768, random: .system)
    #expect(try MLKEM.DecapsulationKey(.mlKEM768, random: .system) != key)
    let made = try key.encapsulationKey.encapsulate(random: .system)
    #expect(try key.encapsulationKey.encapsulate(random: .system) != made)
  }

  @Test("One bit is enough for the implicit rejection, J(z ‖ c)", arguments: altered)
  func implicitRejection(_ parameters: MLKEM, _ place: Int) throws {
    let key = try key(parameters)
    let z = Array(RandomStream.seeded(1).bytes(64).suffix(32))
    let made = try key.encapsulationKey.encapsulate(random: .seeded(2))
    for bit in 0..<8 {
      var ciphertext = made.ciphertext
      ciphertext[place] ^= 1 << UInt8(bit)
      let secret = try key.decapsulate(ciphertext)
      #expect(secret != made.secret)
      #expect(try secret == MLKEM.j(z + ciphertext))
    }
  }

  @Test("Ciphertexts of one repeated byte", arguments: MLKEM.all)
  func extremes(_ parameters: MLKEM) throws {
    let key = try key(parameters)
    for byte: UInt8 in [0, 0x55, 0x80, 0xFF] {
      let ciphertext = [UInt8](repeating: byte, count: parameters.ciphertextLength)
      #expect(try key.decapsulate(ciphertext).count == 32)
    }
  }

  @Test("Every other length (FIPS 203 §7.2, §7.3)", arguments: MLKEM.all)
  func lengths(_ parameters: MLKEM) throws {
    let key = try key(parameters)
    let (ek, dk) = (key.encapsulationKey.bytes, key.bytes)
    let ciphertext = try key.encapsulationKey.encapsulate(random: .seeded(2)).ciphertext
    for (right, other) in [ek, dk, ciphertext].flatMap({ right in
      [0, 1, 31, right.count - 1, right.count + 1].map { (right, resized(right, $0)) }
    }) {
      switch right {
      case ek:
        expectBadInput("an encapsulation key is \(right.count) bytes") {
          _ = try MLKEM.EncapsulationKey(parameters, bytes: other)
        }
      case dk:
        expectBadInput("a decapsulation key is \(right.count) bytes") {
          _ = try MLKEM.DecapsulationKey(parameters, bytes: other)
        }
      default:
        expectBadInput("a ciphertext is \(right.count) bytes") { _ = try key.decapsulate(other) }
      }
    }
    for count in [0, 32, 63, 65] {
      expectBadInput("a seed is 64 bytes") {
        _ = try MLKEM.DecapsulationKey(parameters, seed: [UInt8](repeating: 0, count: count))
      }
      expectBadInput("m is 32 bytes") {
        _ = try key.encapsulationKey.encapsulate(m: [UInt8](repeating: 0, count: count + 1))
      }
    }
  }

  @Test("An encapsulation key with a number of q or more (FIPS 203 §7.2)", arguments: MLKEM.all)
  func modulus(_ parameters: MLKEM) throws {
    for (place, value) in [(0, 3329), (1, 4095), (parameters.k * 256 - 1, 3329)] {
      var key = try key(parameters).encapsulationKey.bytes
      let start = place / 2 * 3
      if place.isMultiple(of: 2) {
        key[start] = UInt8(value & 0xFF)
        key[start + 1] = key[start + 1] & 0xF0 | UInt8(value >> 8)
      } else {
        key[start + 1] = key[start + 1] & 0x0F | UInt8(value & 0x0F) << 4
        key[start + 2] = UInt8(value >> 4)
      }
      expectBadInput("a number of the encapsulation key is not below q") {
        _ = try MLKEM.EncapsulationKey(parameters, bytes: key)
      }
    }
  }

  @Test("A decapsulation key whose hash is not its own (FIPS 203 §7.3)", arguments: MLKEM.all)
  func hash(_ parameters: MLKEM) throws {
    let bytes = try key(parameters).bytes
    let publicStart = parameters.k * MLKEM.polynomialLength
    for place in [publicStart, bytes.count - 65, bytes.count - 64, bytes.count - 33] {
      var altered = bytes
      altered[place] ^= 1
      expectBadInput("the hash in the decapsulation key is not its own") {
        _ = try MLKEM.DecapsulationKey(parameters, bytes: altered)
      }
    }
  }

  private func resized(_ bytes: [UInt8], _ count: Int) -> [UInt8] {
    Array((bytes + [0]).prefix(count))
  }
}
