import Foundation
import Knowledge
import Testing

@Suite("A formula knows its inputs")
struct RuleTests {
  @Test func inputs() {
    let prf = Formula.pseudorandomFunction(
      hash: "SHA256", secret: "pre_master_secret", label: "master secret",
      seeds: ["client_random", "server_random"], count: 48)
    #expect(prf.inputs == ["pre_master_secret", "client_random", "server_random"])
    let field = KeyAgreement.finiteField(prime: "dh_p", generator: "dh_g")
    let agreement = Formula.keyAgreement(field, privateKey: "x", peerPublicKey: "Y")
    #expect(agreement.inputs == ["dh_p", "dh_g", "x", "Y"])
    #expect(Formula.publicKey(.named("x25519"), of: "x").inputs == ["x"])
    #expect(Formula.slice(of: "key_block", offset: 0, count: 16).inputs == ["key_block"])
    #expect(Formula.hash("SHA256", of: "messages").inputs == ["messages"])
    #expect(Formula.decryption(of: "records", keys: ["k", "iv"]).inputs == ["k", "iv", "records"])
    let rsa = Formula.rsaDecryption(of: "c", key: "d", offeredVersion: "v")
    #expect(rsa.inputs == ["d", "c", "v"])
  }

  @Test("A derivation survives being saved")
  func saved() throws {
    let derivation = Derivation(
      rule: Rule("a", .concatenation(["b", "c"]), RFCSection(5246, "6.3")), value: [1, 2])
    let document = try JSONEncoder().encode(derivation)
    #expect(try JSONDecoder().decode(Derivation.self, from: document) == derivation)
    #expect(derivation.name == "a")
    #expect("\(derivation.rule.source)" == "RFC 5246 §6.3")
  }
}

@Suite("A check says what came of it")
struct CheckTests {
  @Test func outcomes() throws {
    let source = RFCSection(5246, "7.4.9")
    #expect(!Check(.finished, .passed, source).failed)
    #expect(Check(.finished, .failed(Check.Failure(reason: "mismatch")), source).failed)
    #expect(Check(.certificateChain, .skipped, source).skipped)
    let check = Check(
      .finished, .failed(Check.Failure(reason: "mismatch", found: "a", verifierCode: 20)), source,
      compared: [Check.Compared("expected", [1])])
    let document = try JSONEncoder().encode(check)
    #expect(try JSONDecoder().decode(Check.self, from: document) == check)
  }
}
