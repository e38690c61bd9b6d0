/// What a key means while a demonstration is shown: as on slides, and as a clicker sends it.
enum DemonstrationKey {
  case next, back, first, last, black, more, why, vote, marks, free, draw, help, quit, nothing

  init(_ key: Terminal.Key) {
    switch key {
    case .right, .down, .pageDown, .nothing: self = .next
    case .left, .up, .pageUp: self = .back
    case .home: self = .first
    case .end: self = .last
    case .resized: self = .draw
    case .interrupted, .endOfInput: self = .quit
    case .escape, .byte: self = .nothing
    case .character(let character): self = Self.characters[character] ?? .nothing
    }
  }

  private static let characters: [Character: DemonstrationKey] = [
    "\n": .next, "\r": .next, " ": .next, "n": .next, "b": .back, "\u{7f}": .back,
    "\u{8}": .back, ".": .black, "B": .black, "m": .more, "w": .why, "v": .vote, "g": .marks,
    "f": .free, "\u{c}": .draw, "?": .help, "h": .help, "q": .quit, "\u{4}": .quit,
  ]
}
