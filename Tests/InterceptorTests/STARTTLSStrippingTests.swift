import Interceptor
import Testing

@Suite("STARTTLS is taken out of what a server offers, and nothing else")
struct STARTTLSStrippingTests {
  private func strip(_ text: String) -> String {
    String(decoding: STARTTLSStripping.strip(Array(text.utf8)), as: UTF8.self)
  }

  @Test(arguments: [
    "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>",
    "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls>",
  ])
  func theOfferIsGone(offer: String) {
    let rest =
      "<stream:features>|<mechanisms><mechanism>PLAIN</mechanism></mechanisms></stream:features>"
    #expect(strip(rest.replacing("|", with: offer)) == rest.replacing("|", with: ""))
    #expect(strip(offer + "x" + offer) == "x")
  }

  @Test func whatIsTornOrOtherStays() {
    let whole = "<stream:features><starttls xmlns='x'><required/></starttls></stream:features>"
    for length in 0..<whole.utf8.count {
      let piece = Array(whole.utf8.prefix(length))
      let left = STARTTLSStripping.strip(piece)
      #expect(left == piece || !left.contains(Array("<starttls".utf8)))
    }
    #expect(strip("no offer <proceed/>") == "no offer <proceed/>")
  }
}

extension [UInt8] {
  fileprivate func contains(_ other: [UInt8]) -> Bool { firstRange(of: other) != nil }
}
