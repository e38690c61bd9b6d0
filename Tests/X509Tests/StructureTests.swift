import Bytes
import CryptoPrimitives
import Foundation
import OpenSSLProgram
import Testing
import X509

@Suite("A certificate taken apart: the fields cover it, and say what openssl says")
struct StructureTests {
  private static let catalogue = Result {
    let random = RandomStream.seeded(51)
    return try CertificateCatalogue(
      host: "sip.uc.test", at: 1_767_225_600,
      ownKey: .makeRSA(bits: 2048, random: random.substream("server")), random: random)
  }

  /// The fields inside a field cover it, each byte once.
  private func check(_ field: Annotation) {
    guard let first = field.children.first, let last = field.children.last else { return }
    #expect(first.range.lowerBound == field.range.lowerBound, "\(field.name)")
    #expect(last.range.upperBound == field.range.upperBound, "\(field.name)")
    for (left, right) in zip(field.children, field.children.dropFirst()) {
      #expect(left.range.upperBound == right.range.lowerBound, "\(left.name), \(right.name)")
    }
    for child in field.children { check(child) }
  }

  private func check(_ structure: OpaqueStructure, _ bytes: [UInt8]) -> Annotation {
    let root = structure.annotation(of: bytes)
    #expect(root.range == 0..<bytes.count && root.name == structure.rawValue)
    check(root)
    return root
  }

  /// An answer of OCSP about a certificate that was revoked.
  private static func status() throws -> [UInt8] {
    let random = RandomStream.seeded(54)
    let authority = try CertificateAuthority.makeRoot(
      name: "Root", key: .makeEC(group: .secp256r1, random: random), validFrom: 1_767_225_600,
      validTo: 1_798_761_600, random: random)
    return try authority.status(
      of: authority.certificate, .revoked(since: 1_767_225_700), from: 1_767_225_800,
      to: 1_767_830_600, random: random)
  }

  @Test("Every field lies in its place, and none is missing")
  func places() throws {
    var all = Certificate.installedRoots
    for name in ReadyMadeCertificate.allCases {
      all += try Self.catalogue.get().chain(name).identity.chain
    }
    for certificate in all {
      // Some old roots are no strict DER.
      guard let root = try? certificate.structure() else { continue }
      #expect(root.range == 0..<certificate.der.count)
      check(root)
      #expect(errors(root).isEmpty)
    }
  }

