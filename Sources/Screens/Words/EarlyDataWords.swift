import Explanations
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
      early.bytes.map { said(.connection, "early.bytes", ["size": ByteText.count($0)]) }
      ?? said(.connection, "early.records", ["records": plural(early.places.count, "record")])
    return said(.connection, "early.\(entry)", ["amount": amount, "reason": reason])
  }

  private var entry: String {
    switch early.fate {
    case .hidden: "hidden"
    case .unanswered: "unanswered"
    case .refused: "refused"
    case .taken: session.settings[.serverEarlyData] == .once ? "taken.once" : "taken"
    }
  }

  private var reason: String {
    session.earlyDataRefusal?.words ?? said(.connection, "early.refused.unexplained")
  }

  /// A word or two, behind the name of such a message.
  var fate: String? {
    switch early.fate {
    case .unanswered, .hidden: nil
    case .taken: said(.connection, "early.taken.word")
    case .refused: said(.connection, "early.refused.word")
    }
  }
}

extension EarlyDataRefusal {
  /// Why the server does not take it.
  var words: String { said(.connection, "early.refusal.\(rawValue)") }
}
