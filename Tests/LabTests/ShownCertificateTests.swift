import Bytes
import Foundation
import Knowledge
import Lab
import TLSEngine
import TLSWire
import Testing
import X509

@Suite("What a client says to each ready-made certificate, and which switch lets it pass")
struct ShownCertificateTests {
  /// What stops it: the switch of the check, and the alert.
  private static func expected(
    _ certificate: ReadyMadeCertificate
  ) -> (switch: String, alert: AlertDescription)? {
    switch certificate {
    case .good: nil
    case .expired, .notYetValid: ("client.check.dates", .certificateExpired)
    case .wrongHost, .wildcardTooDeep, .noSAN: ("client.check.name", .badCertificate)
    case .selfSigned, .untrustedRoot, .missingIntermediate, .notACA, .pathTooLong:
      ("client.check.chain", .unknownCA)
    case .nameConstraint: ("client.check.chain", .certificateUnknown)
    case .wrongUsage: ("client.check.usage", .unsupportedCertificate)
    case .weakKey, .sha1: ("client.check.strength", .badCertificate)
    case .revoked, .revokedIntermediate: ("client.check.revocation", .certificateRevoked)
    }
  }

  private static func lab(_ version: String) throws -> Lab {
    var lab = try preparedLab()
    try lab.speakOnly(version)
    try lab.set("app.scenario", to: "echo")
    try lab.set("client.check.revocation", to: "hard")
    return lab
  }

  @Test(arguments: ReadyMadeCertificate.allCases, ["1.3", "1.2", "1.0"])
  func judged(_ certificate: ReadyMadeCertificate, _ version: String) throws {
    var lab = try Self.lab(version)
    // Of what nobody known has signed, nobody known can say whether it was revoked.
    let asks = [.good, .revoked, .revokedIntermediate].contains(certificate)
    if !asks { try lab.set("client.check.revocation", to: "off") }
    try lab.set("server.cert", to: certificate.rawValue)
    try lab.connect()
    var session = try #require(lab.currentSession)
    guard let (key, alert) = Self.expected(certificate) else {
      #expect(session.outcome == .established)
      #expect(session.checks(by: .client).allSatisfy { $0.outcome == .passed })
      return
    }
    #expect(session.outcome == .refused)
    #expect(session.failure?.alert.description == alert)
    #expect(session.failure?.by == .client)
    let failed = session.checks(by: .client).filter(\.failed).map(\.name)
    // Somebody's server certificate as an issuer is no authority, and not made for it either.
    #expect(failed.count == (certificate == .notACA ? 2 : 1), "\(failed)")
    try lab.set(key, to: "off")
    if certificate == .notACA { try lab.set("client.check.usage", to: "off") }
    try lab.connect()
    session = try #require(lab.currentSession)
    #expect(session.outcome == .established)
    #expect(session.checks(by: .client).contains { $0.skipped && $0.name == failed[0] })
  }

  @Test(
    "A staple that was asked for and says \"revoked\" ends the handshake, with nothing switched on")
  func revokedStaple() throws {
    for version in ["1.3", "1.2", "1.0"] {
      for asks in [true, false] {
        var lab = try Self.lab(version)
        try lab.set("client.check.revocation", to: "off")
        try lab.set("server.cert", to: "revoked")
        try lab.set("client.staple", to: asks ? "on" : "off")
        try lab.connect()
        let session = try #require(lab.currentSession)
        let alert = session.failure?.alert.description
        let expected: AlertDescription? = asks ? .badCertificateStatusResponse : nil
        #expect(alert == expected, "\(version)")
      }
    }
  }

  @Test("Revocation: list or staple, reachable or not, soft or hard, in every version")
  func revocation() throws {
    for version in ["1.3", "1.2", "1.0"] {
      for (certificate, truth) in [("good", "established"), ("revoked", "certificate_revoked")] {
        for (mode, list, staple) in [
          ("hard", true, true), ("hard", true, false), ("hard", false, true),
          ("hard", false, false), ("soft", true, true), ("soft", true, false),
          ("soft", false, true), ("soft", false, false),
        ] {
          var lab = try Self.lab(version)
          try lab.set("server.cert", to: certificate)
          try lab.set("client.check.revocation", to: mode)
          try lab.set("net.crl", to: list ? "on" : "off")
          try lab.set("client.staple", to: staple ? "on" : "off")
          try lab.connect()
          let session = try #require(lab.currentSession)
          let found = session.failure?.alert.description.label ?? session.outcome.rawValue
          // A stapled response speaks of the server's certificate; the intermediate's standing is
          // known from a list alone.
          let isKnown = list || (staple && certificate == "revoked")
          // A response that was asked for and says "revoked" has an alert of its own (RFC 6066 §8).
          let isRefused = staple && certificate == "revoked"
          let expected =
            isRefused
            ? "bad_certificate_status_response"
            : isKnown ? truth : mode == "soft" ? "established" : "certificate_unknown"
          #expect(found == expected, "\(version) \(certificate) \(mode) list \(list) \(staple)")
          let isSkipped = session.checks(by: .client).contains {
            $0.name == .certificateRevocation && $0.skipped
          }
          #expect(isSkipped == (!isKnown && mode == "soft"))
        }
      }
    }
  }

  @Test("A revoked key stops the attacker who stole it, unless nobody can be asked")
  func revokedStolenKey() throws {
    var lab = try Self.lab("1.2")
    try lab.compromise(.serverKey)
    try lab.intercept(with: .stolen)
    try lab.connect()
    #expect(lab.currentSession?.outcome == .fooled)
    try lab.revoke("server")
    try lab.connect()
    #expect(lab.currentSession?.outcome == .refused)
    #expect(lab.currentSession?.failure?.alert.description == .certificateRevoked)
    try lab.set("net.crl", to: "off")
    try lab.set("client.check.revocation", to: "soft")
    try lab.connect()
    #expect(lab.currentSession?.outcome == .fooled)
    #expect(throws: LabError.registry(.alreadyRevoked("server"))) { try lab.revoke("server") }
  }

