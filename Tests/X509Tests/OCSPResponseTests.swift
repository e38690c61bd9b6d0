import CryptoPrimitives
import OpenSSLProgram
import Testing
import X509

@Suite("OCSP responses are read and verified by the openssl program")
struct OCSPResponseTests {
  private static let now: Int64 = 1_767_225_600

  @Test(
    arguments: [
      (CertificateStanding.good, "good"), (.revoked(since: now - 500), "revoked"),
      (.unknown, "unknown"),
    ])
  func verified(_ standing: CertificateStanding, _ word: String) throws {
    let random = RandomStream.seeded(3)
    for key in [
      try PrivateKey.makeRSA(bits: 2048, random: random.substream("ca")),
      try PrivateKey.makeEC(group: .secp256r1, random: random.substream("ca")),
      try PrivateKey.makeEC(group: .secp521r1, random: random.substream("ca")),
      try PrivateKey.makeEd25519(random: random.substream("ca")),
    ] {
      let authority = try CertificateAuthority.makeRoot(
        name: "Root", key: key, validFrom: Self.now - 1000, validTo: Self.now + 100_000,
        random: random.substream("root"))
      let leaf = try authority.issue(
        to: ["sip.uc.test"],
        publicKey: PrivateKey.makeEC(group: .secp256r1, random: random.substream("leaf"))
          .publicKey, validFrom: Self.now - 1000, validTo: Self.now + 100_000,
        random: random.substream("certificate"))
      let response = try authority.status(
        of: leaf, standing, from: Self.now - 100, to: Self.now + 9000, random: random)
      let folder = try ScratchFolder()
      try folder.write("response", response)
      try folder.write("root", Array(authority.certificate.pem.utf8))
      try folder.write("leaf", Array(leaf.pem.utf8))
      let text = try OpenSSLProgram.text([
        "ocsp", "-respin", folder.path("response"), "-issuer", folder.path("root"), "-CAfile",
        folder.path("root"), "-sha256", "-cert", folder.path("leaf"), "-no_nonce", "-resp_text",
        "-attime", "\(Self.now)", "-validity_period", "999999999",
      ])
      #expect(text.contains(": \(word)"), "\(text)")
      #expect(text.contains("Produced At: Dec 31 23:58:20 2025 GMT"))
      #expect(text.contains("This Update: Dec 31 23:58:20 2025 GMT"))
      // An RSA signature of PKCS #1 v1.5 has no random part.
      guard case .rsa = key.kind else { continue }
      let again = try authority.status(
        of: leaf, standing, from: Self.now - 100, to: Self.now + 9000, random: random)
      #expect(again == response)
    }
  }
}
