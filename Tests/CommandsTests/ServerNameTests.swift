import Lab
import Screens
import Testing

@testable import Commands

@Suite("A name that no client may send") struct ServerNameTests {
  @Test(
    "is taken, and what RFC 6066 §3 has against it is said",
    arguments: [
      ("192.0.2.1", "addresses"), ("2001:db8::1", "addresses"), ("sip.uc.test.", "dot"),
      ("sip.uc.test", nil), ("off", nil), ("on", nil),
    ] as [(String, String?)])
  func remark(name: String, word: String?) {
    var interpreter = Interpreter(Lab(seed: 5))
    let outcome = interpreter.execute("set client.sni \(name)")
    #expect(outcome.error == nil)
    let text = Layout(width: 200).text(of: outcome.page)
    #expect(text.contains("RFC 6066") == (word != nil), "\(text)")
    if let word { #expect(text.contains(word), "\(text)") }
  }
}
