import Foundation
import InteropPeers
import OpenSSLProgram
import Probing
import Screens
import TLSWire
import Testing
import X509

@testable import Sockets

/// Servers of which every check of the certificate passes, and with which clients can't go on all the same.
@Suite("A probe of servers that can't do what they would have to") struct ProbeObstacleTests {
  private let peer: ProbedPeer

  init() throws { peer = try ProbedPeer() }

  private func certificate(_ name: String, _ words: [String]) throws -> [String] {
    _ = try OpenSSLProgram.run(
      [
        "req", "-x509", "-nodes", "-keyout", "\(peer.place)/\(name).key", "-out",
        "\(peer.place)/\(name).pem", "-days", "3", "-subj", "/CN=127.0.0.1",
      ] + words)
    return ["-cert", "\(peer.place)/\(name).pem", "-key", "\(peer.place)/\(name).key"]
  }

  private func probed(_ report: ProbeReport) throws -> ProbedServer {
    let judge = CertificateVerification(
      host: "127.0.0.1", at: Int64(Date().timeIntervalSince1970), trust: TrustStore(roots: []))
    return ProbedServer(
      endpoint: "pbx", traffic: .calls, report: report,
      examinations: try report.chains.map { chain in
        judge.examine(try chain.map { try Certificate(der: $0) })
      })
  }

  private func text(_ server: ProbedServer) -> String {
    Layout(width: 300).text(of: Screens.probe(server))
  }

  @Test("A certificate that may sign nothing comes first in what to change")
  func maySignNothing() throws {
    let words = try certificate(
      "ke", ["-newkey", "rsa:2048", "-addext", "keyUsage=critical,keyEncipherment"])
    let server = try probed(peer.openssl(words + ["-cipher", "ECDHE"]))
    #expect(server.obstacles == [.maySignNothing])
    #expect(server.report.taken.allSatisfy { $0.lacksHandshake })
    let said = text(server)
    #expect(said.contains("key usage does not allow signatures"), "\(said)")
    #expect(said.contains("1  Its certificate may sign nothing"), "\(said)")
    let good = try probed(peer.openssl(peer.rsa))
    #expect(good.obstacles.isEmpty && !good.report.taken.contains(where: \.lacksHandshake))
  }

  @Test("A curve of which TLS 1.3 has no scheme")
  func strangeCurve() throws {
    let words = try certificate("k1", ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:secp256k1"])
    let server = try probed(peer.openssl(words + ["-tls1_2"]))
    #expect(server.obstacles == [.curve("EC secp256k1")])
    #expect(try probed(peer.openssl(peer.ec)).obstacles.isEmpty)
  }

  @Test("A key exchange signed over SHA-1 is to be changed, and the handshake made all the same")
  func oldSignature() throws {
    let words = ["-tls1_2", "-cipher", "ECDHE+AESGCM:@SECLEVEL=0"]
    let report = try peer.openssl(peer.rsa + words + ["-sigalgs", "RSA+SHA1"])
    #expect(report.of(.tls12)?.oldSignature == .rsaPKCS1SHA1)
    #expect(report.weaknesses.first == .oldSignature(.rsaPKCS1SHA1))
    #expect(report.of(.tls12)?.handshake?.isEstablished == true)
    #expect(try peer.openssl(peer.rsa + words).of(.tls12)?.oldSignature == nil)
  }

  @Test("The handshake is made with what the server takes, whatever that is")
  func itsOwnSuites() throws {
    let report = try peer.openssl(
      peer.rsa + ["-tls1_3", "-ciphersuites", "TLS_AES_128_CCM_SHA256:TLS_AES_128_CCM_8_SHA256"])
    #expect(report.of(.tls13)?.handshake?.isEstablished == true && report.chains.count == 1)
  }

  @Test("Where nobody proves who they are, whoever stands in between reads")
  func anonymous() throws {
    let server = try probed(
      peer.openssl(["-nocert", "-tls1_2", "-cipher", "aNULL:!eNULL:@SECLEVEL=0"]))
    #expect(server.obstacles == [.noCertificate])
    #expect(server.report.of(.tls12)?.handshake?.isEstablished == true)
    #expect(server.report.asksForCertificate == .no)
    let said = text(server)
    #expect(
      said.contains("Whoever stands in between CAN read") && said.contains("It has no certificate"))
    #expect(said.contains("It showed no certificate"), "\(said)")
  }
}