  @Test("A pin stops the authority that the client was made to trust, and takes the server's key")
  func pins() throws {
    for version in ["1.3", "1.2"] {
      var lab = try Self.lab(version)
      try lab.set("client.check.revocation", to: "off")
      try lab.set("client.check.pin", to: "on")
      try lab.connect()
      #expect(lab.currentSession?.outcome == .established)
      try lab.intercept(with: .trustedAuthority)
      try lab.connect()
      #expect(lab.currentSession?.outcome == .refused)
      #expect(
        lab.currentSession?.checks(by: .client).filter(\.failed).map(\.name) == [.certificatePin])
      try lab.set("client.check.pin", to: "off")
      try lab.connect()
      #expect(lab.currentSession?.outcome == .fooled)
    }
  }
}

@Suite("Authorities and certificates made by hand")
struct RegistryTests {
  @Test("A chain of one's own: root, intermediate, request, trust, cross-signature")
  func ownChain() throws {
    var lab = try preparedLab()
    try lab.speakOnly("1.3")
    try lab.set("app.scenario", to: "echo")
    func connected() throws -> String {
      try lab.connect()
      let session = try #require(lab.currentSession)
      return session.failure?.alert.description.label ?? session.outcome.rawValue
    }
    let (from, to) = (lab.seconds - 86_400, lab.seconds + 86_400)
    try lab.createAuthority(
      "mine", .authority("My Root", validFrom: from, validTo: to), key: .ecdsa, under: nil)
    try lab.createAuthority(
      "lower", .authority("My Lower", pathLength: 0, validFrom: from, validTo: to), key: .ed25519,
      under: "mine")
    try lab.requestCertificate("asked", hosts: ["sip.uc.test"], key: .ecdsaP384)
    try lab.issueCertificate(
      "web", .server(["ignored.test"], validFrom: from, validTo: to), by: "lower", key: .ecdsa,
      for: "asked")
    #expect(try lab.certificate("web").chain.map(\.subject) == ["CN=sip.uc.test", "CN=My Lower"])
    try lab.set("server.cert", to: "web")
    #expect(try connected() == "unknown_ca")
    try lab.setTrust("mine", to: true)
    #expect(try connected() == "established")
    try lab.setTrust("mine", to: false)
    try lab.crossSign("mine", by: "firm")
    try lab.issueCertificate(
      "web-too", .server(["sip.uc.test"], validFrom: from, validTo: to), by: "mine", key: .rsa2048)
    try lab.set("server.cert", to: "web-too")
    #expect(try connected() == "established")
    try lab.setTrust("firm", to: false)
    #expect(try connected() == "unknown_ca")
    #expect(lab.stateDocument.find(["authorities", "firm", "trusted"]) == .bool(false))
    // What was saved comes back.
    let saved = try JSONDecoder().decode(Lab.self, from: JSONEncoder().encode(lab))
    #expect(saved.world.registry.certificates.map(\.name) == ["web", "web-too"])
    lab.reset()
    #expect(lab.world.registry.authorities.isEmpty && lab.world.isTrusted("firm"))
  }

  @Test("A key made by hand can be stolen as well, and opens what RSA key exchange sealed with it")
  func stolen() throws {
    var lab = try preparedLab()
    try lab.issueCertificate(
      "mine",
      .server(
        ["sip.uc.test"], usages: [.keyEncipherment], validFrom: lab.seconds - 60,
        validTo: lab.seconds + 86_400), by: "firm", key: .rsa2048)
    try lab.connect([("server.cert", "mine"), ("kx", "rsa"), ("version", "1.2")])
    let session = try #require(lab.currentSession)
    #expect(session.outcome == .established)
    #expect(lab.vaultState(of: session) == .sealed)
    try lab.compromise(.serverKey)
    #expect(lab.vaultState(of: session) == .open)
  }

  @Test func refusals() throws {
    var lab = try preparedLab()
    let profile = CertificateProfile.authority("x", validFrom: 0, validTo: 1)
    #expect(throws: LabError.registry(.nameTaken("firm"))) {
      try lab.createAuthority("firm", profile, key: .ecdsa, under: nil)
    }
    #expect(throws: LabError.registry(.badName("a b"))) {
      try lab.createAuthority("a b", profile, key: .ecdsa, under: nil)
    }
    #expect(throws: LabError.self) {
      try lab.createAuthority("a", profile, key: .ecdsa, under: "nobody")
    }
    #expect(throws: LabError.self) { try lab.setTrust("nobody", to: true) }
    #expect(throws: LabError.registry(.notRevocable("expired"))) { try lab.revoke("expired") }
    #expect(throws: LabError.self) { try lab.set("server.cert", to: "nothing") }
    #expect(throws: LabError.self) { try lab.connect([("server.cert", "nothing")]) }
    #expect(throws: LabError.self) {
      try lab.issueCertificate("x", profile, by: "firm", key: .ecdsa, for: "nothing")
    }
  }
}

extension CertificateProfile {
  fileprivate static func server(
    _ hosts: [String], usages: [KeyUsage], validFrom: Int64, validTo: Int64
  ) -> CertificateProfile {
    var profile = server(hosts, validFrom: validFrom, validTo: validTo)
    profile.keyUsages += usages
    return profile
  }
}
