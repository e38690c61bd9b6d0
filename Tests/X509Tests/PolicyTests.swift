import CryptoPrimitives
import Knowledge
import OpenSSLProgram
import Testing
import X509

/// RFC 5280 §6.1.2 to §6.1.5.
@Suite("Policies that an authority demands, all along the path")
struct PolicyTests {
  private static let (one, two): ([UInt8], [UInt8]) = (
    [0x06, 3, 0x2a, 3, 1], [0x06, 3, 0x2a, 3, 2]
  )
  private static let anyPolicy: [UInt8] = [0x06, 4, 0x55, 0x1d, 0x20, 0]

  private static func policies(_ all: [UInt8]...) -> [UInt8] {
    DER.extension(32, DER.element(0x30, all.flatMap { DER.sequence($0) }))
  }

  private static func mapping(_ from: [UInt8], _ to: [UInt8]) -> [UInt8] {
    DER.extension(33, critical: true, DER.sequence(DER.sequence(from, to)))
  }

  /// `requireExplicitPolicy` 0.
  private static let demanded = DER.extension(36, critical: true, DER.sequence([0x80, 1, 0]))

  private struct Case {
    var authority: [[UInt8]]
    var leaf: [[UInt8]]
    var fault: CertificateFault?
    var code: String
  }

  private static let cases: [Case] = [
    Case(authority: [], leaf: [], fault: nil, code: "OK"),
    Case(authority: [], leaf: [policies(one)], fault: nil, code: "OK"),
    Case(authority: [demanded], leaf: [], fault: .policyRequired, code: "error 43"),
    Case(
      authority: [demanded, policies(two)], leaf: [policies(one)], fault: .policyRequired,
      code: "error 43"),
    Case(authority: [demanded, policies(one)], leaf: [policies(one)], fault: nil, code: "OK"),
    Case(
      authority: [demanded, policies(anyPolicy)], leaf: [policies(one)], fault: nil, code: "OK"),
    Case(
      authority: [demanded, policies(two), mapping(two, one)], leaf: [policies(one)], fault: nil,
      code: "OK"),
    Case(
      authority: [demanded, policies(two), mapping(anyPolicy, one)], leaf: [policies(one)],
      fault: .policyMalformed, code: "error 42"),
    Case(authority: [], leaf: [policies(one, one)], fault: .policyMalformed, code: "error 42"),
  ]

  @Test("As the openssl program says with -policy_check", arguments: cases.indices)
  func judged(place: Int) throws {
    let example = Self.cases[place]
    let forger = try Forger()
    let (middle, below) = try forger.middle(more: example.authority)
    let leaf = try Certificate(der: below.sign(below.signed(more: example.leaf)))
    let found = expectAgreement([leaf, middle], forger.verification(), "\(place)")
    #expect(found.findings.map(\.fault) == [example.fault].compactMap(\.self))
    let chain = found.checks.first { $0.name == .certificateChain }
    #expect(chain?.failure?.reason == example.fault?.rawValue)
    let folder = try ScratchFolder()
    try folder.write("root", Array(forger.authority.certificate.pem.utf8))
    try folder.write("chain", Array((leaf.pem + middle.pem).utf8))
    let verdict = try? OpenSSLProgram.text([
      "verify", "-policy_check", "-policy", "anyPolicy", "-attime", "\(Forger.now)", "-CAfile",
      folder.path("root"),
      "-untrusted", folder.path("chain"), folder.path("chain"),
    ])
    #expect((verdict?.hasSuffix("OK\n") ?? false) == (example.code == "OK"))
    if let code = chain?.failure?.verifierCode { #expect(example.code == "error \(code)") }
  }
}
