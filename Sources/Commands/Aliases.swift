import Lab
import Screens

/// Words of the user's own for one or several commands.
public struct Aliases: Hashable, Sendable {
  /// What each word stands for.
  public private(set) var texts: [String: String] = [:]

  public init() {}

  /// Makes a word stand for commands.
  ///
  /// - Throws: when the word is not free or not a word, or when a command is none.
  mutating func add(_ word: String, _ text: String, in table: CommandTable) throws(CommandError) {
    guard word.wholeMatch(of: /[a-z][a-z0-9\-]{0,30}/) != nil else {
      throw CommandError("an alias has small letters, digits and hyphens")
    }
    if let command = table.command(word) {
      throw CommandError(
        "'\(word)' is a command already: \(command.summary)", details: ["take another word"])
    }
    // Commands alone, so that no alias can stand for itself.
    for typed in try Tokenizer.commands(in: text) { _ = try table.find(typed.tokens) }
    texts[word] = text
  }

  /// - Returns: whether there was one.
  mutating func remove(_ word: String) -> Bool { texts.removeValue(forKey: word) != nil }

  /// The commands in a line, aliases spelled out; what was typed behind one comes at its end.
  ///
  /// - Throws: when a quote is not closed or an escape is unknown.
  func commands(in line: String) throws(CommandError) -> [TypedCommand] {
    var all: [TypedCommand] = []
    for typed in try Tokenizer.commands(in: line) {
      guard let first = typed.tokens.first, !first.isQuoted, let text = texts[first.text] else {
        all.append(typed)
        continue
      }
      let rest = typed.text.drop(while: \.isWhitespace).dropFirst(first.text.count)
      all += try Tokenizer.commands(in: text + rest)
    }
    return all
  }

  /// The commands that make these aliases, in a fixed order.
  public var script: String {
    texts.sorted { $0.key < $1.key }.map { "alias \($0.key) \(Self.quoted($0.value))\n" }.joined()
  }

  static func quoted(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }
}

extension Aliases {
  /// Others, with what was changed in these since some moment.
  public func changed(since before: Aliases, in others: Aliases) -> Aliases {
    var all = others
    for word in Set(texts.keys).union(before.texts.keys) where texts[word] != before.texts[word] {
      all.texts[word] = texts[word]
    }
    return all
  }
}

extension Interpreter {
  /// Goes on with other aliases, such as another window has kept.
  public mutating func adopt(_ aliases: Aliases) { self.aliases = aliases }

  /// Takes aliases from a script of `alias` commands.
  ///
  /// - Returns: the first line that makes none, and why; the others are taken nevertheless.
  public mutating func readAliases(_ script: String) -> (line: Int, reason: String)? {
    var wrong: (line: Int, reason: String)?
    for (place, line) in script.split(separator: "\n", omittingEmptySubsequences: false)
      .enumerated()
    {
      do throws(CommandError) {
        for typed in try Tokenizer.commands(in: String(line)) {
          let words = typed.tokens.map(\.text)
          guard words.count == 3, words[0] == "alias" else {
            throw CommandError("'\(typed.text)' makes no alias")
          }
          try aliases.add(words[1], words[2], in: table)
        }
      } catch {
        wrong = wrong ?? (place + 1, error.what)
      }
    }
    return wrong
  }
}

enum AliasVerbs {
  static func list(_ interpreter: inout Interpreter) throws(CommandError) -> Page {
    let own = interpreter.aliases.texts.sorted { $0.key < $1.key }
    let fixed = interpreter.table.commands.flatMap { command in
      command.aliases.map { ($0, command.name) }
        + command.forms.flatMap { form in
          form.aliases.map { ($0, ([command.name] + form.leadingWords).joined(separator: " ")) }
        }
    }.sorted { $0.0 < $1.0 }
    var page = Page([.line(Line("OWN", .heading))])
    if own.isEmpty {
      page.add(" none yet")
    } else {
      page.add(.table(Table(rows: own.map { [Line($0.key, .command), Line($0.value)] })))
    }
    page.add(.blank)
    page.add(Line("FIXED", .heading))
    page.add(.table(Table(rows: fixed.map { [Line($0.0, .command), Line($0.1)] })))
    page.next = ["help alias"]
    return page
  }

  static func add(
    _ interpreter: inout Interpreter, _ word: String, _ text: String
  ) throws(CommandError) -> Page {
    try interpreter.aliases.add(word, text, in: interpreter.table)
    return Page(
      [.paragraph(Line(word, .command) + Line(" now stands for: \(text)"), indent: 0)],
      next: [word, "unalias \(word)"])
  }

  static func remove(
    _ interpreter: inout Interpreter, _ word: String
  ) throws(CommandError) -> Page {
    guard interpreter.aliases.remove(word) else {
      throw CommandError("'\(word)' is no alias of yours", meant: "alias")
    }
    return Page(lines: ["'\(word)' is free again"])
  }
}

extension Word<String> {
  /// An alias that somebody has made.
  static var ownAlias: Word {
    named("WORD") { typed in
      typed.interpreter.aliases.texts.sorted { $0.key < $1.key }.map { Candidate($0.key, $0.value) }
    }
  }
}
