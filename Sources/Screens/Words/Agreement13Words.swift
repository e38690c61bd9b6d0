import Bytes
import Explanations
import Knowledge
import Lab
import TLSEngine
import TLSKeys
import TLSWire

/// How the secret of a session of TLS 1.3 came about, in words.
struct Agreement13Words {
  @Boxed private(set) var facts: WireFacts

  init(_ facts: WireFacts) { self.facts = facts }

  /// One sentence, with what a stolen key opens.
  var line: Line { Line(words(.brief)) + Line(words(.note)).asReason }

  private func words(_ use: PhraseUse) -> String {
    Catalogue.current.words(use, of: [ExplanationKey(.suite, "agreement.\(way)")])
  }

  private var way: String {
    switch facts.keyExchangeWord {
    case "psk": "psk"
    case "psk-dhe": "psk-dhe"
    case "hybrid": "hybrid"
    case nil: "none"
    default: "ephemeral"
    }
  }

  /// What else was agreed on or happened in the handshake.
  func options(of session: Session) -> [String] {
    facts.wasRetried ? [said(.suite, "agreement.retried")] : []
  }
}
