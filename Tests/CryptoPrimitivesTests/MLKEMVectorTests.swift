import Bytes
import CryptoPrimitives
import Foundation
import Testing

@Suite("ML-KEM gives what NIST's vectors say")
struct MLKEMVectorTests {
  @Test("Key generation", arguments: try ACVP.read().keyGen)
  func keyGeneration(_ test: ACVP.KeyGeneration) throws {
    let parameters = try test.parameterSet.mlKEM
    let key = try MLKEM.DecapsulationKey(parameters, seed: test.d.bytes + test.z.bytes)
    #expect(key.encapsulationKey.bytes == test.ek.bytes)
    #expect(key.bytes == test.dk.bytes)
    #expect(key.encapsulationKey.bytes.count == parameters.encapsulationKeyLength)
    #expect(key.bytes.count == parameters.decapsulationKeyLength)
    #expect(try MLKEM.DecapsulationKey(parameters, bytes: key.bytes) == key)
  }

  @Test("Encapsulation", arguments: try ACVP.read().encapsulation)
  func encapsulation(_ test: ACVP.Encapsulation) throws {
    let parameters = try test.parameterSet.mlKEM
    let key = try MLKEM.EncapsulationKey(parameters, bytes: test.ek.bytes)
    let made = try key.encapsulate(m: test.m.bytes)
    #expect(made.ciphertext == test.c.bytes)
    #expect(made.secret == test.k.bytes)
    #expect(made.ciphertext.count == parameters.ciphertextLength)
    #expect(made.secret.count == MLKEM.secretLength)
  }

  @Test("Decapsulation, of altered ciphertexts too", arguments: try ACVP.read().decapsulation)
  func decapsulation(_ group: ACVP.DecapsulationGroup) throws {
    let key = try MLKEM.DecapsulationKey(group.parameterSet.mlKEM, bytes: group.dk.bytes)
    for test in group.tests {
      #expect(
        try key.decapsulate(test.c.bytes) == test.k.bytes, "\(test.tcId), \(test.reason)")
    }
  }
}

/// The first vectors of each parameter set in usnistgov/ACVP-Server,
/// gen-val/json-files/ML-KEM-keyGen-FIPS203 and ML-KEM-encapDecap-FIPS203
/// (internalProjection.json), as the source of kyber-py 1.2.0 on PyPI carries them.
struct ACVP: Decodable {
  struct KeyGeneration: Decodable, CustomTestStringConvertible {
    var tcId: Int
    var parameterSet: ParameterSet
    var d: Hexadecimal
    var z: Hexadecimal
    var ek: Hexadecimal
    var dk: Hexadecimal

    var testDescription: String { "\(parameterSet.name) \(tcId)" }
  }

  struct Encapsulation: Decodable, CustomTestStringConvertible {
    var tcId: Int
    var parameterSet: ParameterSet
    var ek: Hexadecimal
    var m: Hexadecimal
    var c: Hexadecimal
    var k: Hexadecimal

    var testDescription: String { "\(parameterSet.name) \(tcId)" }
  }

  struct DecapsulationGroup: Decodable, CustomTestStringConvertible {
    struct Case: Decodable {
      var tcId: Int
      var reason: String
      var c: Hexadecimal
      var k: Hexadecimal
    }

    var parameterSet: ParameterSet
    var dk: Hexadecimal
    var tests: [Case]

    var testDescription: String { parameterSet.name }
  }

  struct ParameterSet: Decodable {
    var name: String

    init(from decoder: any Decoder) throws {
      name = try decoder.singleValueContainer().decode(String.self)
    }

    var mlKEM: MLKEM {
      get throws { try #require(MLKEM.all.first { $0.name == name }) }
    }
  }

  struct Hexadecimal: Decodable {
    var bytes: [UInt8]

    init(from decoder: any Decoder) throws {
      bytes = try #require([UInt8](hex: decoder.singleValueContainer().decode(String.self)))
    }
  }

  var keyGen: [KeyGeneration]
  var encapsulation: [Encapsulation]
  var decapsulation: [DecapsulationGroup]

  static func read() throws -> ACVP {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("acvp/ml-kem.json")
    return try JSONDecoder().decode(ACVP.self, from: Data(contentsOf: file))
  }
}

extension MLKEM: CustomTestStringConvertible {
  public var testDescription: String { name }

  static let all = [mlKEM512, mlKEM768, mlKEM1024]
}
