import TLSEngine
import TLSKeys
import TLSWire
import Testing

@testable import Lab

@Suite("An audit of settings says of the next session what the session shows")
struct AuditOfSettingsTests {
  @Test(
    "A version without a suite can't come about: settings and session say the same",
    arguments: ["client.suites", "server.suites"],
    ["TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_RSA_WITH_NULL_SHA256"])
  func versionsWithoutSuites(key: String, suite: String) throws {
    var lab = Lab(seed: 7)
    try lab.set("client.suites", to: suite)
    if key == "server.suites" {
      try lab.set("server.suites", to: suite)
      try lab.set("client.suites", to: "TLS_AES_128_GCM_SHA256,\(suite)")
    }
    let settings = lab.audit
    try lab.connect()
    let session = try #require(lab.sessions.last)
    #expect(session.facts(on: .direct).version == .tls12 || session.outcome == .refused)
    let shown = lab.audit(of: session)
    for name in [AuditCheck.Name.versions, .postQuantum] {
      let finding = try #require(settings.findings.first { $0.check == name })
      #expect(finding.verdict == .weak, "\(name)")
      #expect(finding.mend != nil && finding.mend != "connect")
      // What mends the session is not what made it.
      #expect(shown.findings.first { $0.check == name }?.mend != "connect", "\(name)")
    }
  }

  @Test(
    "Where a pre-shared key proves the server, no check of a certificate is said to be made",
    arguments: ["any", "psk", "dhe-psk"])
  func sharedKey(exchange: String) throws {
    var lab = Lab(seed: 7)
    for key in ["client.psk", "server.psk"] { try lab.set(key, to: "d:hunter2x") }
    try lab.set("server.kx", to: exchange)
    let settings = lab.audit
    try lab.connect()
    let session = try #require(lab.sessions.last)
    #expect(session.outcome == .established)
    let shown = lab.audit(of: session)
    for name in [AuditCheck.Name.validation, .revocation, .keySize, .postQuantum, .ephemeralKeys] {
      let finding = try #require(settings.findings.first { $0.check == name })
      #expect(finding.verdict == shown.findings.first { $0.check == name }?.verdict, "\(name)")
    }
    let validation = try #require(settings.findings.first { $0.check == .validation })
    #expect(validation.verdict == .unknown && validation.reason.name == "no-certificate")
    // A key that only one side has proves nothing.
    try lab.set("server.kx", to: "any")
    try lab.set("client.psk", to: "other:hunter2x")
    #expect(lab.audit.findings.first { $0.check == .validation }?.verdict == .good)
  }

  @Test("A key that is used again leaves forward secrecy to the hybrid's other half alone")
  func reusedHalf() throws {
    var lab = Lab(seed: 7)
    try lab.set("server.reuse-ephemeral", to: "on")
    func find(_ audit: Audit) throws -> Audit.Finding {
      try #require(audit.findings.first { $0.check == .forwardSecrecy })
    }
    for (groups, verdict) in [("X25519MLKEM768,x25519", AuditVerdict.good), ("x25519", .bad)] {
      try lab.set("server.groups", to: groups)
      let settings = try find(lab.audit)
      try lab.connect([("version", "1.3")])
      try lab.connect([("version", "1.3")])
      let pair = lab.sessions.suffix(2)
      let shown = try find(lab.audit(of: try #require(pair.last)))
      #expect(settings.verdict == verdict && shown.verdict == verdict, "\(groups)")
      #expect(settings.reason.name == shown.reason.name, "\(groups)")
      // What is said of the key that is kept is tried: stolen from one session, it is used on the other.
      var thief = lab
      try thief.compromise(.serverEphemeral, of: pair.last?.id)
      let other = try #require(pair.first)
      #expect((thief.vaultState(of: other) == .open) == (verdict == .bad), "\(groups)")
    }
  }
}
