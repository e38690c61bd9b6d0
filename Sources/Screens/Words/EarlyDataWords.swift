import Lab
import TLSEngine

/// What became of a client's early data, in words.
struct EarlyDataWords {
  let session: Session
  let early: EarlyData

  init?(_ session: Session) {
    guard let early = session.earlyData else { return nil }
    self.session = session
    self.early = early
  }

  /// How much it was, and when it could flow. Early data can be replayed (RFC 8446 §8), unless the
  /// server takes it with each ticket once.
  var sentence: String {
    let amount =
      early.bytes.map { "\(ByteText.count($0)) of early data" }
      ?? "\(plural(early.places.count, "record")) of early data"
    switch early.fate {
    case .hidden:
      return "\(amount) at once (0 round trips); the server's answer to it is encrypted"
    case .unanswered: return "\(amount) at once (0 round trips); not answered yet"
    case .refused: return "\(amount) at once, in vain: \(reason)"
    case .taken:
      let replay =
        session.settings[.serverEarlyData] == .once
        ? "this server takes it with each ticket once" : "whoever copied it can send it again"
      return "\(amount) at once (0 round trips), replayable: \(replay)"
    }
  }

  private var reason: String { session.earlyDataRefusal?.words ?? "the server did not take it" }

  /// A word or two, behind the name of such a message.
  var fate: String? {
    switch early.fate {
    case .unanswered, .hidden: nil
    case .taken: "taken"
    case .refused: "in vain"
    }
  }
}

extension EarlyDataRefusal {
  /// Why the server does not take it.
  var words: String {
    switch self {
    case .off: "the server takes none"
    case .noKey: "the server has no key for it from the ticket"
    case .retry: "the server asked for another ClientHello"
    case .changed: "another suite or application protocol than the ticket's"
    case .spent: "early data came with this ticket before (RFC 9846 section 8.1)"
    case .stale: "the ticket is older than the ClientHello says (RFC 9846 section 8.3)"
    }
  }
}
