import CryptoPrimitives
import Testing

@Suite("A key that seals and opens many messages")
struct AEADKeyTests {
  @Test("Every message comes out as by a key of its own", arguments: AEADAlgorithm.allCases)
  func many(_ algorithm: AEADAlgorithm) throws {
    let random = RandomStream.seeded(8)
    let bytes = random.substream("key").bytes(algorithm.keyLength)
    let key = try AEADKey(algorithm, key: bytes)
    for (number, count) in [0, 1, 15, 16, 17, 100, 16_384].enumerated() {
      let nonce = random.substream("nonce \(number)").bytes(algorithm.nonceLength)
      let text = random.substream("text").bytes(count)
      let data = random.substream("data").bytes(13)
      let trailer: [UInt8] = number.isMultiple(of: 2) ? [] : [23, 0, 0]
      let sealed = try key.seal(
        text[...], trailer, nonce: nonce, additionalData: data, after: [1, 2, 3])
      let alone = try algorithm.seal(
        text + trailer, key: bytes, nonce: nonce, additionalData: data)
      #expect(sealed == [1, 2, 3] + alone)
      let opened = try key.open(sealed.dropFirst(3), nonce: nonce, additionalData: data)
      #expect(opened == text + trailer)
      var changed = sealed
      changed[sealed.count - 1] ^= 1
      #expect(throws: CryptoError.self) {
        try key.open(changed.dropFirst(3), nonce: nonce, additionalData: data)
      }
      #expect(try key.open(alone[...], nonce: nonce, additionalData: data) == text + trailer)
    }
  }

  @Test("Lengths that don't fit", arguments: AEADAlgorithm.allCases)
  func lengths(_ algorithm: AEADAlgorithm) throws {
    let bytes = [UInt8](repeating: 1, count: algorithm.keyLength)
    #expect(throws: CryptoError.self) { try AEADKey(algorithm, key: bytes + [1]) }
    let key = try AEADKey(algorithm, key: bytes)
    let nonce = [UInt8](repeating: 2, count: algorithm.nonceLength)
    #expect(throws: CryptoError.self) {
      try key.seal([1], nonce: nonce + [1], additionalData: [])
    }
    #expect(throws: CryptoError.self) { try key.open([1], nonce: nonce, additionalData: []) }
    #expect(throws: CryptoError.self) { try key.open([], nonce: [], additionalData: []) }
  }

  @Test("HMAC from several threads at once is that of one", arguments: HashAlgorithm.allCases)
  func hmacs(_ hash: HashAlgorithm) async throws {
    let expected = try (0..<20).map { try hash.hmac([UInt8($0)], key: [UInt8($0), 1]) }
    let found = try await withThrowingTaskGroup(of: (Int, [UInt8]).self) { group in
      for number in 0..<200 {
        group.addTask {
          (number % 20, try hash.hmac([UInt8(number % 20)], key: [UInt8(number % 20), 1]))
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(found.allSatisfy { expected[$0.0] == $0.1 })
  }
}
