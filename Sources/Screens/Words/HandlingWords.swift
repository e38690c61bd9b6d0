public import Lab

/// How a ladder says what the attacker did with a message: by marks at the head of the arrow, which say it
/// without colour, by a word, and by a legend of the marks used.
public struct HandlingWords {
  let handling: Handling

  public init(_ handling: Handling) { self.handling = handling }

  /// A sign at the head of an arrow.
  enum Mark: String, CaseIterable {
    case altered = "*"
    case late = "~"
    case twice = ">"
    case repeated = "+"
    case lost = "X"
    case read = "!"

    /// What it says, in a few words.
    var meaning: String {
      switch self {
      case .altered: "* altered"
      case .late: "~ held back"
      case .twice: ">> twice"
      case .repeated: "+ recorded, and sent again"
      case .lost: "X never arrives"
      case .read: "! the attacker reads it"
      }
    }
  }

  /// The marks, those of the way first.
  var marks: [Mark] {
    let way: [Mark] =
      switch handling.deed {
      case .altered?: [.altered]
      case .late?: [.late]
      case .twice?: [.twice]
      case .repeated?: [.repeated]
      case .held?: [.late, .lost]
      case .dropped?, .cut?, .lost?: [.lost]
      case nil: []
      }
    return way + (isRead ? [.read] : [])
  }

  /// Whether the attacker has what a protected message of others says.
  public var isRead: Bool { handling.access == .read || handling.access == .passedOn }

  /// Whether it reaches the other end.
  public var arrives: Bool { handling.deed?.arrives ?? true }

  /// The head of an arrow to the right, with the marks in front of it; without a point where nothing arrives.
  var head: String {
    let signs = marks.map(\.rawValue).joined()
    return arrives ? signs + ">" : "\(signs) "
  }

  /// The same to the left.
  var headToTheLeft: String {
    String(head.reversed().map { $0 == ">" ? "<" : $0 })
  }

  /// In capitals, behind the name of a message; nil where a mark says enough.
  var word: String? {
    switch handling.deed {
    case .altered?: "ALTERED"
    case .dropped?: "DROPPED"
    case .held?: "HELD BACK"
    case .late(let place?)?: "HELD BACK, arrives behind [\(place + 1)]"
    case .late(nil)?: "HELD BACK"
    case .twice?: "TWICE"
    case .cut?: "CUT OFF"
    case .lost?: "LOST"
    case .repeated?, nil: nil
    }
  }

  /// The same where messages have no numbers.
  var shortWord: String? {
    if case .late? = handling.deed { return "HELD BACK" }
    return word
  }

  /// What was done, in a sentence without a full stop; nil where that is nothing.
  public var sentence: String? {
    let parts = [deed, access].compactMap { $0 }
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }

  private var deed: String? {
    switch handling.deed {
    case .altered?: "altered on its way"
    case .dropped?: "dropped: it never arrives"
    case .held?: "held back"
    case .late(let place?)?: "held back, arrives behind message \(place + 1)"
    case .late(nil)?: "held back for a while"
    case .twice?: "arrives twice"
    case .cut?: "the connection was cut in its place: it never arrives"
    case .lost?: "sent into a connection that was cut: it never arrives"
    case .repeated(let session)?: "recorded from \(session), and sent again"
    case nil: nil
    }
  }

  private var access: String? {
    switch handling.access {
    case .read?: "the attacker reads it"
    case .passedOn?: "read by the attacker, and encrypted again"
    case .own?: "made by the attacker"
    case nil: nil
    }
  }

  /// The colour of a protected arrow. What the attacker protects with its own keys is nothing good.
  static func style(_ handling: Handling?, isData: Bool, isProtected: Bool) -> Style {
    guard let handling else { return isProtected ? .good : .plain }
    let words = HandlingWords(handling)
    if words.isRead, isData { return .bad }
    if handling.deed != nil { return .bad }
    return words.isRead ? .warning : .plain
  }

  /// The meaning of the marks that some messages have, each once.
  static func legend(of handlings: some Sequence<Handling>) -> [String] {
    let used = Set(handlings.flatMap { HandlingWords($0).marks })
    return Mark.allCases.filter(used.contains).map(\.meaning)
  }
}
