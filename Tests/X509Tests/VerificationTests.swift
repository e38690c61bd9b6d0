import CryptoPrimitives
import Foundation
import Knowledge
import Testing
import X509

/// A small world: a root, a server's certificate from it, and a moment in between.
struct Laboratory {
  static let start: Int64 = 1_767_225_600  // 2026-01-01
  static let end: Int64 = start + 365 * 86_400
  static let now: Int64 = start + 86_400

  var root: CertificateAuthority
  var key: PrivateKey
  var leaf: Certificate

  init(seed: UInt64 = 7, names: [String] = ["sip.uc.test"]) throws {
    let random = RandomStream.seeded(seed)
    let rootKey = try PrivateKey.makeRSA(bits: 2048, random: random.substream("root.key"))
    root = try .makeRoot(
      name: "tlslab root", key: rootKey, validFrom: Self.start, validTo: Self.end,
      random: random.substream("root"))
    key = try PrivateKey.makeEC(group: .secp256r1, random: random.substream("server.key"))
    leaf = try root.issue(
      to: names, publicKey: key.publicKey, validFrom: Self.start, validTo: Self.end,
      random: random.substream("server"))
  }

  func verify(
    _ chain: [Certificate], host: String? = "sip.uc.test", at: Int64 = now,
    roots: [Certificate]? = nil
  ) -> [Check] {
    let trust = TrustStore(roots: roots ?? [root.certificate])
    return CertificateVerification(host: host, at: at, trust: trust).verify(chain)
  }
}

/// The names of the checks that failed, with the reason.
func failures(_ checks: [Check]) -> [String: String] {
  var result: [String: String] = [:]
  for check in checks {
    if case .failed(let failure) = check.outcome { result[check.name.rawValue] = failure.reason }
  }
  return result
}

@Suite("Each check of a server's certificate has an outcome of its own")
struct VerificationTests {
  static let laboratory = Result { try Laboratory() }

  @Test func aGoodChainPassesEveryCheck() throws {
    let lab = try Self.laboratory.get()
    let checks = lab.verify([lab.leaf])
    #expect(checks.map(\.outcome) == Array(repeating: .passed, count: 5) + [.skipped])
    #expect(
      checks.map(\.name.rawValue) == [
        "certificate.chain", "certificate.dates", "certificate.name", "certificate.usage",
        "certificate.strength", "certificate.revocation",
      ])
    #expect(lab.verify([lab.leaf, lab.root.certificate]).allSatisfy { !$0.failed })
    #expect(CertificateFault.first(in: checks) == nil)
  }

  @Test func anUnknownIssuerFailsTheChainAlone() throws {
    let lab = try Self.laboratory.get()
    let checks = lab.verify([lab.leaf], roots: [])
    #expect(failures(checks) == ["certificate.chain": "unknown_issuer"])
    #expect(CertificateFault.first(in: checks) == .unknownIssuer)
    guard case .failed(let failure) = checks[0].outcome else { return }
    #expect(failure.verifierCode == 20)
    #expect(failure.verifierMessage == "unable to get local issuer certificate")
    #expect(failure.found == "CN=tlslab root")
  }

  @Test func datesAreJudgedAtTheInjectedMoment() throws {
    let lab = try Self.laboratory.get()
    let late = lab.verify([lab.leaf], at: Laboratory.end + 1)
    #expect(failures(late) == ["certificate.dates": "expired"])
    let early = lab.verify([lab.leaf], at: Laboratory.start - 1)
    #expect(failures(early) == ["certificate.dates": "not_yet_valid"])
    #expect(failures(lab.verify([lab.leaf], at: Laboratory.end - 1)) == [:])
  }

  @Test func severalFaultsAreAllFound() throws {
    let lab = try Self.laboratory.get()
    let checks = lab.verify([lab.leaf], host: "a.test", at: Laboratory.end + 1, roots: [])
    #expect(
      failures(checks) == [
        "certificate.chain": "unknown_issuer", "certificate.dates": "expired",
        "certificate.name": "wrong_name",
      ])
  }

  @Test func noCertificateFailsTheChain() throws {
    let lab = try Self.laboratory.get()
    let checks = lab.verify([])
    #expect(failures(checks) == ["certificate.chain": "no_certificate"])
    #expect(CertificateFault.first(in: checks) == .noCertificate)
    #expect(checks.dropFirst().allSatisfy { $0.skipped })
  }

  @Test func savedAndLoadedItVerifiesTheSame() throws {
    let lab = try Self.laboratory.get()
    let verification = CertificateVerification(
      host: "sip.uc.test", at: Laboratory.now, trust: TrustStore(roots: [lab.root.certificate]))
    let loaded = try JSONDecoder().decode(
      CertificateVerification.self, from: JSONEncoder().encode(verification))
    #expect(loaded == verification)
    #expect(loaded.verify([lab.leaf]) == verification.verify([lab.leaf]))
  }

  @Test func theSameSeedMakesTheSameCertificates() throws {
    let lab = try Self.laboratory.get()
    let again = try Laboratory()
    #expect(again.leaf == lab.leaf)
    #expect(again.root == lab.root)
    #expect(try Laboratory(seed: 8).leaf != lab.leaf)
  }
}
