import Bytes
import Testing

@testable import CryptoPrimitives

@Suite("ML-KEM gives what other implementations give, for a hundred keys")
struct MLKEMAccumulatedTests {
  /// Of ML-KEM-768 the published hash is that of `TestAccumulated` in Go's crypto/mlkem; those of
  /// the others came out of kyber-py 1.2.0, which gives Go's too.
  @Test(
    "Seeds from SHAKE128, and a hash over all results",
    arguments: [
      (MLKEM.mlKEM512, "86b1b4703b8ffef6f7f3290c6dbce4ad954498a0673ded401a94828e8c519a59"),
      (MLKEM.mlKEM768, "1114b1b6699ed191734fa339376afa7e285c9e6acf6ff0177d346696ce564415"),
      (MLKEM.mlKEM1024, "800018fec3e2723f73f1d657fe239b4d5d8782efaade297e8cd448e54cc2ac00"),
    ])
  func accumulated(_ parameters: MLKEM, _ expected: String) throws {
    let rounds = 100
    let roundLength = MLKEM.seedLength + MLKEM.randomLength + parameters.ciphertextLength
    var random = try Keccak(.shake128).output(of: [], count: rounds * roundLength)[...]
    func draw(_ count: Int) -> [UInt8] {
      defer { random = random.dropFirst(count) }
      return Array(random.prefix(count))
    }
    var results: [UInt8] = []
    for _ in 0..<rounds {
      let key = try MLKEM.DecapsulationKey(parameters, seed: draw(MLKEM.seedLength))
      let made = try key.encapsulationKey.encapsulate(m: draw(MLKEM.randomLength))
      #expect(try key.decapsulate(made.ciphertext) == made.secret)
      let rejected = try key.decapsulate(draw(parameters.ciphertextLength))
      results += key.encapsulationKey.bytes + made.ciphertext + made.secret + rejected
    }
    #expect(try Keccak(.shake128).output(of: results, count: 32).hex == expected)
  }
}
