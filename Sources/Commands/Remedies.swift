import Bytes
import Lab
import Screens
import TLSEngine
import TLSKeys
import TLSWire

// What helps on where somebody is stuck: something to type, one line.
extension Interpreter {
  /// The command that the words begin with; where there is none, what they may be about.
  func found(_ typed: TypedCommand) throws(CommandError) -> (command: Command, tokens: [Token]) {
    do throws(CommandError) {
      return try table.find(typed.tokens)
    } catch {
      throw remedied(error, typed.tokens)
    }
  }

  /// A thing that goes by that name is shown; words that something is about are searched for.
  private func remedied(_ error: CommandError, _ tokens: [Token]) -> CommandError {
    guard depth == 0, let verb = tokens.first?.text else { return error }
    var error = error
    let rest = tokens.dropFirst().map(\.asOneWord)
    if let line = settingLine(verb, rest) {
      error.meant = line
      error.details = []
      return error
    }
    let things = SearchIndex.things(self)
    if let line = Self.synonyms[verb.lowercased()] {
      error.meant = ([line] + rest).joined(separator: " ")
      error.details = []
    } else if verb.hasSuffix("s"), let command = table.command(String(verb.dropLast())),
      command.forms.contains(where: \.lists)
    {
      error.meant = "\(command.name) list"
      error.details = []
    } else if let thing = things.first(where: { $0.name.lowercased() == verb.lowercased() }) {
      error.meant = thing.command
      error.details = []
    } else if error.meant == nil {
      let words = ([verb.asOneWord] + rest).joined(separator: " ")
      guard words.count(where: \.isLetter) > 2 else { return error }
      let search = Search(words, among: things)
      guard search.meant == nil, !search.found.isEmpty else { return error }
      error.meant = "search \(words)"
      error.details = []
    }
    return error
  }

  /// What people call a command that goes by another word here.
  private static let synonyms = [
    "read": "decrypt", "open": "decrypt", "crack": "decrypt", "unsteal": "forget",
    "intercept": "mitm", "call": "connect",
  ]

  /// `kx=rsa` belongs behind `connect`, and `client.verify off` behind `set`.
  private func settingLine(_ verb: String, _ rest: [String]) -> String? {
    let pair = verb.split(separator: "=", maxSplits: 1).map(String.init)
    guard let key = pair.first else { return nil }
    if verb == "resume", let session = rest.first ?? lab.current {
      return (["connect", "resume=\(session)"] + rest.dropFirst()).joined(separator: " ")
    }
    if pair.count == 2, SettingCatalogue.shorthands[key] != nil {
      return (["connect", verb.asOneWord] + rest).joined(separator: " ")
    }
    guard SettingCatalogue.setting(key) != nil else { return nil }
    return (["set"] + pair.map(\.asOneWord) + rest).joined(separator: " ")
  }

  /// The form of a command that fits the words; where none does, the pair or the port that is missing.
  func matched(
    _ command: Command, _ tokens: [Token]
  ) throws(CommandError) -> (form: Form, taken: [[Token]]) {
    do throws(CommandError) {
      return try command.match(tokens)
    } catch {
      guard depth == 0, error.meant == nil else { throw error }
      let words = tokens.map(\.text)
      var error = error
      if let line = Self.joined(words, command) {
        error.meant = "\(command.name) \(line)"
      } else if ["connect", "walk"].contains(command.name), let line = Self.paired(words) {
        error.meant = "\(command.name) \(line)"
      } else if command.name == "diff", words.isEmpty, lab.sessions.count > 1 {
        error.meant = (["diff"] + lab.sessions.suffix(2).map(\.id)).joined(separator: " ")
      } else if words.count < 2, command.forms.contains(where: \.lists) {
        error.meant = "\(command.name) list"
      }
      throw error
    }
  }

  /// `server key` for `server.key`, where the command takes that.
  private static func joined(_ words: [String], _ command: Command) -> String? {
    guard words.count > 1, !command.forms.contains(where: { $0.leadingWords.first == words[0] })
    else { return nil }
    for mark in [".", "-", "_"] {
      let whole = [words[0] + mark + words[1]] + words.dropFirst(2)
      if !words[0].contains("="), (try? command.match(whole.map { Token($0) })) != nil {
        return whole.map(\.asOneWord).joined(separator: " ")
      }
    }
    return nil
  }

  /// What was meant by words that are no pairs: `kx rsa`, `rsa`, and a host without its port.
  private static func paired(_ words: [String]) -> String? {
    guard let place = words.firstIndex(where: { !$0.contains("=") }) else { return nil }
    let word = words[place]
    var rest = words
    let version = version(word)
    if let key = settingKey(word) {
      guard words.indices.contains(place + 1) else { return nil }
      rest.replaceSubrange(place...place + 1, with: ["\(key)=\(words[place + 1])"])
    } else if takes("version", version) {
      rest[place] = "version=\(version)"
    } else if let key = ["kx", "group", "suite"].first(where: { takes($0, word) }) {
      rest[place] = "\(key)=\(word)"
    } else if place == 0, !word.contains(":"), word.contains(".") || word == "localhost" {
      rest[place] = "\(word):443"
    } else {
      return nil
    }
    return rest.map(\.asOneWord).joined(separator: " ")
  }

  /// `1.2` for `tls1.2`, `TLSv1.2` and `tls12`.
  private static func version(_ word: String) -> String {
    var rest = word.lowercased()[...]
    guard rest.hasPrefix("tls") else { return word }
    rest = rest.dropFirst(3).drop { "v-_".contains($0) }
    return rest.count == 2 && !rest.contains(".")
      ? "\(rest.prefix(1)).\(rest.suffix(1))" : String(rest)
  }

