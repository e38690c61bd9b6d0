import Explanations
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

    /// What it says, in a few words behind it.
    var meaning: String { said(.deed, "mark.\(self)") }
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
  var word: String? { deed(.brief) }

  /// The same where messages have no numbers.
  var shortWord: String? {
    if case .late? = handling.deed { return said(.deed, "handling.late") }
    return word
  }

  /// What was done, in a sentence without a full stop; nil where that is nothing.
  public var sentence: String? {
    let access = handling.access.map { said(.deed, "access.\($0.entry)", for: .detail) }
    let parts = [deed(.detail), access].compactMap { $0 }
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }

  /// A message for those who listen, with what protects it and what was done with it.
  static func spoken(_ message: String, isProtected: Bool, _ handling: Handling?) -> String {
    let words = isProtected ? said(.connection, "spoken.protected", ["message": message]) : message
    guard let done = handling.flatMap({ HandlingWords($0).sentence }) else { return words }
    return said(.connection, "spoken.handled", ["message": words, "handling": done])
  }

  private func deed(_ use: PhraseUse) -> String? {
    guard let deed = handling.deed else { return nil }
    let words = said(.deed, "handling.\(deed.entry)", deed.values, for: use)
    return words.isEmpty ? nil : words
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

extension Handling.Deed {
  /// The end of the entry's name.
  fileprivate var entry: String {
    switch self {
    case .altered: "altered"
    case .dropped: "dropped"
    case .held: "held"
    case .late(nil): "late"
    case .late(_?): "late.behind"
    case .twice: "twice"
    case .cut: "cut"
    case .lost: "lost"
    case .repeated: "repeated"
    }
  }

  fileprivate var values: [String: String] {
    switch self {
    case .late(let place?): ["number": String(place + 1)]
    case .repeated(let session): ["session": session]
    default: [:]
    }
  }
}

extension Handling.Access {
  /// The end of the entry's name.
  fileprivate var entry: String {
    switch self {
    case .read: "read"
    case .passedOn: "passed-on"
    case .own: "own"
    }
  }
}
