import Explanations
import Screens

/// One arrow of the picture: a message, or several of application data.
struct SVGRung {
  var from: String
  var to: String
  /// What it is, and what the attacker did with it.
  var label: String
  var protection: Protection
  var isEarly = false
  var arrives = true
  /// Whether the attacker did something to it on its way.
  var isTouched = false
  /// Whether records went the other way, too.
  var isBothWays = false
  /// Of all its records together; 0 where the message shares the record of the one before it.
  var bytes: Int

  /// Who has what an arrow says.
  enum Protection: String, CaseIterable {
    case open, shut, own, read

    var meaning: String {
      switch self {
      case .open: said(.page, "ladder.open")
      case .shut: String(worded: "protected by keys")
      case .own: String(worded: "made by the attacker")
      case .read: said(.page, "ladder.read")
      }
    }
  }

  private var data: Records?

  /// Records of data that share an arrow.
  private struct Records: Hashable {
    var ends: Set<String>
    var name: String
    var attacker: String?
    var isEarly: Bool
  }

  private init(_ message: AnnotatedMessage, _ label: String) {
    from = message.from
    to = message.to
    isEarly = message.earlyData == true
    arrives = message.attacker?.arrives ?? true
    isTouched = message.attacker?.deed != nil
    self.label = label
    bytes = message.records.count / 2
    protection =
      switch message.attacker?.access {
      case _ where message.protection != .encrypted: .open
      case "own"?: .own
      case nil: .shut
      default: .read
      }
  }

  /// The messages of a session; data that goes to and fro becomes one arrow for each stretch of wire.
  static func rungs(of session: AnnotatedSession) -> [SVGRung] {
    var rungs: [SVGRung] = []
    var counts: [Int: Int] = [:]
    for message in session.messages {
      guard message.name == "application_data" else {
        let brief = message.name == "alert" ? message.brief.map { " \($0)" } ?? "" : ""
        rungs.append(SVGRung(message, message.title + brief + words(message)))
        continue
      }
      let isSealed = message.inside == nil && message.protection == .encrypted
      let data = Records(
        ends: [message.from, message.to],
        name: message.earlyData == true
          ? String(worded: "early data")
          : isSealed
            ? String(worded: "protected application_data") : String(worded: "application data"),
        attacker: words(message), isEarly: message.earlyData == true)
      guard let place = rungs.lastIndex(where: { $0.data == data }) else {
        var rung = SVGRung(message, data.name + words(message))
        rung.data = data
        rungs.append(rung)
        continue
      }
      let count = counts[place, default: 1] + 1
      counts[place] = count
      if rungs[place].from != message.from { rungs[place].isBothWays = true }
      rungs[place].bytes += message.records.count / 2
      rungs[place].label =
        "\(data.name), " + String(worded: "\(count) records")
        + (rungs[place].isBothWays ? String(worded: " both ways") : "")
        + words(message)
    }
    return rungs
  }

  /// What the attacker did, behind the name of a message; what it reads the legend says.
  private static func words(_ message: AnnotatedMessage) -> String {
    guard let part = message.attacker else { return "" }
    let isData = message.name == "application_data"
    let read =
      isData && part.access != nil && part.access != "own"
      ? String(worded: ", READ") : ""
    return (part.deed.map { ": \(Wording.text(of: deeds[$0] ?? $0))" } ?? "") + read
  }

  /// Two or three words for what was done on the way: an arrow between three parties has no room for more.
  private static let deeds = [
    "altered": "altered", "dropped": "dropped", "held": "held back",
    "late": "held back, comes late", "twice": "arrives twice", "cut": "cut off",
    "lost": "lost behind the cut",
    "repeated": "recorded, and sent again",
  ]
}
