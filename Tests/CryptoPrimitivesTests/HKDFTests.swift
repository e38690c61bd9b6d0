import Bytes
import CryptoPrimitives
import OpenSSLProgram
import Testing

@Suite("HKDF gives the values of RFC 5869, and those of the openssl program")
struct HKDFTests {
  struct Vector: CustomTestStringConvertible {
    var name: String
    var hash: HashAlgorithm
    var input: String
    var salt = ""
    var info = ""
    var key: String
    var output: String
    var testDescription: String { name }
  }

  /// The bytes from `first` to `last`, in hexadecimal.
  private static func row(_ first: UInt8, _ last: UInt8) -> String { Array(first...last).hex }

  static let ofTheRFC = [
    Vector(
      name: "A.1", hash: .sha256, input: String(repeating: "0b", count: 22), salt: row(0, 0x0c),
      info: row(0xf0, 0xf9),
      key: "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5",
      output: "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"
    ),
    Vector(
      name: "A.2", hash: .sha256, input: row(0, 0x4f), salt: row(0x60, 0xaf), info: row(0xb0, 0xff),
      key: "06a6b88c5853361a06104c9ceb35b45cef760014904671014a193f40c15fc244",
      output: "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac78272"
        + "71cb41c65e590e09da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87"),
    Vector(
      name: "A.3", hash: .sha256, input: String(repeating: "0b", count: 22),
      key: "19ef24a32c717b167f33a91d6f648bdf96596776afdb6377ac434c1c293ccb04",
      output: "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"
    ),
    Vector(
      name: "A.4", hash: .sha1, input: String(repeating: "0b", count: 11), salt: row(0, 0x0c),
      info: row(0xf0, 0xf9), key: "9b6c18c432a7bf8f0e71c8eb88f4b30baa2ba243",
      output: "085a01ea1b10f36933068b56efa5ad81a4f14b822f5b091568a9cdd4f155fda2c22e422478d305f3f896"
    ),
    Vector(
      name: "A.5", hash: .sha1, input: row(0, 0x4f), salt: row(0x60, 0xaf), info: row(0xb0, 0xff),
      key: "8adae09a2a307059478d309b26c4115a224cfaf6",
      output: "0bd770a74d1160f7c9f12cd5912a06ebff6adcae899d92191fe4305673ba2ffe8fa3f1a4e5ad79f3"
        + "f334b3b202b2173c486ea37ce3d397ed034c7f9dfeb15c5e927336d0441f4c4300e2cff0d0900b52d3b4"),
    Vector(
      name: "A.6", hash: .sha1, input: String(repeating: "0b", count: 22),
      key: "da8c8a73c7fa77288ec6f5e7c297786aa0d32d01",
      output: "0ac1af7002b3d761d1e55298da9d0506b9ae52057220a306e07b6b87e8df21d0ea00033de03984d34918"
    ),
    Vector(
      name: "A.7", hash: .sha1, input: String(repeating: "0c", count: 22),
      key: "2adccada18779e7c2077ad2eb19d3f3e731385dd",
      output: "2c91117204d745f3500d636a62f64f0ab3bae548aa53d423b0d1f27ebba6f5e5673a081d70cce7acfc48"
    ),
  ]

  @Test(arguments: ofTheRFC)
  func theRFC(vector: Vector) throws {
    let key = try vector.hash.hkdfExtract(
      salt: hex(vector.salt), inputKeyingMaterial: hex(vector.input))
    #expect(key.hex == vector.key)
    let output = try vector.hash.hkdfExpand(
      key, info: hex(vector.info), count: vector.output.count / 2)
    #expect(output.hex == vector.output)
  }

  /// The output of `openssl kdf … HKDF`.
  private func program(
    _ hash: HashAlgorithm, _ mode: String, _ options: [String], count: Int
  ) throws -> [UInt8] {
    let options = ["digest:\(hash.rawValue)", "mode:\(mode)"] + options
    return try OpenSSLProgram.run(
      ["kdf", "-binary", "-keylen", "\(count)"] + options.flatMap { ["-kdfopt", $0] } + ["HKDF"])
  }

  @Test(arguments: HashAlgorithm.allCases)
  func theProgramAgrees(hash: HashAlgorithm) throws {
    let random = RandomStream.seeded(5)
    let salt = random.substream("salt").bytes(70)
    let input = random.substream("input").bytes(200)
    let info = random.substream("info").bytes(50)
    let key = try hash.hkdfExtract(salt: salt, inputKeyingMaterial: input)
    #expect(
      try program(
        hash, "EXTRACT_ONLY", ["hexkey:\(input.hex)", "hexsalt:\(salt.hex)"], count: hash.length)
        == key)
    let edges = [1, hash.length, hash.length + 1, hash.longestExpansion]
    for count in edges {
      #expect(
        try program(
          hash, "EXPAND_ONLY", ["hexkey:\(key.hex)", "hexinfo:\(info.hex)"], count: count)
          == hash.hkdfExpand(key, info: info, count: count))
    }
  }

  @Test(arguments: HashAlgorithm.allCases)
  func lengthsOutOfRangeAreRefused(hash: HashAlgorithm) throws {
    #expect(try hash.hkdfExpand([1], info: [], count: 0) == [])
    for count in [-1, hash.longestExpansion + 1, Int.max, Int.min] {
      let error = #expect(throws: CryptoError.self) {
        try hash.hkdfExpand([1], info: [], count: count)
      }
      #expect(error?.kind == .badInput)
    }
    // RFC 5869 §2.2: no salt stands for a digest's length of zeros; no input is an input.
    let zeros = [UInt8](repeating: 0, count: hash.length)
    #expect(
      try hash.hkdfExtract(salt: [], inputKeyingMaterial: [])
        == hash.hkdfExtract(salt: zeros, inputKeyingMaterial: []))
  }
}
