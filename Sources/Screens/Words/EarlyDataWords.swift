import Explanations
import Lab
import TLSEngine
import TLSWire

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

/// Early data that the client was told to send, and did not.
struct UnsentEarlyData {
  let sentence: String

  /// - Returns: nil where it was told nothing of the kind, or nothing is known that stood in the way.
  init?(_ session: Session, in lab: Lab) {
    let count = session.settings[.clientEarlyData].count
    guard count > 0, !session.isOutside(.client) else { return nil }
    guard let name = session.settings[.clientResume] else {
      sentence = said(
        .connection, session.outside == nil ? "early.unsent" : "early.unsent.outside")
      return
    }
    // A ticket says how much (RFC 9846 §4.3.10).
    guard let kept = lab.session(name)?.client?.resumableSessions.last, kept.version >= .tls13,
      kept.maximumEarlyData < count
    else { return nil }
    let limit = kept.maximumEarlyData
    sentence = said(
      .connection, limit == 0 ? "early.unsent.none" : "early.unsent.too-much",
      ["session": name, "limit": "\(limit)", "count": "\(count)"])
  }
}
