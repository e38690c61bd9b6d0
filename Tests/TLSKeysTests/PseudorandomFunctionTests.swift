import Bytes
import CryptoPrimitives
import OpenSSLProgram
import TLSKeys
import Testing

@Suite("The pseudorandom function gives what others give")
struct PseudorandomFunctionTests {
  /// Published by the TLS working group's mailing list, and used by many implementations.
  struct Vector: Sendable {
    var hash: HashAlgorithm
    var secret: String
    var seed: String
    var output: String
  }

  static let vectors = [
    Vector(
      hash: .sha256, secret: "9bbe436ba940f017b17652849a71db35",
      seed: "a0ba9f936cda311827a6f796ffd5198c",
      output: """
        e3f229ba727be17b8d122620557cd453c2aab21d07c3d495329b52d4e61edb5a6b301791e90d35c9c9a46b4e14ba\
        f9af0fa022f7077def17abfd3797c0564bab4fbc91666e9def9b97fce34f796789baa48082d122ee42c5a72e5a51\
        10fff70187347b66
        """),
    Vector(
      hash: .sha384, secret: "b80b733d6ceefcdc71566ea48e5567df",
      seed: "cd665cf6a8447dd6ff8b27555edb7465",
      output: """
        7b0c18e9ced410ed1804f2cfa34a336a1c14dffb4900bb5fd7942107e81c83cde9ca0faa60be9fe34f82b1233c91\
        46a0e534cb400fed2700884f9dc236f80edd8bfa961144c9e8d792eca722a7b32fc3d416d473ebc2c5fd4abfdad0\
        5d9184259b5bf8cd4d90fa0d31e2dec479e4f1a26066f2eea9a69236a3e52655c9e9aee691c8f3a26854308d5eaa\
        3be85e0990703d73e56f
        """),
  ]

  @Test(arguments: vectors) func vector(_ vector: Vector) throws {
    let expected = try #require([UInt8](hex: vector.output))
    let output = try PseudorandomFunction.output(
      hash: vector.hash, secret: #require([UInt8](hex: vector.secret)), label: "test label",
      seed: #require([UInt8](hex: vector.seed)), count: expected.count)
    #expect(output == expected)
  }

  @Test(
    "Every length, as the openssl program computes it", arguments: [1, 31, 32, 33, 48, 104, 500])
  func lengths(_ count: Int) throws {
    for hash in [HashAlgorithm.sha256, .sha384] {
      let secret = RandomStream.seeded(1).bytes(48)
      let seed = RandomStream.seeded(2).bytes(64)
      let output = try PseudorandomFunction.output(
        hash: hash, secret: secret, label: "key expansion", seed: seed, count: count)
      let printed = try OpenSSLProgram.text([
        "kdf", "-keylen", "\(count)", "-kdfopt", "digest:\(hash.rawValue)",
        "-kdfopt", "hexsecret:\(secret.hex)",
        "-kdfopt", "hexseed:\((Array("key expansion".utf8) + seed).hex)", "TLS1-PRF",
      ])
      #expect(printed.filter(\.isHexDigit).lowercased() == output.hex)
    }
  }
}
