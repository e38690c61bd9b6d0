import Bytes
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
  var line: Line {
    let (deed, consequence) = words
    return Line(deed) + Line(consequence).asReason
  }

  private var words: (deed: String, consequence: String) {
    switch facts.keyExchangeWord {
    case "psk":
      (
        "the key of an earlier session or one agreed on before, alone",
        ": whoever has it reads this too"
      )
    case "psk-dhe":
      ("a pre-shared key and Diffie-Hellman together", ": neither alone opens the recording")
    case "hybrid":
      (
        "X25519 and ML-KEM-768 together",
        ": who breaks one of them still has to break the other"
      )
    case nil: ("not agreed on yet", "")
    default:
      (
        "ephemeral keys on both sides",
        ": the certificate's key only signs, and opens nothing later"
      )
    }
  }

  /// What else was agreed on or happened in the handshake.
  func options(of session: Session) -> [String] {
    facts.wasRetried ? ["a HelloRetryRequest first"] : []
  }
}
