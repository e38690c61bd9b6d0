import CryptoPrimitives
import Knowledge
import Testing
import X509

@Suite("Hosts with letters beyond ASCII")
struct InternationalNameTests {
  /// Names of RFC 5892's world and their A-labels, as registries have them.
  private static let pairs = [
    ("téléfon.example", "xn--tlfon-bsab.example"), ("bücher.example", "xn--bcher-kva.example"),
    ("faß.example", "xn--fa-hia.example"), ("例え.テスト", "xn--r8jz45g.xn--zckzah"),
    ("BÜCHER.example", "xn--bcher-kva.example"), ("προϊόν.ελ", "xn--yxadce0cm.xn--qxam"),
    ("bu\u{308}cher.example", "xn--bcher-kva.example"), ("例え。テスト", "xn--r8jz45g.xn--zckzah"),
  ]

  @Test("They are turned into A-labels, and match those in a certificate", arguments: pairs)
  func matches(name: String, label: String) throws {
    let ascii = HostNameMatch.ascii(name)
    #expect(ascii == label)
    let forger = try Forger()
    let wanted = try #require(ascii)
    let good = try Certificate(
      der: forger.sign(forger.signed(names: [DER.element(0x82, Array(wanted.utf8))])))
    #expect(HostNameMatch(good, wanted: name).matches)
    #expect(nameFinding(good, host: name) == nil)
    // The same letters as they are typed are no dNSName (RFC 5280 §7.2).
    let raw = try Certificate(
      der: forger.sign(forger.signed(names: [DER.element(0x82, Array(name.utf8))])))
    let match = HostNameMatch(raw, wanted: name)
    #expect(!match.matches && match.comparisons.first?.mismatch == .notAName)
    #expect(nameFinding(raw, host: name) != nil)
    #expect(match.wanted == name)
  }

  @Test("Plain names stay what they are; what can be nobody's name matches nothing")
  func others() throws {
    for name in [
      "a.example", "A.Example", "xn--bcher-kva.example", "_sip.example", "*.example", "",
    ] {
      #expect(HostNameMatch.ascii(name) == name)
    }
    for name in ["a\u{0}é.example", "é\u{202e}.example", "\u{ad}", "é..example"] {
      let ascii = HostNameMatch.ascii(name)
      let forger = try Forger()
      let leaf = try Certificate(der: forger.sign(forger.signed()))
      #expect(!HostNameMatch(leaf, wanted: name).matches, "\(name) \(ascii ?? "")")
    }
  }
}
