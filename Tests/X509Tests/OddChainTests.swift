import Bytes
import Foundation
import Knowledge
import Testing
import X509

@Suite("Chains of others that passed, or were refused for another reason than theirs")
struct OddChainTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("odd")
  /// 2026-12-01.
  private static let day: Int64 = 1_796_083_200

  private struct Case: Sendable {
    var name: String
    var check = Check.Name.certificateChain
    var reason: String
    var found: String?
    var isUndecided = false
  }

  private static let cases: [Case] = [
    // A signature that fits the point at infinity takes no private key.
    Case(name: "q-forged", check: .certificateStrength, reason: "flawed_key"),
    Case(name: "q-ed448-y1", check: .certificateStrength, reason: "flawed_key"),
    Case(name: "q-x448-u0", check: .certificateStrength, reason: "flawed_key"),
    Case(name: "q-x25519-u1", check: .certificateStrength, reason: "flawed_key"),
    Case(
      name: "k-ec-offcurve", check: .certificateStrength, reason: "malformed_key",
      found: "id-ecPublicKey (1.2.840.10045.2.1)"),
    Case(
      name: "k-ec-sm2", check: .certificateStrength, reason: "unknown_key",
      found: "id-ecPublicKey (1.2.840.10045.2.1), SM2 (1.2.156.10197.1.301)", isUndecided: true),
    Case(name: "k-ed25519-null", check: .certificateStrength, reason: "malformed_key"),
    Case(name: "nc-em-utf8smtp", reason: "name_not_permitted"),
    Case(name: "nc-em-utf8smtp-excl", reason: "name_excluded"),
    Case(name: "nc-excl-dns-wild", reason: "name_excluded"),
    Case(name: "bc-negpl", reason: "unreadable_extension", found: "basicConstraints"),
    Case(name: "y-mustStaple-crit", reason: "unknown_extension", found: "tlsfeature"),
    Case(name: "nc-selfissued", reason: "ambiguous_issuer"),
    Case(name: "nc-selfissued-leaf", reason: "ambiguous_issuer"),
    Case(name: "roll-noaki", reason: "ambiguous_issuer"),
    // Three authorities with one key identifier, of which the third signed.
    Case(name: "aki-shared", reason: "shared_key_identifier"),
    Case(
      name: "pkits-dsa-inherited", reason: "unknown_issuer_key",
      found: "DSA (1.2.840.10040.4.1), with the parameters of its issuer's key", isUndecided: true),
    Case(name: "z-pol10x2", reason: "too_much", isUndecided: true),
  ]

  private static func certificates(_ name: String) throws -> [Certificate] {
    let data = try Data(contentsOf: folder.appendingPathComponent(name))
    return CertificateFile(Array(data)).certificates
  }

  private static func verification(_ name: String) throws -> CertificateVerification {
    CertificateVerification(
      host: nil, at: day, trust: TrustStore(roots: try certificates(name + ".ca.pem")),
      purpose: .server)
  }

  @Test("The check that has to fail does, and for its own reason", arguments: cases.indices)
  func judged(place: Int) throws {
    let wanted = Self.cases[place]
    let chain = try Self.certificates(wanted.name + ".pem")
    let examination = try Self.verification(wanted.name).examine(chain)
    let check = try #require(examination.checks.first { $0.name == wanted.check })
    let (failure, isUndecided): (Check.Failure?, Bool) =
      switch check.outcome {
      case .failed(let failure): (failure, false)
      case .undecided(let failure): (failure, true)
      default: (nil, false)
      }
    #expect(failure?.reason == wanted.reason, "\(wanted.name)")
    if let found = wanted.found { #expect(failure?.found == found, "\(wanted.name)") }
    #expect(isUndecided == wanted.isUndecided, "\(wanted.name)")
  }

  @Test("BER is told from DER, shown to its last field, and refused in strict mode")
  func encodings() throws {
    let cases: [(String, EncodingFault.Kind)] = [
      ("ber", .indefiniteLength), ("nonmin", .longLength),
    ]
    for (name, kind) in cases {
      let chain = try Self.certificates(name + ".pem")
      let leaf = try #require(chain.first)
      #expect(leaf.encodingFault?.kind == kind && leaf.encodingFault?.byte == 0)
      #expect(chain.last?.encodingFault == nil)
      // From a file in DER too, as OpenSSL reads it.
      #expect(CertificateFile(leaf.der).certificates == [leaf])
      let tree = OpaqueStructure.certificate.annotation(of: leaf.der)
      #expect(!tree.leaves.contains { if case .undecodable(_) = $0.value { true } else { false } })
      var verification = try Self.verification(name)
      verification.purpose = .any
      func chainCheck() -> Check? {
        verification.verify(chain).first { $0.name == .certificateChain }
      }
      #expect(chainCheck()?.outcome == .passed)
      verification.rules.isStrict = true
      #expect(chainCheck()?.failure?.reason == "outside_profile")
      #expect(chainCheck()?.failure?.found == "not_der")
    }
  }

  @Test("A list with changes counts together with the list that it changes (RFC 5280 §5.2.4)")
  func changes() throws {
    let name = "c-base+delta-rev"
    let data = try Data(contentsOf: Self.folder.appendingPathComponent(name + ".crl.pem"))
    let lists = RevocationListFile(Array(data)).lists
    // The root's, the authority's, and what changed since that.
    #expect(lists.count == 3)
    var verification = try Self.verification(name)
    verification.revocation = RevocationPolicy(mode: .hard, lists: lists)
    let chain = try Self.certificates(name + ".pem")
    func outcome() -> Check.Outcome? {
      verification.examine(chain).checks.first { $0.name == .certificateRevocation }?.outcome
    }
    guard case .failed(let failure)? = outcome() else {
      Issue.record("not revoked")
      return
    }
    #expect(failure.reason == "revoked")
    verification.revocation.lists = Array(lists.prefix(2))
    #expect(outcome() == .passed)
  }

  @Test("A line that seems to begin a certificate is named, wherever the others are read")
  func strays() throws {
    let good = try String(
      contentsOf: Self.folder.appendingPathComponent("bc-negpl.ca.pem"), encoding: .utf8)
    for spoilt in [
      good.replacing("-----BEGIN", with: "----BEGIN"), good.replacing("BEGIN", with: "begin"),
      good.replacing("BEGIN CERTIFICATE", with: "BEGIN CERT")
        .replacing("END CERTIFICATE", with: "END CERT"),
      good.replacing("-----BEGIN", with: "> -----BEGIN"),
    ] {
      let file = CertificateFile(Array((good + spoilt).utf8))
      #expect(file.certificates.count == 1)
      #expect(file.strays == [good.split(separator: "\n").count + 1])
    }
    #expect(CertificateFile(Array((good + good).utf8)).strays.isEmpty)
  }
}
