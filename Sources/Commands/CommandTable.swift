import Lab
import Screens

/// Verbs by their words. Other targets may add theirs, and further forms of verbs that exist.
public struct CommandTable: Sendable {
  public private(set) var commands: [Command]
  /// A word to the place of its command and the fixed words that it stands for.
  private var words: [String: (place: Int, leading: [String])] = [:]

  /// The verbs that need nothing but a lab.
  public static let lab = CommandTable(
    connectCommands + stepCommands + lookCommands + tryCommands + attackCommands + tamperCommands
      + worldCommands
      + certificateCommands + inspectCommands
      + fileCommands + helpCommands)

  /// - Parameters:
  ///   - commands: verbs, each once.
  ///   - further: of verbs among them; those of others are left out.
  public init(_ commands: [Command], _ further: [FurtherForms] = []) {
    self.commands = commands
    for further in further {
      for place in commands.indices where commands[place].name == further.verb {
        self.commands[place].forms += further.forms
        self.commands[place].examples += further.examples
      }
    }
    for (place, command) in self.commands.enumerated() {
      for word in [command.name] + command.aliases { words[word] = (place, []) }
      for form in command.forms {
        for alias in form.aliases { words[alias] = (place, form.leadingWords) }
      }
    }
  }

  /// This table with further verbs, and further forms of those that it has.
  public func adding(_ more: [Command], _ further: [FurtherForms] = []) -> CommandTable {
    CommandTable(commands + more, further)
  }

  /// This table without whatever reads or writes files.
  public var withoutFiles: CommandTable {
    CommandTable(
      commands.compactMap { command in
        var command = command
        command.forms.removeAll { $0.parts.contains(where: \.isFile) }
        return command.forms.isEmpty ? nil : command
      })
  }

  /// This table for what is carried out though nobody typed it: without files, without what is the user's own and
  /// outlives the lab, and without the end of the program.
  public var unattended: CommandTable {
    CommandTable(withoutFiles.commands.filter { !Self.personal.contains($0.name) })
  }

  private static let personal: Set = ["alias", "unalias", "quit"]

  /// What a lesson may do by itself: play in the lab, and reach neither files nor programs outside.
  public static let confined = lab.unattended

  /// Why a lesson may not do by itself what this table takes; nil where it may, and where this table does not take it.
  public func refusal(ofUnattended line: String) -> CommandError? {
    guard (try? check(line)) != nil, (try? Self.confined.check(line)) == nil else { return nil }
    return CommandError(
      "a lesson may not do '\(line)' by itself",
      details: ["files, programs outside, aliases and 'quit' are for those who type"])
  }

  /// The command for a verb or an alias.
  public func command(_ word: String) -> Command? { words[word].map { commands[$0.place] } }

  /// Every word that begins a command.
  public var allWords: [String] { words.keys.sorted() }

  /// Holds a line against the grammar; nothing is carried out.
  public func check(_ line: String) throws(CommandError) {
    for typed in try Tokenizer.commands(in: line) {
      let (command, tokens) = try find(typed.tokens)
      _ = try command.match(tokens)
    }
  }

  /// The command that the words begin with, and the words after the verb, aliases spelled out.
  func find(_ tokens: [Token]) throws(CommandError) -> (command: Command, tokens: [Token]) {
    guard let verb = tokens.first else { throw CommandError("nothing to do") }
    guard let entry = words[verb.text] else { throw unknown(tokens) }
    let rest = entry.leading.map { Token($0) } + tokens.dropFirst()
    return (commands[entry.place], rest)
  }

  /// The verb of a command and the words behind it, aliases spelled out; nil where there is no such verb.
  package func words(of typed: TypedCommand) -> (command: Command, words: [String])? {
    guard let (command, tokens) = try? find(typed.tokens) else { return nil }
    return (command, tokens.map(\.text))
  }

  private func unknown(_ tokens: [Token]) -> CommandError {
    let verb = tokens[0].text
    var error = CommandError("unknown command '\(verb)'")
    let known = allWords.filter { $0.count > 2 }
    if let word = nearest(to: verb.lowercased(), among: known).first {
      error.meant = ([word] + tokens.dropFirst().map(\.asOneWord)).joined(separator: " ")
    } else {
      error.details = [String(worded: "'help' lists the commands")]
    }
    return error
  }
}

/// Further ways to use a verb that another target declares.
public struct FurtherForms: Sendable {
  public let verb: String
  let forms: [Form]
  let examples: [Command.Example]

  public init(of verb: String, _ forms: [Form], examples: [Command.Example] = []) {
    self.verb = verb
    self.forms = forms
    self.examples = examples
  }
}
