import Bytes
import Testing

@testable import CryptoPrimitives

@Suite("ML-KEM gives what other implementations give, for many keys")
struct MLKEMAccumulatedTests {
  /// The hash of a hundred keys of ML-KEM-768 is published: `TestAccumulated` in Go's crypto/mlkem
  /// has it. Those of ten keys of the others came out of kyber-py 1.2.0, which gives Go's too.
  @Test(
    "Seeds from SHAKE128, and a hash over all results",
    arguments: [
      (MLKEM.mlKEM512, 10, "4dfc0763671ffc6fac05500debfc30e2f46ed9b2e98c3eeefd7c5f513733b345"),
      (MLKEM.mlKEM768, 100, "1114b1b6699ed191734fa339376afa7e285c9e6acf6ff0177d346696ce564415"),
      (MLKEM.mlKEM1024, 10, "27afc271af270f79af1d5d10a00e0c1fa603b4db8f818e7e421485f407c69057"),
    ])
  func accumulated(_ parameters: MLKEM, _ rounds: Int, _ expected: String) throws {
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
