import Commands
import Screens

/// Whether what a demonstration says is also checked: a rehearsal holds expectations against what comes out,
/// and can't read sentences.
struct ClaimCheck {
  let script: Script

  /// Sentences without an expectation behind them, up to the next sentence. A question claims nothing, and
  /// neither does what is marked so.
  var findings: [Finding] {
    var findings: [Finding] = []
    var open: Sentence?
    for (index, line) in script.lines.enumerated() {
      if let said = Script.marked("say", in: line) {
        // Several lines in a row are said at once.
        if let unchecked = open, unchecked.isBehindUs {
          findings.append(finding(unchecked))
          open = nil
        }
        if open == nil, !said.hasSuffix("?") { open = Sentence(line: index + 1, text: said) }
      } else if Script.marked("claim", in: line) == "none" || isExpectation(line)
        || Script.marked("shows", in: line) != nil
      {
        open = nil
      } else if isCommand(line) {
        open?.isBehindUs = true
      }
    }
    return findings + (open.map { [finding($0)] } ?? []) + numbers
  }

  /// Messages that go by their numbers: one message more in the handshake, and another one is shown.
  private var numbers: [Finding] {
    script.lines.enumerated().compactMap { index, line in
      let words = line.split(separator: " ")
      guard words.count > 2, words[0] == "show", words[1] == "message", Int(words[2]) != nil else {
        return nil
      }
      return Finding(
        file: script.name, line: index + 1, "'\(line)' names a message by its number",
        instead: "write its name, such as certificate")
    }
  }

  private struct Sentence {
    var line: Int
    var text: String
    /// Whether a command came since.
    var isBehindUs = false
  }

  private func isExpectation(_ line: String) -> Bool {
    line.split(separator: " ").first == "expect"
  }

  private func isCommand(_ line: String) -> Bool {
    line.contains { !$0.isWhitespace } && line.first { !$0.isWhitespace } != "#"
  }

  private func finding(_ sentence: Sentence) -> Finding {
    Finding(
      file: script.name, line: sentence.line,
      "nothing checks what is said: '\(sentence.text)'",
      instead:
        "add an 'expect' or a '# shows:' behind its commands; or '# claim: none' below, if it claims nothing"
    )
  }
}