  /// What a word says of a pair: a key, or its end where no other key has that.
  private static func settingKey(_ word: String) -> String? {
    if SettingCatalogue.shorthands[word] != nil || SettingCatalogue.setting(word) != nil {
      return word
    }
    let keys = SettingCatalogue.all.map(\.key).filter { $0.hasSuffix(".\(word)") }
    return keys.count == 1 ? keys[0] : nil
  }

  private static func takes(_ shorthand: String, _ word: String) -> Bool {
    SettingCatalogue.shorthands[shorthand]?.contains {
      $0.accepted.words.contains { $0.lowercased() == word.lowercased() }
    } == true
  }

  /// What an alert means and what helps is offered with the screen on which it is seen first.
  func suggestExplanation(_ typed: TypedCommand, _ outcome: inout Outcome) {
    guard outcome.changed, outcome.error == nil, case .page(var page)? = outcome.answers.last,
      let (command, words) = table.words(of: typed),
      [.connect, .step].contains(command.group)
        || (command.name, words.first) == ("replay", "flight"),
      let alert = lab.currentSession?.failure?.alert, !page.next.contains("turn")
    else { return }
    let line = "explain \(alert.description.label)"
    guard !page.next.contains(line) else { return }
    page.next = [line] + page.next.prefix(3)
    outcome.answers[outcome.answers.count - 1] = .page(page)
  }

  /// A command that was refused, in the way in which it was probably meant.
  func meant(_ typed: TypedCommand, _ error: CommandError) -> CommandError {
    guard depth == 0, let (command, words) = table.words(of: typed) else { return error }
    if error.meant == "walk", command.group != .step {
      var error = error
      error.meant = "connect"
      return error
    }
    guard let first = words.first else { return error }
    let rest = words.dropFirst().map(\.asOneWord)
    var error = error
    switch command.name {
    case "set", "unset": error.meant = settingMeant(command.name, first, rest, error)
    // A file that was read, and is no key, was meant.
    case "compromise" where error.meant == nil && error.status != .badData:
      error.meant = lootMeant(words).map { "compromise \($0)" }
    case "replay" where first == "flight" && error.meant == nil && typed.text != Self.lastFlight:
      error.meant = Self.lastFlight
    case "replay" where lab.session(first) != nil: error.meant = "replay flight \(first)"
    case "connect", "walk":
      if let line = Self.quoted(words) { error.meant = "\(command.name) \(line)" }
    case "send" where error.meant == nil && Side(rawValue: first) == nil:
      error.meant = "send client \(words.joined(separator: " ").asOneWord)"
    case "show" where error.meant == nil && lab.session(first) != nil:
      error.meant = "where session=\(first)"
    case "show" where error.meant == nil && MessageKind.name(first) != nil:
      error.meant = "show message \(first)"
    default: break
    }
    return error
  }

  /// `server.key` for `server key`, and for the key of somebody who has another name here.
  private func lootMeant(_ words: [String]) -> String? {
    if words.count > 1 { return Loot(rawValue: "\(words[0]).\(words[1])")?.rawValue }
    guard let word = words.first, !word.contains("/") else { return nil }
    let known = lab.lootNames.map(\.word)
    let end = word.split(separator: ".").last.map { ".\($0.lowercased())" }
    return likely(word, among: known) ?? end.flatMap { end in known.first { $0.hasSuffix(end) } }
  }

  private static let lastFlight = "replay flight last"

  /// A text of several words that stands in no quotation marks.
  private static func quoted(_ words: [String]) -> String? {
    let texts = ["early=", "client.early-data="]
    guard let place = words.firstIndex(where: { word in texts.contains(where: word.hasPrefix) })
    else { return nil }
    let end = words[(place + 1)...].firstIndex { $0.contains("=") } ?? words.endIndex
    guard end > place + 1 else { return nil }
    let pair = words[place].split(separator: "=", maxSplits: 1).map(String.init)
    let text = ([pair.dropFirst().first ?? ""] + words[(place + 1)..<end]).joined(separator: " ")
    let rest = words[..<place] + ["\(pair[0])=\(text.asOneWord)"] + words[end...]
    return rest.map { $0.contains("=\"") ? $0 : $0.asOneWord }.joined(separator: " ")
  }

  /// The command about a setting whose name or value was not right.
  private func settingMeant(
    _ verb: String, _ first: String, _ rest: [String], _ error: CommandError
  ) -> String? {
    // A pair, as behind 'connect'.
    let typed = ([first] + rest).joined(separator: " ")
    let pair = typed.split(separator: "=", maxSplits: 1).map(\.trimmed)
    if pair.count == 2, !pair[0].contains(" "),
      rest.isEmpty || SettingCatalogue.setting(first) == nil
        || rest.first?.hasPrefix("=") == true
    {
      return (verb == "unset" ? [verb, pair[0]] : [verb] + pair).joined(separator: " ")
    }
    let isSetting = SettingCatalogue.setting(first) != nil
    let longer = SettingCatalogue.all.map(\.key).filter { $0.hasPrefix(first) && $0 != first }
    if !isSetting, let second = rest.first, longer.contains("\(first).\(second)") {
      return ([verb, "\(first).\(second)"] + rest.dropFirst()).joined(separator: " ")
    }
    if !isSetting, let settings = SettingCatalogue.shorthands[first], settings.count > 1 {
      return rest.first.map { "connect \(first)=\($0)" }
    }
    guard let meant = error.meant ?? (longer.count == 1 ? longer[0] : nil) else { return nil }
    let named = meant.split(separator: "=", maxSplits: 1).map { String($0).asOneWord }
    if named.count == 2 { return ([verb] + named).joined(separator: " ") }
    if isSetting { return "\(verb) \(first) \(meant)" }
    return ([verb, meant] + rest).joined(separator: " ")
  }
}
