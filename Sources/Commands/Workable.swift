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
    let isCommand = (try? Tokenizer.commands(in: meant))?.first.flatMap { command in
      command.tokens.first.flatMap { interpreter.table.command($0.text) }
    }
    let lines = isCommand == nil ? Self.lines(typed, with: meant, error) : [meant]
    var others: [(meant: String, tokens: [Token], what: String)] = []
    for line in lines {
      guard let error = failure(of: line) else { return line }
      if refused == nil, isCommand != nil { refused = (line, error) }
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

  /// What was typed, with a word in the place of each word for which it may be meant.
  private static func lines(
    _ typed: [Token], with meant: String, _ error: String
  ) -> [String] {
    let words = typed.map(\.text)
    let places = words.indices.dropFirst().reversed()
    let named = places.filter { words[$0].count > 1 && error.contains("'\(words[$0])'") }
    let new = meant.split(separator: "=", maxSplits: 1).map(String.init)
    return (named + places.filter { !named.contains($0) }).flatMap { place -> [String] in
      let pair = words[place].split(separator: "=", maxSplits: 1).map(String.init)
      var variants: [String] = []
      switch (pair.count, new.count) {
      case (2, 2):
        // `version=1.3` for what goes by the name of a setting.
        variants = ["\(pair[0])=\(new[1])", meant]
      case (2, _): variants = ["\(meant)=\(pair[1])", "\(pair[0])=\(meant)"]
      default: variants = [meant]
      }
      return variants.map { variant in
        var line = words
        line[place] = variant
        return line.map(\.asOneWord).joined(separator: " ")
      }
    }
  }
}
