import Interceptor
import Knowledge
import Lab
import TLSEngine
import TLSKeys
import TLSWire
import Testing

@Suite("What the attacker in between can show, and which single check stops it")
struct ForgedCertificateTests {
  /// What is to come of a certificate: the check that fails, with and without verification; nil: the
  /// client is fooled.
  struct Row: Sendable, CustomTestStringConvertible {
    var certificate: ForgedCertificate
    var verified: AlertDescription?
    var unverified: AlertDescription?
    var check: Check.Name?

    var testDescription: String { certificate.rawValue }
  }

  static let rows: [Row] = [
    Row(certificate: .selfSigned, verified: .unknownCA, check: .certificateChain),
    Row(certificate: .ownAuthority, verified: .unknownCA, check: .certificateChain),
    Row(certificate: .trustedAuthority),
    Row(certificate: .wrongHost, verified: .badCertificate, check: .certificateHostname),
    Row(certificate: .copied, verified: .decryptError, unverified: .decryptError),
    Row(certificate: .stolen),
  ]

  @Test(arguments: rows, ["1.3", "1.2 ecdhe", "1.2 dhe", "1.2 rsa", "1.0 ecdhe"])
  func outcome(_ row: Row, _ how: String) throws {
    let words = how.split(separator: " ").map(String.init)
    var lab = try preparedLab()
    try lab.speakOnly(words[0])
    try lab.set("app.scenario", to: "echo")
    if words.count > 1 { try lab.set("server.kx", to: words[1]) }
    if row.certificate == .stolen {
      #expect(throws: LabError.notStolen(.serverKey)) { try lab.intercept(with: .stolen) }
      try lab.compromise(.serverKey)
    }
    try lab.intercept(with: row.certificate)
    for verify in ["on", "off"] {
      try lab.set("client.verify", to: verify)
      try lab.connect()
      let session = try #require(lab.currentSession)
      let alert = verify == "on" ? row.verified : row.unverified
      guard let alert else {
        #expect(session.outcome == .fooled, "\(verify)")
        #expect(session.interceptor?.read.isEmpty == false)
        continue
      }
      #expect(session.outcome != .fooled && session.interceptor?.read.isEmpty == true)
      // Under RSA key exchange nothing is signed: without the key the attacker can't read the
      // client's Finished, and it is the attacker who gives up.
      let isSilent = row.certificate == .copied && words.last == "rsa"
      #expect(session.failure?.alert.description == (isSilent ? .badRecordMAC : alert), "\(verify)")
      if verify == "on", let check = row.check {
        #expect(session.checks(by: .client).filter(\.failed).map(\.name) == [check])
      }
      #expect(session.applicationData(from: .client, on: .clientSide).isEmpty)
    }
    try holdAgainstEachOther(lab)
    try lab.compromise(.serverKey)
    try holdAgainstEachOther(lab)
  }

  private func holdAgainstEachOther(_ lab: Lab) throws {
    for entry in lab.vault where entry.state != .empty {
      let session = try #require(lab.session(entry.session))
      let predicted = lab.closure(of: session, on: entry.wire).known
        .contains(.applicationData(.client))
      #expect((entry.state == .open) == predicted, "\(entry.session) \(entry.wire)")
    }
  }
}
