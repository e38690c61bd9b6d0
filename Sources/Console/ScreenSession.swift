import Commands
import Explanations
import FullScreen
import Lab
import Screens

/// A walk on the full screen, from the moment in which the terminal is taken over until it is given back.
final class ScreenSession {
  private let screen: CursesScreen
  private let unicode: Bool?
  private var walk: Walk
  private var candidates: [Completion] = []

  /// Carries out a line and keeps what came of it, as the prompt does.
  ///
  /// - Returns: what came of it, and what is to be warned of.
  typealias Execute = (String) -> (outcome: Outcome, warnings: [String])

  /// - Returns: nil where the terminal refuses.
  init?(_ appearance: Appearance, _ lab: Lab, history: [String]) {
    guard let screen = CursesScreen(color: appearance.color) else { return nil }
    self.screen = screen
    unicode = appearance.unicode
    let size = screen.size
    walk = Walk(
      rows: size.rows, columns: size.columns, unicode: unicode ?? lab.settings[.uiUnicode],
      history: history)
  }

  /// Why the terminal can't be taken over; nil where it can.
  static func refusal(_ appearance: Appearance) -> String? {
    if appearance.screenReader { return said(.refusal, "screen.reader") }
    guard Terminal.isInputTerminal, Terminal.isOutputTerminal, CursesScreen.isPossible else {
      return said(.refusal, "screen.none")
    }
    let size = Terminal.size
    let least = CursesScreen.least
    guard size.width >= least.columns, size.height >= least.rows else {
      return said(
        .refusal, "screen.small",
        [
          "columns": "\(size.width)", "rows": "\(size.height)",
          "least": "\(least.columns) by \(least.rows)",
        ])
    }
    return nil
  }

  /// How it was left.
  enum End {
    /// Back to the prompt.
    case prompt
    /// The program is to end.
    case quit
    /// The terminal is gone.
    case deserted
  }

  /// Takes keys until somebody has enough.
  func run(
    _ interpreter: () -> Interpreter, said remarks: Page?, typed: (String) -> Void,
    execute: Execute
  ) -> End {
    defer { screen.close() }
    look(interpreter())
    walk.take(Walk.Answer(remarks: remarks))
    while true {
      screen.show(walk.grid())
      guard let key = nextKey() else { return .deserted }
      guard let request = walk.press(key) else { continue }
      switch request {
      case .leave: return .prompt
      case .redraw: screen.redraw()
      case .steal: offerTheft(interpreter())
      case .complete(let before, let next, let again):
        complete(interpreter(), before, next, again)
      case .find(let text, let session):
        let place = session.map { " session=\($0)" } ?? ""
        if let end = carryOut("find \(text.asOneWord)\(place)", true, interpreter, execute) {
          return end
        }
      case .run(let line, let isTyped):
        if isTyped { typed(line) }
        if let end = carryOut(line, isTyped, interpreter, execute) { return end }
      }
    }
  }

  /// Waits for a key, and draws what the window's size changes meanwhile.
  ///
  /// - Returns: nil: nobody is there any more.
  private func nextKey() -> Key? {
    while true {
      let event = screen.read()
      if Interrupt.isRequested {
        Interrupt.clear()
        return .interrupted
      }
      switch event {
      case .key(let key): return key
      case .end: return nil
      case .nothing: continue
      case .resized:
        let size = screen.size
        walk.resize(rows: size.rows, columns: size.columns)
        screen.show(walk.grid())
      }
    }
  }

  private func look(_ interpreter: Interpreter) {
    walk.unicode = unicode ?? interpreter.lab.settings[.uiUnicode]
    walk.look(at: interpreter.lab, holdsReasons: interpreter.holdsReasons)
  }

  // MARK: Commands

  /// - Returns: how it ends, if it does.
  private func carryOut(
    _ line: String, _ isTyped: Bool, _ interpreter: () -> Interpreter, _ execute: Execute
  ) -> End? {
    if walk.saysWaiting() { screen.show(walk.grid()) }
    let (outcome, warnings) = execute(line)
    Interrupt.clear()
    if outcome.quits { return .quit }
    look(interpreter())
    walk.take(answer(outcome, to: line, isTyped, interpreter()))
    for warning in warnings { walk.say(warning) }
    return nil
  }

  /// What moves along the session is told by the panes; anything else is shown as the prompt shows it.
  private func answer(
    _ outcome: Outcome, to line: String, _ isTyped: Bool, _ interpreter: Interpreter
  ) -> Walk.Answer {
    var answer = Walk.Answer(remarks: outcome.remarks, error: outcome.error?.page)
    let isMove = !isTyped || interpreter.isMove(line)
    guard !isMove else { return answer }
    var page = outcome.page
    if outcome.opensScreen, page.blocks.isEmpty {
      walk.say(said(.page, "screen.open"))
      return answer
    }
    if outcome.error != nil {
      answer.error = page
      return answer
    }
    // The remarks stand in it already.
    answer.remarks = nil
    page.next = outcome.page.next
    answer.page = page
    return answer
  }

  private func offerTheft(_ interpreter: Interpreter) {
    let choices = interpreter.candidates(after: "compromise ").map {
      Walk.Choice(
        command: "compromise \($0.insert)", name: $0.insert, meaning: $0.description)
    }
    guard !choices.isEmpty else { return walk.say(said(.page, "screen.steal.nothing")) }
    walk.offer(choices, said(.page, "screen.steal"))
  }

  private func complete(
    _ interpreter: Interpreter, _ before: String, _ next: Character?, _ again: Bool
  ) {
    let candidates = interpreter.candidates(after: before).map {
      Completion(insert: $0.insert, description: $0.description)
    }
    switch TabDecision(before: before, next: next, candidates: candidates, again: again) {
    case .insert(let text): walk.complete(text)
    case .list(let fitting):
      walk.list(fitting.map { Walk.Choice(command: "", name: $0.insert, meaning: $0.description) })
    case .nothing: return
    }
  }

  /// Asks for one key, below everything.
  func confirm(_ question: String) -> Bool {
    walk.say(said(.page, "screen.asked", ["question": question]))
    screen.show(walk.grid())
    return [.character("y"), .character("Y")].contains(nextKey())
  }

  /// Says something while a command is carried out.
  func announce(_ text: String) {
    walk.say(text)
    screen.show(walk.grid())
  }
}
