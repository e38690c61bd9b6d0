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
  var sentence: String {
    switch facts.keyExchangeWord {
    case "psk":
      "the key of an earlier session or one agreed on before, alone: whoever has it reads this too"
    case "psk-dhe":
      "a pre-shared key and Diffie-Hellman together: neither alone opens the recording"
    case "hybrid":
      "X25519 and ML-KEM-768 together: who breaks one of them still has to break the other"
    case nil: "not agreed on yet"
    default:
      "ephemeral keys on both sides: the certificate's key only signs, and opens nothing later"
    }
  }

  /// Early data can be replayed (RFC 8446 §8), unless the server takes it with each ticket once.
  private static func taken(_ session: Session) -> String {
    session.settings[.serverEarlyData] == .once
      ? "early data taken, with this ticket once"
      : "early data taken: whoever copied it can send it again"
  }

  /// What else was agreed on or happened in the handshake.
  func options(of session: Session) -> [String] {
    var options: [String] = []
    if facts.wasRetried { options.append("a HelloRetryRequest first") }
    for case .decided(let decision) in session.steps.map(\.effect) {
      if case .earlyData(let taken) = decision {
        let words = taken ? Self.taken(session) : "early data NOT taken"
        if !options.contains(words) { options.append(words) }
      }
    }
    return options
  }
}
