import Foundation
import InteropPeers
import OpenSSLProgram
import Probing
import Screens
import TLSWire
import Testing
import X509

@testable import Sockets

/// What is found out about `openssl s_server` and `gnutls-serv` is what they were told to do.
@Suite("A probe of servers that are configured in many ways") struct ProbeTests {
  private let peer: ProbedPeer

  init() throws { peer = try ProbedPeer() }

  @Test(
    "RSA key exchange alone: the sentence says that recordings can be read, and by how many suites")
  func rsaOnly() throws {
    let report = try peer.openssl(peer.rsa + ["-tls1_2", "-cipher", "kRSA"])
    let expected = try ProbedPeer.openssl(suites: "kRSA", "-tls1_2")
    #expect(Set(report.suites(.tls12)) == expected)
    #expect(report.taken.map(\.version) == [.tls12])
    #expect(report.verdict == .opensWithKey(rsa: expected.count, fixed: 0))
    #expect(report.reach == .everyClient)
    #expect(report.fallback == nil)
    #expect(report.weaknesses.contains(.keyExchange(expected.count)))
    #expect(report.weaknesses.contains(.lacks13))
    #expect(report.of(.tls13)?.standing == .refused(.alert(.protocolVersion)))
    let page = Screens.probe(
      ProbedServer(endpoint: "pbx", traffic: .calls, report: report, examinations: []))
    let text = Layout(width: 200).text(of: page)
    #expect(
      text.contains(
        "recorded calls CAN be read: it takes \(expected.count) suites with RSA key exchange"))
    for program in ["CipherString", "ssl_ciphers", "cipher=", "cipher_list", "tls-ciphers"] {
      #expect(text.contains(program))
    }
  }

  @Test("What fails in a certificate is to be changed; a suite without encryption counts once")
  func certificate() throws {
    let report = try peer.openssl(peer.rsa + ["-cipher", "ECDHE"])
    let chain = try #require(report.chains.first).map { try Certificate(der: $0) }
    let now = Int64(Date().timeIntervalSince1970)
    func page(_ host: String, _ roots: [Certificate]) -> String {
      let examination = CertificateVerification(
        host: host, at: now, trust: TrustStore(roots: roots), purpose: .server
      ).examine(chain)
      return Layout(width: 200).text(
        of: Screens.probe(
          ProbedServer(
            endpoint: "pbx", traffic: .calls, report: report, examinations: [examination])))
    }
    let good = page("127.0.0.1", chain)
    #expect(good.contains("Nothing to change was found"))
    // Addresses are names, too; and what was not checked is named.
    #expect(good.contains("127.0.0.1, localhost"))
    #expect(good.contains("NOT checked") && good.contains("revocation"), "\(good)")
    let failed = page("other.test", [])
    #expect(!failed.contains("Nothing to change") && failed.contains("What to change"))
    #expect(failed.components(separatedBy: "Its certificate, ").count == 3, "\(failed)")
    let null = try peer.openssl(
      peer.rsa + ["-tls1_2", "-cipher", "NULL-SHA256:@SECLEVEL=0"])
    let server = ProbedServer(endpoint: "pbx", traffic: .calls, report: null, examinations: [])
    #expect(null.verdict == .open(suites: 1))
    #expect(null.weaknesses.first?.words == "1 suite encrypts nothing: take it out")
    #expect(!server.remarks.contains { $0.contains("1 suite") }, "\(server.remarks)")
  }

  @Test("ECDHE and TLS 1.3 alone: the key opens nothing")
  func sealed() throws {
    let report = try peer.openssl(peer.rsa + ["-cipher", "ECDHE"])
    let old = try ProbedPeer.openssl(suites: "ECDHE+aRSA", "-tls1_2")
    let new = try ProbedPeer.openssl(suites: "ECDHE", "-tls1_3")
    #expect(Set(report.suites(.tls12)) == old)
    #expect(Set(report.suites(.tls13)) == new)
    #expect(report.verdict == .sealed)
    #expect(report.weaknesses.isEmpty)
    #expect(report.fallback == .yes)
    #expect(report.of(.tls12)?.order == .client)
    let curves: Set<NamedGroup> = [.x25519, .secp256r1, .x448, .secp521r1, .secp384r1]
    let groups12 = Set(report.of(.tls12)?.groups ?? [])
    let groups13 = Set(report.of(.tls13)?.groups ?? [])
    #expect(groups12 == curves)
    #expect(groups13.isSuperset(of: curves))
  }

  @Test("One version alone, each that the library can")
  func versions() throws {
    let words: [(ProtocolVersion, [String])] = [
      (.tls13, ["-tls1_3"]), (.tls12, ["-tls1_2"]),
      (.tls11, ["-tls1_1", "-cipher", "ALL:@SECLEVEL=0"]),
      (.tls10, ["-tls1", "-cipher", "ALL:@SECLEVEL=0"]),
    ]
    for (version, words) in words {
      let report = try peer.openssl(peer.rsa + words)
      #expect(report.taken.map(\.version) == [version], "\(words)")
      #expect(report.weaknesses.contains(.oldVersions([version])) == (version < .tls12))
      #expect(report.renegotiatesSafely == (version == .tls13 ? nil : .yes))
      #expect(!report.compresses)
    }
  }

  @Test("The server's order, where it is the server's")
  func order() throws {
    let list = "AES256-SHA:ECDHE-RSA-AES128-GCM-SHA256:AES128-SHA"
    let words = ["-tls1_2", "-cipher", list]
    let own = try peer.openssl(peer.rsa + words + ["-serverpref"])
    let names = [
      "TLS_RSA_WITH_AES_256_CBC_SHA", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
      "TLS_RSA_WITH_AES_128_CBC_SHA",
    ]
    #expect(own.suites(.tls12) == names)
    #expect(own.of(.tls12)?.order == .server)
    #expect(own.reach == .preferred)
    #expect(!own.weaknesses.contains(.clientOrder))
    let others = try peer.openssl(peer.rsa + words)
    #expect(Set(others.suites(.tls12)) == Set(names))
    #expect(others.of(.tls12)?.order == .client)
    #expect(others.reach == .clientsThatPrefer)
    #expect(others.weaknesses.contains(.clientOrder))
    let groups = try peer.openssl(
      peer.rsa + ["-serverpref", "-groups", "P-384:X25519", "-cipher", "ECDHE"])
    #expect(groups.of(.tls13)?.groups == [.secp384r1, .x25519])
    #expect(groups.of(.tls12)?.groups == [.secp384r1, .x25519])
    #expect(groups.of(.tls12)?.groupOrder == .server)
  }

  @Test(
    "A client's certificate: not asked for, asked for, required", arguments: ["-tls1_2", "-tls1_3"])
  func clientCertificate(version: String) throws {
    let cases: [([String], ProbeReport.Finding, ProbeReport.Finding)] = [
      ([], .no, .no), (["-verify", "1"], .yes, .no), (["-Verify", "1"], .yes, .yes),
    ]
    for (words, asks, requires) in cases {
      let report = try peer.openssl(peer.rsa + [version] + words)
      #expect(report.asksForCertificate == asks, "\(version) \(words)")
      #expect(report.requiresCertificate == requires, "\(version) \(words)")
      // It shows its own all the same.
      #expect(report.chains.count == 1)
    }
    let priority = "NORMAL:-VERS-ALL:+VERS-TLS1.\(version.suffix(1))"
    let words = ["--require-client-cert", "--verify-client-cert"]
    let strict = try peer.gnutls(priority, words)
    #expect(strict.requiresCertificate == .yes)
    let lax = try peer.gnutls(priority)
    #expect(lax.asksForCertificate == .yes)
    let none = try peer.gnutls(priority, ["--disable-client-cert"])
    #expect(none.asksForCertificate == .no)
  }

  @Test("Tickets, and further handshakes that a client begins")
  func ticketsAndRenegotiation() throws {
    let usual = try peer.openssl(peer.rsa)
    #expect(usual.of(.tls12)?.givesTickets == .yes)
    #expect(usual.of(.tls13)?.handshake?.tickets == 2)
    #expect(usual.of(.tls13)?.handshake?.ticketLifetime == 7200)
    #expect(usual.of(.tls12)?.handshake?.takesRenegotiation == .no)
    let other = try peer.openssl(
      peer.rsa + ["-no_ticket", "-num_tickets", "0", "-client_renegotiation"])
    #expect(other.of(.tls12)?.givesTickets == .no)
    #expect(other.of(.tls13)?.givesTickets == .no)
    #expect(other.of(.tls12)?.handshake?.takesRenegotiation == .yes)
    #expect(other.weaknesses.contains(.clientRenegotiation))
    let without = try peer.gnutls("NORMAL", ["--noticket"])
    #expect(without.of(.tls12)?.givesTickets == .no)
    let with = try peer.gnutls("NORMAL")
    #expect(with.of(.tls12)?.givesTickets == .yes)
  }

  @Test("A ticket of TLS 1.3 alone is tried: psk_ke, which OpenSSL takes only when told to")
  func ticketAlone() throws {
    let usual = try peer.openssl(peer.rsa + ["-tls1_3"])
    #expect(usual.of(.tls13)?.handshake?.resumesWithoutExchange == .no)
    #expect(!usual.weaknesses.contains(.ticketAlone))
    let lax = try peer.openssl(peer.rsa + ["-tls1_3", "-allow_no_dhe_kex"])
    #expect(lax.of(.tls13)?.handshake?.resumesWithoutExchange == .yes)
    #expect(lax.weaknesses.contains(.ticketAlone))
    let server = ProbedServer(endpoint: "pbx", traffic: .calls, report: lax, examinations: [])
    #expect(server.remarks.contains { $0.contains("psk_ke") && $0.contains("steals the key") })
    let none = try peer.openssl(peer.rsa + ["-tls1_3", "-num_tickets", "0"])
    #expect(none.of(.tls13)?.handshake?.resumesWithoutExchange == .unknown)
  }

  @Test("Whether the key that a client sends decides the group is found out, and said")
  func keyShare() throws {
    let words = ["-tls1_3", "-serverpref", "-groups", "P-384:X25519"]
    let report = try peer.openssl(peer.rsa + words)
    let findings = try #require(report.of(.tls13))
    #expect(findings.groups == [.secp384r1, .x25519] && findings.shareDecides == .yes)
    let server = ProbedServer(endpoint: "pbx", traffic: .calls, report: report, examinations: [])
    let text = Layout(width: 200).text(of: Screens.probe(server))
    #expect(text.contains("if it sends a key for one at once"), "\(text)")
    #expect(text.contains("SSL 2.0, and suites with SRP"))
    let alone = try peer.openssl(peer.rsa + ["-tls1_3", "-groups", "P-384"])
    #expect(alone.of(.tls13)?.shareDecides == nil)
  }

  @Test("No encryption, nobody proves who they are, keys that both had before")
  func worst() throws {
    let null = try peer.openssl(peer.rsa + ["-tls1_2", "-cipher", "eNULL:aRSA:@SECLEVEL=0"])
    let count = null.suites.filter(\.isNull).count
    #expect(count > 0 && null.verdict == .open(suites: count))
    let anonymous = try peer.openssl([
      "-nocert", "-tls1_2", "-cipher", "aNULL:!eNULL:@SECLEVEL=0",
    ])
    #expect(anonymous.suites.allSatisfy { $0.exchange == .anonymous })
    #expect(anonymous.suites.count > 3)
    #expect(anonymous.chains.isEmpty)
    let shared = try peer.openssl([
      "-nocert", "-tls1_2", "-psk", "0123456789abcdef", "-cipher", "PSK:@SECLEVEL=0",
    ])
    #expect(shared.suites.contains { $0.exchange == .shared })
    #expect(shared.suites.contains { $0.exchange == .sharedEphemeral })
    #expect(shared.weaknesses.contains { $0.name == "shared-key" })
  }

  @Test("What it says to change does mend it: OpenSSL reads the lines, and is asked again")
  func mended() throws {
    let before = [
      "MinProtocol = TLSv1", "CipherString = ALL:@SECLEVEL=0", "Options = -Compression",
    ]
    let report = try peer.openssl(peer.rsa, configured: before)
    #expect(report.taken.contains { $0.version == .tls10 })
    #expect(report.weaknesses.count > 2)
    let lines = ProbeMends.lines(for: "openssl", report)
    #expect(lines.count == 3, "\(lines)")
    let after = try peer.openssl(peer.rsa, configured: lines)
    #expect(after.verdict == .sealed)
    #expect(after.weaknesses.isEmpty, "\(after.weaknesses)")
    #expect(after.of(.tls12)?.order == .server)
  }

  @Test("Two certificates, and one on a curve")
  func certificates() throws {
    let both = try peer.openssl(
      peer.rsa + ["-dcert", "\(peer.place)/ec.pem", "-dkey", "\(peer.place)/ec.key"])
    #expect(both.chains.count == 2)
    #expect(both.suites.contains { $0.signsOnCurve })
    let curve = try peer.openssl(peer.ec)
    #expect(curve.verdict == .sealed)
    #expect(curve.of(.tls12)?.hasAllGroups == false)
    #expect(curve.of(.tls12)?.groupLimit == .certificate)
    #expect(curve.of(.tls13)?.hasAllGroups == true)
  }

  @Test(
    "Only a key on a curve keeps groups from being found: not Ed25519, not RSA beside shared keys")
  func groupLimit() throws {
    _ = try OpenSSLProgram.run([
      "req", "-x509", "-nodes", "-newkey", "ed25519", "-keyout", "\(peer.place)/ed.key", "-out",
      "\(peer.place)/ed.pem", "-days", "3", "-subj", "/CN=127.0.0.1",
    ])
    let edwards = try peer.openssl([
      "-cert", "\(peer.place)/ed.pem", "-key", "\(peer.place)/ed.key", "-tls1_2",
    ])
    #expect(edwards.suites.allSatisfy(\.signsOnCurve) && edwards.suites.count > 1)
    #expect(edwards.of(.tls12)?.groupLimit == nil)
    // OpenSSL says a ServerHello before it finds that there is no group.
    let all = try peer.openssl(
      peer.rsa + [
        "-tls1_2", "-psk", "0123456789abcdef", "-cipher",
        "ALL:COMPLEMENTOFALL:eNULL:aNULL:@SECLEVEL=0",
      ])
    #expect(all.of(.tls12)?.groups.count == 5 && all.of(.tls12)?.groupLimit == nil)
  }

  @Test(
    "GnuTLS takes what its priorities say",
    arguments: [
      "NORMAL:-VERS-ALL:+VERS-TLS1.2:-KX-ALL:+RSA",
      "NORMAL:-VERS-ALL:+VERS-TLS1.2:-KX-ALL:+ECDHE-RSA:%SERVER_PRECEDENCE",
      "NORMAL:-VERS-ALL:+VERS-TLS1.2:-KX-ALL:+DHE-RSA:+RSA",
      "NORMAL:-VERS-ALL:+VERS-TLS1.3", "NORMAL:-VERS-ALL:+VERS-TLS1.0:+VERS-TLS1.1",
      "NORMAL:+VERS-TLS1.0:+VERS-TLS1.1:+ARCFOUR-128:+3DES-CBC:+CAMELLIA-128-CBC",
    ])
  func gnutls(priority: String) throws {
    let report = try peer.gnutls(priority)
    // Those for which there is no certificate it can't take.
    let listed = try ProbedPeer.gnutls(suites: priority).map {
      ProbedSuite(CipherSuite(rawValue: $0))
    }
    let expected = listed.filter { !$0.signsOnCurve }
    #expect(Set(report.suites.map(\.name)) == Set(expected.map(\.name)))
    #expect(report.isComplete)
    #expect(report.of(.tls13)?.standing.isKnown == true)
    let isOld = priority.contains("TLS1.0")
    #expect(report.taken.contains { $0.version == .tls10 } == isOld)
    if priority.contains("PRECEDENCE") { #expect(report.of(.tls12)?.order == .server) }
    if report.taken.count > 1 { #expect(report.fallback == .yes) }
  }
}
