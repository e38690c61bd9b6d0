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
      serverKey: .makeRSA(bits: 2048, random: random.substream("server")), random: random)
  }

  private func check(_ field: CertificateField, in range: Range<Int>) {
    #expect(
      range.lowerBound <= field.range.lowerBound && field.range.upperBound <= range.upperBound)
    var end = field.range.lowerBound
    for child in field.children {
      #expect(end <= child.range.lowerBound)
      check(child, in: field.range)
      end = child.range.upperBound
    }
    // Behind the last field inside nothing is left over.
    if let last = field.children.last { #expect(last.range.upperBound == field.range.upperBound) }
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
      check(root, in: root.range)
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
    func offsets(_ field: CertificateField) -> Set<Int> {
      field.children.reduce(into: [field.range.lowerBound]) { $0.formUnion(offsets($1)) }
    }
    // asn1parse does not look into octet and bit strings.
    #expect(theirs.isSubset(of: offsets(root)))
    let tbs = try #require(root.find(["tbs_certificate"]))
    #expect(tbs.find(["version", "number"])?.value == .integer([2]))
    let extensions = try #require(tbs.find(["extensions", "list"]))
    #expect(
      Set(extensions.children.map(\.name)) == [
        "basicConstraints", "keyUsage", "extendedKeyUsage", "subjectKeyIdentifier",
        "authorityKeyIdentifier", "subjectAltName",
      ])
    #expect(
      extensions.find(["subjectAltName", "value", "general_names", "dns_name"])?.value
        == .text("sip.uc.test"))
    #expect(
      extensions.find(["keyUsage", "value", "key_usage"])?.value
        == .text("digitalSignature, keyEncipherment"))
    #expect(
      tbs.find([
        "subject_public_key_info", "subject_public_key", "rsa_public_key", "public_exponent",
      ])?.value == .integer([1, 0, 1]))
  }

  @Test("Whatever is damaged: fields or an error, never a trap")
  func damage() throws {
    let certificate = try Self.catalogue.get().chain(.nameConstraint).identity.chain[1]
    var dice = Dice(seed: 52)
    for _ in 0..<3000 {
      var der = certificate.der
      for _ in 0...dice.roll(3) { der[dice.roll(der.count)] = UInt8(dice.roll(256)) }
      guard let damaged = try? Certificate(der: der), let root = try? damaged.structure() else {
        continue
      }
      check(root, in: 0..<der.count)
    }
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