  @Test("Names, times, key and extensions as openssl asn1parse has them, offset by offset")
  func offsets() throws {
    let certificate = try Self.catalogue.get().chain(.good).identity.chain[0]
    let root = try certificate.structure()
    let text = try OpenSSLProgram.text(["asn1parse", "-inform", "DER"], input: certificate.der)
    var theirs: Set<Int> = []
    for line in text.split(separator: "\n") {
      if let offset = line.split(separator: ":").first.flatMap({ Int($0.filter { $0 != " " }) }) {
        theirs.insert(offset)
      }
    }
    func offsets(_ field: Annotation) -> Set<Int> {
      field.children.reduce(into: [field.range.lowerBound]) { $0.formUnion(offsets($1)) }
    }
    // asn1parse does not look into octet and bit strings.
    #expect(theirs.isSubset(of: offsets(root)))
    let tbs = try #require(root.find(path("tbsCertificate")))
    #expect(tbs.find(path("version.Version"))?.value == .element(.integer, .integer([2])))
    let extensions = try #require(tbs.find(path("extensions.Extensions")))
    #expect(
      Set(extensions.children.map(\.name)) == [
        "header",
        "basicConstraints", "keyUsage", "extendedKeyUsage", "subjectKeyIdentifier",
        "authorityKeyIdentifier", "subjectAltName",
      ])
    #expect(
      extensions.find(path("subjectAltName.extnValue.GeneralNames.dNSName"))?.value
        == .element(.context(2), .text("sip.uc.test")))
    #expect(
      extensions.find(path("keyUsage.extnValue.KeyUsage"))?.value
        == .element(.bitString, .text("digitalSignature, keyEncipherment")))
    #expect(
      tbs.find(path("subjectPublicKeyInfo.subjectPublicKey.RSAPublicKey.publicExponent"))?.value
        == .element(.integer, .integer([1, 0, 1])))
  }

  private func path(_ text: String) -> FieldPath { FieldPath(parsing: text) }

  private func errors(_ field: Annotation) -> [Annotation] {
    field.leaves.filter { if case .undecodable = $0.value { true } else { false } }
  }

  @Test("An answer of OCSP is covered, and says what it says")
  func ocsp() throws {
    let root = check(.ocspResponse, try Self.status())
    #expect(errors(root).isEmpty)
    let data = try #require(
      root.find(path("responseBytes.ResponseBytes.response.BasicOCSPResponse.tbsResponseData")))
    let single = try #require(data.find(path("responses.SingleResponse")))
    #expect(single.find(path("certStatus.revocationTime")) != nil)
    #expect(single.find(path("nextUpdate.GeneralizedTime")) != nil)
    #expect(
      root.find(path("responseStatus"))?.value == .element(.enumerated, .text("successful")))
  }

  @Test("Proofs of logs are covered, within a certificate and outside")
  func timestamps() {
    let proof: [UInt8] =
      [0] + [UInt8](repeating: 7, count: 32) + [0, 0, 1, 0x9b, 0, 0, 0, 1, 0, 0, 4, 3, 0, 2, 1, 2]
    let root = check(.timestamp, proof)
    #expect(root.children.map(\.name).contains("sct_signature") && errors(root).isEmpty)
    let list = [0, 51, 0, 49] + proof
    // 1.3.6.1.4.1.11129.2.4.2, behind everything else that a certificate has.
    let identifier: [UInt8] = [6, 10, 0x2b, 6, 1, 4, 1, 0xd6, 0x79, 2, 4, 2]
    let value = [4, 55, 4, 53] + list
    let entry = [0x30, UInt8(identifier.count + value.count)] + identifier + value
    let extensions = [0xa3, UInt8(entry.count + 2), 0x30, UInt8(entry.count)] + entry
    let der = [0x30, UInt8(extensions.count + 2), 0x30, UInt8(extensions.count)] + extensions
    let whole = check(.certificate, der)
    #expect(errors(whole).isEmpty)
    #expect(whole.leaves.contains { $0.name == "log_id" })
  }

  @Test("Whatever is cut off or changed: every byte is in a field, and nothing traps")
  func damage() throws {
    let chain = try Self.catalogue.get().chain(.nameConstraint).identity.chain
    let status = try Self.status()
    let all: [(OpaqueStructure, [UInt8])] =
      chain.map { (.certificate, $0.der) } + [(.ocspResponse, status)]
    var dice = Dice(seed: 52)
    for (structure, der) in all {
      for count in der.indices { _ = check(structure, Array(der.prefix(count))) }
      for _ in 0..<1000 {
        var damaged = der
        for _ in 0...dice.roll(3) { damaged[dice.roll(der.count)] = UInt8(dice.roll(256)) }
        for other in OpaqueStructure.allCases where dice.roll(4) == 0 || other == structure {
          _ = check(other, damaged)
        }
      }
    }
  }

  @Test("What is cut off is shown as far as it goes")
  func cut() throws {
    let certificate = try Self.catalogue.get().chain(.good).identity.chain[0]
    let root = check(.certificate, Array(certificate.der.prefix(300)))
    #expect(root.find(path("tbsCertificate.issuer.CN")) != nil)
    #expect(errors(root).count == 1)
  }

  @Test("A thousand elements inside each other are refused, not followed")
  func depth() {
    var der: [UInt8] = []
    for _ in 0..<1000 {
      let length: [UInt8] = [0x83, 0, UInt8(der.count >> 8), UInt8(der.count & 0xff)]
      der = [0x30] + length + der
    }
    #expect(errors(check(.certificate, der)).count == 1)
  }

  @Test("Files: one in DER, several in PEM with text between, and what is no certificate")
  func files() throws {
    let chain = try Self.catalogue.get().chain(.good).identity.chain
    #expect(try Certificate.all(in: chain[0].der) == [chain[0]])
    let text = "server:\n" + chain.map(\.pem).joined(separator: "and its issuer:\n")
    #expect(try Certificate.all(in: Array(text.utf8)) == chain)
    for bytes in [[], Array("no certificate".utf8), Array(chain[0].der.dropLast())] {
      #expect(throws: X509Error.self) { try Certificate.all(in: bytes) }
    }
    let broken = chain[0].pem.replacingOccurrences(of: "MII", with: "MI!")
    #expect(throws: X509Error.self) { try Certificate.all(in: Array((chain[1].pem + broken).utf8)) }
  }
}
