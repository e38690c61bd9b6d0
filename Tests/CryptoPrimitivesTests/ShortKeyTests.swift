import CryptoPrimitives
import OpenSSLProgram
import Testing

@Suite("What a short RSA key can sign is what the openssl program signs with it")
struct ShortKeyTests {
  /// About the least length of each: RFC 8017 §9.1.1 and §9.2.
  private static let lengths = [
    512, 520, 521, 522, 528, 529, 623, 624, 625, 751, 752, 753, 777, 778, 1033, 1034,
  ]

  @Test(arguments: lengths, [HashAlgorithm.sha1, .sha256, .sha384, .sha512])
  func fits(bits: Int, hash: HashAlgorithm) throws {
    let folder = try ScratchFolder()
    let file = folder.path("key")
    _ = try OpenSSLProgram.run(["genrsa", "-out", file, "\(bits)"])
    let key = try PrivateKey(pem: String(decoding: folder.read("key"), as: UTF8.self))
    try folder.write("message", [1, 2, 3])
    let paddings: [(SignatureAlgorithm, [String])] = [
      (.rsaPKCS1(hash), ["rsa_padding_mode:pkcs1"]),
      (.rsaPSS(hash), ["rsa_padding_mode:pss", "rsa_pss_saltlen:digest"]),
    ]
    for (algorithm, options) in paddings {
      let signed = try? OpenSSLProgram.run(
        ["pkeyutl", "-sign", "-rawin", "-digest", hash.rawValue, "-inkey", file]
          + ["-in", folder.path("message")] + options.flatMap { ["-pkeyopt", $0] })
      #expect(algorithm.fits(key.kind) == (signed?.isEmpty == false), "\(algorithm)")
      let ours = try? key.sign([1, 2, 3], scheme: algorithm, random: .seeded(1))
      #expect((ours != nil) == algorithm.fits(key.kind), "\(algorithm)")
    }
  }
}
