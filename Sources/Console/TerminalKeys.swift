import CLibeditShims

extension Terminal {
  /// One key, pressed without Enter.
  public enum Key: Sendable, Hashable {
    case character(Character)
    /// A byte that isn't ASCII: a part of a character.
    case byte(UInt8)
    case up
    case down
    case left
    case right
    case home
    case end
    case pageUp
    case pageDown
    /// Escape itself, or a key that has no case here.
    case escape
    /// Ctrl-C.
    case interrupted
    /// No key: the window has another size now.
    case resized
    case endOfInput
    /// None within the time that was given.
    case nothing
  }

  /// Waits for one key without Enter; it isn't shown.
  ///
  /// - Parameters:
  ///   - seconds: how long at most; nil: for ever.
  ///   - tellingOfResize: whether another size of the window ends it too.
  public static func readKey(
    within seconds: Double? = nil, tellingOfResize: Bool = false
  ) -> Key {
    let milliseconds = seconds.map { Int32(max(0, min($0, 3600)) * 1000) } ?? -1
    while true {
      let code = Int(tlslab_terminal_read_key(milliseconds))
      switch code {
      case TLSLAB_KEY_NONE: return .nothing
      case TLSLAB_KEY_INTERRUPTED: return .interrupted
      case TLSLAB_KEY_RESIZED where !tellingOfResize: continue
      case TLSLAB_KEY_RESIZED: return .resized
      default: break
      }
      guard let byte = UInt8(exactly: code) else { return .endOfInput }
      if byte == 0x1b { return keyBehindEscape() }
      return byte < 0x80 ? .character(Character(Unicode.Scalar(byte))) : .byte(byte)
    }
  }

  /// From now on keys are read, until the end: nothing that is typed is shown, between two of them neither.
  static func beginKeys() { tlslab_terminal_keys_begin() }
  static func endKeys() { tlslab_terminal_keys_end() }

  /// Gives a key back to whoever reads next, which is the prompt.
  static func putBack(_ key: Key) {
    switch key {
    case .character(let character): character.asciiValue.map(tlslab_terminal_put_back)
    case .byte(let byte): tlslab_terminal_put_back(byte)
    default: break
    }
  }

  /// Terminals write a key that is no character as Escape, a bracket or an O, numbers, and a letter or a
  /// tilde (ECMA-48 §5.4), all at once: Escape alone has nothing behind it.
  private static func keyBehindEscape() -> Key {
    guard let kind = followingByte(), "[O".utf8.contains(kind) else { return .escape }
    var numbers = ""
    while let byte = followingByte() {
      if (0x40...0x7e).contains(byte) {
        return keys["\(numbers)\(Character(Unicode.Scalar(byte)))"] ?? .escape
      }
      numbers.unicodeScalars.append(Unicode.Scalar(byte))
    }
    return .escape
  }

  private static func followingByte() -> UInt8? {
    UInt8(exactly: tlslab_terminal_read_key(50))
  }

  private static let keys: [String: Key] = [
    "A": .up, "B": .down, "C": .right, "D": .left, "H": .home, "F": .end, "1~": .home, "7~": .home,
    "4~": .end, "8~": .end, "5~": .pageUp, "6~": .pageDown,
  ]
}
