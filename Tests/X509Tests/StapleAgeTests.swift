import CryptoPrimitives
import Foundation
import OpenSSLProgram
import Testing
import X509

/// Responses by the openssl program, whose clock is the machine's.
@Suite(
  "A stapled response without a next one counts for a week; one that says more than is known, never"
)
struct StapleAgeTests {
  private let folder: ScratchFolder
  private let trust: TrustStore
  private let leaf: Certificate
  private let now = Int64(Date().timeIntervalSince1970)
  private static let day: Int64 = 86_400

  init() throws {
    let folder = try ScratchFolder()
    let place = folder.url.path
    func openssl(_ words: String) throws {
      _ = try OpenSSLProgram.run(
        words.split(separator: " ").map { String($0.replacing("PLACE", with: place)) })
    }
    try openssl(
      "req -x509 -nodes -newkey ec -pkeyopt ec_paramgen_curve:P-256 -keyout PLACE/ca.key -out PLACE/ca -subj /CN=CA -days 90"
    )
    try openssl(
      "req -nodes -newkey ec -pkeyopt ec_paramgen_curve:P-256 -keyout PLACE/leaf.key -out PLACE/leaf.csr -subj /CN=uc.test -addext subjectAltName=DNS:uc.test"
    )
    try openssl(
      "x509 -req -in PLACE/leaf.csr -CA PLACE/ca -CAkey PLACE/ca.key -set_serial 0x1234 -days 90 -copy_extensions copy -out PLACE/leaf"
    )
    func read(_ name: String) throws -> Certificate {
      try #require(try CertificateFile(folder.read(name)).certificates.first)
    }
    self.folder = folder
    trust = TrustStore(roots: [try read("ca")])
    leaf = try read("leaf")
  }

  /// - Parameter line: the certificate's in the index of the authority; nil: it has none.
  private func response(_ line: String?, _ more: String = "") throws -> [UInt8] {
    let place = folder.url.path
    try folder.write("index", Array((line.map { $0 + "\n" } ?? "").utf8))
    let words =
      "ocsp -index PLACE/index -CA PLACE/ca -rsigner PLACE/ca -rkey PLACE/ca.key -issuer PLACE/ca -cert PLACE/leaf -no_nonce -noverify -respout PLACE/response "
      + more
    _ = try OpenSSLProgram.run(
      words.split(separator: " ").map { String($0.replacing("PLACE", with: place)) })
    return try folder.read("response")
  }

  private func content(
    _ staple: [UInt8], daysLater days: Int64 = 0
  ) -> RevocationStatus.Content? {
    CertificateVerification(
      host: "uc.test", at: now + 60 + days * Self.day, trust: trust,
      revocation: RevocationPolicy(mode: .hard, lists: nil)
    ).examine([leaf], staple: staple).revocations.first?.answers.first?.content
  }

  private static let good = "V\t991231235959Z\t\t1234\tunknown\t/CN=uc.test"

  @Test func withoutANextOne() throws {
    let staple = try response(Self.good)
    guard case .good(_, nil)? = content(staple) else {
      Issue.record("\(String(describing: content(staple)))")
      return
    }
    #expect(content(staple, daysLater: 6) == content(staple))
    #expect(content(staple, daysLater: 8) == .unusable(.tooOld))
    #expect(content(try response(Self.good, "-ndays 1"), daysLater: 2) == .unusable(.outOfDate))
  }

  @Test func whatItSays() throws {
    #expect(content(try response(nil)) == .unusable(.notKnown))
    let revoked = "R\t991231235959Z\t250101000000Z,keyCompromise\t1234\tunknown\t/CN=uc.test"
    let held = "R\t991231235959Z\t250101000000Z,certificateHold\t1234\tunknown\t/CN=uc.test"
    for days: Int64 in [0, 8] {
      #expect(
        content(try response(revoked), daysLater: days)
          == .revoked(since: 1_735_689_600, reason: .keyCompromise))
    }
    #expect(
      content(try response(held)) == .revoked(since: 1_735_689_600, reason: .certificateHold))
    #expect(content(try response(held), daysLater: 8) == .unusable(.tooOld))
  }
}
