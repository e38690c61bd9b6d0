import Lab
import Screens

// What is offered to be typed instead works when it is typed: it was tried in a copy of the lab.
extension Interpreter {
  /// An error that offers what can be carried out now, or nothing.
  ///
  /// A suggestion that is a word and no command takes the place of the word that it was meant for; one that fails is
  /// followed to its own.
  func workable(_ error: CommandError, for typed: TypedCommand) -> CommandError {
    // Where one is to choose, nothing is there to be tried.
    guard depth == 0, let meant = error.meant, !meant.contains("|") else { return error }
    var error = error
    var trial = Trial(self)
    error.meant = trial.workable(
      meant, of: typed.tokens, besides: error.what, Trial.depth)
    // What was meant can't be done now: it is said, with the reason, beside what can; the same is not said twice.
    if let (line, refused) = trial.refused, refused.what != error.what,
      error.meant?.split(separator: " ").first != line.split(separator: " ").first
    {
      error.details = ["'\(line)': \(refused.what)"] + (error.meant == nil ? refused.details : [])
    }
    return error
  }
}

/// An attempt at what somebody may have meant; nothing of it is seen outside.
private struct Trial {
  /// How far suggestions lead to others.
  static let depth = 3

  private let interpreter: Interpreter
  /// What was meant first, and why it could not be done.
  private(set) var refused: (line: String, error: CommandError)?

  init(_ interpreter: Interpreter) {
    var copy = interpreter
    copy.companion = nil
    copy.courier = nil
    copy.surroundings = Interpreter.Surroundings(makeSeed: { 1 })
    self.interpreter = copy
  }

  /// The first line that works, of one and of those to which it leads.
  ///
  /// - Parameter error: what was wrong: the word that it names is the first to be replaced.
  mutating func workable(
    _ meant: String, of typed: [Token], besides error: String, _ depth: Int
  ) -> String? {
    guard depth > 0 else { return nil }
    let tokens = (try? Tokenizer.commands(in: meant))?.first?.tokens ?? []
    let command = tokens.first.flatMap { interpreter.table.command($0.text) }
    let lines =
      command.map { whole(meant, tokens, $0, of: typed, error) }
      ?? Self.lines(typed, with: meant, error)
    var others: [(meant: String, tokens: [Token], what: String)] = []
    for line in lines {
      guard let error = failure(of: line) else { return line }
      if refused == nil, command != nil { refused = (line, error) }
      if let next = error.meant, next != meant {
        let tokens = (try? Tokenizer.commands(in: line))?.first?.tokens ?? typed
        others.append((next, tokens, error.what))
      }
    }
    for other in others {
      if let line = workable(other.meant, of: other.tokens, besides: other.what, depth - 1) {
        return line
      }
    }
    return nil
  }

  /// Why a line can't be carried out; of what would reach files or programs outside, only whether it is understood.
  private func failure(of line: String) -> CommandError? {
    do throws(CommandError) {
      try interpreter.table.check(line)
    } catch {
      return remedied(line, error)
    }
    guard (try? CommandTable.confined.check(line)) != nil else { return nil }
    var copy = interpreter
    copy.depth = 1
    // That something is not as expected is an answer.
    guard let error = copy.executeConfined(line).error, error.status != .expectationFailed else {
      return nil
    }
    return remedied(line, error)
  }

  /// The error with what was probably meant, as somebody would read it who typed the line.
  private func remedied(_ line: String, _ error: CommandError) -> CommandError {
    guard let typed = (try? Tokenizer.commands(in: line))?.first else { return error }
    do throws(CommandError) {
      let (command, tokens) = try interpreter.found(typed)
      _ = try interpreter.matched(command, tokens)
      return interpreter.meant(typed, error)
    } catch {
      return interpreter.meant(typed, error)
    }
  }

  /// The command that was meant, with the switches and the session that were typed: without `--redact` it would
  /// hand out what somebody wanted to keep, and without the session be about another one.
  private func whole(
    _ meant: String, _ tokens: [Token], _ command: Command, of typed: [Token], _ error: String
  ) -> [String] {
    guard let verb = typed.first, interpreter.table.command(verb.text)?.name == command.name,
      !command.forms.contains(where: \.isText)
    else { return [meant] }
    var left: [Token] = []
    for (place, token) in typed.enumerated().dropFirst()
    where !tokens.contains(token) && !token.isNamed(in: error) {
      guard token.isSwitch || token.pair?.key == Part.sessionKey else { continue }
      left.append(token)
      if command.takesWord(after: token), typed.indices.contains(place + 1) {
        left.append(typed[place + 1])
      }
    }
    let line = ([meant] + left.map(\.asOneWord)).joined(separator: " ")
    return left.contains(where: \.isSwitch) || left.isEmpty ? [line] : [line, meant]
  }

  /// What was typed, with a word in the place of each word for which it may be meant; never in that of a switch.
  private static func lines(
    _ typed: [Token], with meant: String, _ error: String
  ) -> [String] {
    let places = typed.indices.dropFirst().reversed().filter { !typed[$0].isSwitch }
    let named = places.filter { typed[$0].isNamed(in: error) }
    let new = meant.split(separator: "=", maxSplits: 1).map(String.init)
    return (named + places.filter { !named.contains($0) }).flatMap { place -> [String] in
      let pair = typed[place].text.split(separator: "=", maxSplits: 1).map(String.init)
      let variants: [String] =
        switch (pair.count, new.count) {
        case (2, 2):
          // `version=1.3` for what goes by the name of a setting.
          ["\(pair[0])=\(new[1].asOneWord)", "\(new[0])=\(new[1].asOneWord)"]
        case (2, _):
          ["\(meant.asOneWord)=\(pair[1].asOneWord)", "\(pair[0])=\(meant.asOneWord)"]
        default: [meant.asOneWord]
        }
      return variants.map { variant in
        var line = typed.map(\.asOneWord)
        line[place] = variant
        return line.joined(separator: " ")
      }
    }
  }
}

extension Command {
  /// Whether it is a switch with a word after it.
  fileprivate func takesWord(after token: Token) -> Bool {
    forms.contains { form in
      form.parts.contains { part in
        if case .option(token.text, _, _) = part { token.isSwitch } else { false }
      }
    }
  }
}
