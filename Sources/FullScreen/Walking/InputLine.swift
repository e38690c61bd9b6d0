import Pages

/// A line that is being typed, with what was typed before.
struct InputLine: Hashable, Sendable {
  /// What it is for.
  enum Purpose: Hashable, Sendable {
    case command
    case search
  }

  let purpose: Purpose
  private(set) var text: [Character] = []
  /// How many characters stand before the cursor.
  private(set) var cursor = 0
  private let history: [String]
  private var recalled: Int?
  /// Whether the last key was Tab: a second one lists what fits.
  private(set) var isAfterTab = false

  /// What became of a key.
  enum Result {
    case edited
    case done(String)
    case left
    case completes
  }

  init(_ purpose: Purpose, history: [String] = []) {
    self.purpose = purpose
    self.history = history
  }

  /// What stands before the cursor.
  var before: String { String(text[..<cursor]) }

  /// What stands behind it.
  var behind: String { String(text[cursor...]) }

  /// The character at the cursor.
  var next: Character? { text.indices.contains(cursor) ? text[cursor] : nil }

  mutating func insert(_ more: String) {
    text.insert(contentsOf: more, at: cursor)
    cursor += more.count
  }

  mutating func press(_ key: Key) -> Result {
    defer { isAfterTab = key == .tab }
    switch key {
    case .enter: return .done(String(text))
    case .escape, .interrupted: return .left
    case .control("d") where text.isEmpty: return .left
    case .backspace where text.isEmpty: return .left
    case .tab where purpose == .command: return .completes
    case .up, .control("p"): recall(-1)
    case .down, .control("n"): recall(1)
    default: edit(key)
    }
    return .edited
  }

  private mutating func edit(_ key: Key) {
    switch key {
    case .character(let character): insert(String(character))
    case .backspace:
      cursor -= 1
      if text.indices.contains(cursor) { text.remove(at: cursor) }
    case .delete, .control("d"): if text.indices.contains(cursor) { text.remove(at: cursor) }
    case .left, .control("b"): cursor -= 1
    case .right, .control("f"): cursor += 1
    case .home, .control("a"): cursor = 0
    case .end, .control("e"): cursor = text.count
    case .control("u"):
      text.removeFirst(cursor)
      cursor = 0
    case .control("k"): text.removeLast(text.count - cursor)
    case .control("w"): removeWord()
    default: break
    }
    cursor = max(0, min(text.count, cursor))
  }

  private mutating func removeWord() {
    while cursor > 0, text[cursor - 1].isWhitespace { removeLeft() }
    while cursor > 0, !text[cursor - 1].isWhitespace { removeLeft() }
  }

  private mutating func removeLeft() {
    cursor -= 1
    text.remove(at: cursor)
  }

  private mutating func recall(_ direction: Int) {
    let place = (recalled ?? history.count) + direction
    guard place >= 0, place <= history.count, !history.isEmpty else { return }
    recalled = place
    text = place < history.count ? Array(history[place]) : []
    cursor = text.count
  }
}
