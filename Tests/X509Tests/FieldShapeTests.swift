import Bytes
import Testing
import X509

@Suite("Fields of certificates that are more than bytes")
struct FieldShapeTests {
  private func texts(_ certificate: Certificate) -> [String: String] {
    var found: [String: String] = [:]
    func add(_ field: Annotation) {
      if case .element(_, let value) = field.value {
        switch value {
        case .text(let text): found[field.name] = text
        case .integer(let bytes): found[field.name] = "\(bytes)"
        case .identifier(let dotted, _): found[field.name] = dotted
        default: break
        }
      }
      field.children.forEach(add)
    }
    add(OpaqueStructure.certificate.annotation(of: certificate.der))
    return found
  }

  private func ascii(_ tag: UInt8, _ text: String) -> [UInt8] {
    DER.element(tag, Array(text.utf8))
  }

  @Test("Bits, numbers, identifiers and times under tags of their own")
  func tagged() throws {
    let forger = try Forger()
    let netscape = DER.sequence(
      [0x06, 9, 0x60, 0x86, 0x48, 1, 0x86, 0xf8, 0x42, 1, 1], DER.element(0x04, [3, 2, 6, 0x40]))
    let template = DER.sequence(
      [0x06, 9, 0x2b, 6, 1, 4, 1, 0x82, 0x37, 20, 2],
      DER.element(0x04, DER.element(0x1e, [0, 0x57, 0, 0x65])))
    let point = DER.sequence(DER.sequence(DER.element(0x81, [6, 0x40])))
    let leaf = try Certificate(
      der: forger.sign(
        forger.signed(
          names: [
            ascii(0x82, " sip.uc.test"), DER.element(0x88, [0x2a, 3, 4]),
          ],
          more: [
            netscape, template, DER.extension(31, point),
            DER.extension(36, critical: true, DER.sequence([0x80, 1, 1], [0x81, 1, 2])),
            DER.extension(16, DER.sequence(ascii(0x80, "20260101000000Z"))),
          ])))
    let texts = texts(leaf)
    #expect(texts["NetscapeCertType"] == "sslServer")
    #expect(texts["reasons"] == "keyCompromise" && texts["Name"] == "We")
    #expect(texts["requireExplicitPolicy"] == "[1]" && texts["inhibitPolicyMapping"] == "[2]")
    #expect(texts["notBefore"] == "20260101000000Z" && texts["registeredID"] == "1.2.3.4")
    #expect(texts["dNSName"] == "\\x20sip.uc.test")
    let match = HostNameMatch(leaf, wanted: "sip.uc.test")
    #expect(match.comparisons.first?.name == "\\x20sip.uc.test" && !match.matches)
  }

  @Test("A limit on addresses with its mask, and how far one reaches down")
  func limits() throws {
    let forger = try Forger()
    for (bytes, text) in [
      ([10, 0, 0, 0, 255, 0, 0, 0], "10.0.0.0/8"), ([0, 0, 0, 0, 0, 0, 0, 0], "0.0.0.0/0"),
      ([10, 0, 0, 1, 255, 0, 0, 255], "10.0.0.1/255.0.0.255"),
    ] as [([UInt8], String)] {
      let (middle, _) = try forger.constrained(
        permitted: [DER.element(0x87, bytes) + DER.element(0x80, [1])], excluded: [])
      #expect(texts(middle)["iPAddress"] == text && texts(middle)["minimum"] == "[1]")
    }
  }

  @Test("Where the issuer's certificate lies, by a distinguished name too; places of changes")
  func addresses() throws {
    let forger = try Forger()
    func access(_ last: UInt8, _ name: [UInt8]) -> [UInt8] {
      DER.sequence([0x06, 8, 0x2b, 6, 1, 5, 5, 7, 48, last], name)
    }
    let point = DER.sequence(
      DER.sequence(DER.element(0xa0, DER.element(0xa0, ascii(0x86, "http://a.test/d.crl")))))
    func information(_ number: UInt8, _ content: [UInt8]) -> [UInt8] {
      DER.sequence(
        [0x06, 8, 0x2b, 6, 1, 5, 5, 7, 1, number], DER.element(0x04, DER.sequence(content)))
    }
    let leaf = try Certificate(
      der: forger.sign(
        forger.signed(more: [
          information(1, access(2, DER.directory(DER.name(Array("iss".utf8))))),
          information(11, access(5, ascii(0x86, "rsync://r.test"))), DER.extension(46, point),
        ])))
    let contents = CertificateContents(leaf)
    #expect(contents.access.map(\.text) == ["CN=iss", "rsync://r.test"])
    #expect(contents.changes == ["http://a.test/d.crl"] && contents.lists == [])
  }
}
