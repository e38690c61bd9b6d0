/// A short line that is typed while keys are read one by one.
enum KeyedLine {
  /// The most characters that are taken.
  private static let most = 120

  /// Asks, and reads up to Enter.
  ///
  /// - Returns: nil where somebody changed their mind: Escape, Ctrl-C, Ctrl-D.
  static func ask(_ question: Shown) -> String? {
    Terminal.write(question)
    var text = ""
    while true {
      switch Terminal.readKey() {
      case .character("\n"), .character("\r"): return text
      case .character("\u{7f}"), .character("\u{8}"):
        if text.popLast() != nil { Terminal.write("\u{8} \u{8}") }
      case .character("\u{15}"):
        for _ in text { Terminal.write("\u{8} \u{8}") }
        text = ""
      case .character("\u{4}"), .escape, .endOfInput: return nil
      case .interrupted:
        Interrupt.clear()
        return nil
      case .character(let character):
        guard text.count < most, let byte = character.asciiValue, (0x20...0x7e).contains(byte)
        else { continue }
        text.append(character)
        Terminal.write(Shown(String(character)))
      default: continue
      }
    }
  }
}
