import Commands
import Lab
import Screens

/// A demonstration that is played without a class: whether all comes out as expected, and whether the class
/// sees what it is told.
struct Rehearsal {
  let script: Script
  /// What is said, and not so.
  private(set) var findings: [Finding] = []
  private var count = 0
  private var failure: CommandError?
  /// The screen of the last command, its words one blank apart.
  private var screen = ""
  /// Questions that are still to come: until then no screen gives reasons.
  private var questions: Int
  private var isCommand = false
  /// What was said last, and which line it is.
  private var said: (text: String, line: Int)?
  private var lab = Lab(seed: 1)

  init(script: Script) {
    self.script = script
    questions = script.lines.count { $0.hasPrefix("predict ") }
  }

  /// Plays it from a new lab.
  ///
  /// - Returns: how many commands there were.
  /// - Throws: the first that failed.
  mutating func play(with table: CommandTable) throws(CommandError) -> Int {
    var interpreter = Interpreter(lab, table: table)
    _ = script.run(on: &interpreter) { see($0, $1) }
    checkNames()
    if let failure { throw failure }
    return count
  }

  private mutating func see(_ event: Script.Event, _ lab: Lab) {
    switch event {
    case .said(let text):
      checkNames()
      let line = script.lines.firstIndex { Script.marked("say", in: $0) == text } ?? 0
      said = (text, line + 1)
    case .began(let command):
      isCommand = !command.hasPrefix("expect ")
      if command.hasPrefix("predict ") { questions -= 1 }
    case .came(let outcome):
      count += 1
      failure = failure ?? outcome.error
      self.lab = lab
      guard isCommand else { return }
      let page = questions > 0 ? outcome.page.withoutReasons : outcome.page
      screen = Self.words(Layout(width: 80).text(of: page, hints: false))
    case .claimed(let text, let place):
      guard !screen.contains(Self.words(text)) else { return }
      findings.append(
        Finding(
          file: script.name, line: place.line, "the screen does not show '\(text)'",
          instead: "write what the command above it shows"))
    }
  }

  /// A session that is spoken of has to be there by the next sentence.
  private mutating func checkNames() {
    guard let said else { return }
    for match in said.text.matches(of: /\bS[0-9]+\b/) where lab.session(String(match.output)) == nil
    {
      findings.append(
        Finding(
          file: script.name, line: said.line, "there is no session \(match.output)",
          instead: "name one that this or an earlier command makes"))
    }
  }

  private static func words(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
