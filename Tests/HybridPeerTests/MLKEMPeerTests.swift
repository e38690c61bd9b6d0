import Bytes
import CryptoPrimitives
import HybridPeer
import Testing

@Suite("ML-KEM agrees with a newer OpenSSL's, both ways")
struct MLKEMPeerTests {
  private static let rounds = 8
  /// Which OpenSSL's Python package has.
  private static let parameterSets = [MLKEM.mlKEM768, .mlKEM1024]

  /// A seed, what each side made of it, and what OpenSSL said.
  private struct Round {
    var key: MLKEM.DecapsulationKey
    var made: MLKEM.Encapsulation
    var answer: MLKEMPeer.Answer
  }

  /// - Parameter alter: what is done to a ciphertext, and to a key, before OpenSSL sees them.
  private func rounds(
    _ parameters: MLKEM, alter: (inout [UInt8], inout [UInt8]) -> Void = { _, _ in }
  ) throws -> [Round] {
    var made: [(MLKEM.DecapsulationKey, MLKEM.Encapsulation)] = []
    var questions: [MLKEMPeer.Question] = []
    for round in 0..<UInt64(Self.rounds) {
      let seed = RandomStream.seeded(round).bytes(MLKEM.seedLength)
      let key = try MLKEM.DecapsulationKey(parameters, seed: seed)
      let encapsulation = try key.encapsulationKey.encapsulate(random: .seeded(round + 100))
      var (ciphertext, publicKey) = (encapsulation.ciphertext, key.encapsulationKey.bytes)
      alter(&ciphertext, &publicKey)
      made.append((key, encapsulation))
      questions.append(
        .init(
          parameters: parameters.name, seed: seed.hex, ciphertext: ciphertext.hex,
          encapsulationKey: publicKey.hex))
    }
    let answers = try MLKEMPeer.ask(questions)
    #expect(answers.count == Self.rounds)
    return zip(made, answers).map { Round(key: $0.0, made: $0.1, answer: $1) }
  }

  @Test("Keys, our ciphertexts there, its ciphertexts here", arguments: parameterSets)
  func agreement(_ parameters: MLKEM) throws {
    for round in try rounds(parameters) {
      #expect(round.answer.encapsulationKey == round.key.encapsulationKey.bytes.hex)
      #expect(round.answer.opened == round.made.secret.hex)
      let digits = try #require(round.answer.ciphertext)
      let ciphertext = try #require([UInt8](hex: digits))
      #expect(try round.key.decapsulate(ciphertext).hex == round.answer.secret)
    }
  }

  @Test("Both reject an altered ciphertext with the same secret", arguments: parameterSets)
  func rejection(_ parameters: MLKEM) throws {
    let alter: (inout [UInt8]) -> Void = { $0[$0.count / 3] ^= 4 }
    for round in try rounds(parameters, alter: { c, _ in alter(&c) }) {
      var ciphertext = round.made.ciphertext
      alter(&ciphertext)
      #expect(try round.key.decapsulate(ciphertext).hex == round.answer.opened)
      #expect(round.answer.opened != round.made.secret.hex)
    }
  }

  @Test("Both refuse a key with a number that is not below q", arguments: parameterSets)
  func modulus(_ parameters: MLKEM) throws {
    // The first number becomes q.
    let alter: (inout [UInt8]) -> Void = {
      $0[0] = 0x01
      $0[1] = $0[1] & 0xF0 | 0x0D
    }
    for round in try rounds(parameters, alter: { _, key in alter(&key) }) {
      #expect(round.answer.secret == nil)
      var bytes = round.key.encapsulationKey.bytes
      alter(&bytes)
      #expect(throws: CryptoError.self) { try MLKEM.EncapsulationKey(parameters, bytes: bytes) }
    }
  }
}
