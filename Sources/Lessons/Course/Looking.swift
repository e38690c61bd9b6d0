import Commands
import Lab
import Screens
import TLSEngine

/// What a command showed, in the words by which lessons ask for it.
enum Looking {
  /// - Returns: nothing for a command that shows nothing in particular.
  static func looks(_ typed: TypedCommand, _ interpreter: Interpreter) -> [String] {
    guard let (command, words) = interpreter.table.words(of: typed) else { return [] }
    let lab = interpreter.lab
    let plain = words.filter { $0.first != "-" && !$0.contains("=") }
      .map { $0 == "last" ? lab.sessions.last?.id ?? $0 : $0 }
    switch command.name {
    case "show":
      let session = session(in: words, lab)
      return of(session, shown(plain, session))
    case "next", "step":
      let session = lab.currentSession
      return of(session, last(of: session).map { ["message \($0)"] } ?? [])
    case "diff" where plain.count == 2:
      return [plain, plain.reversed()].map { (["diff"] + $0).joined(separator: " ") }
    case "cascade", "why":
      // Without a session they show the current one.
      let whole = ([command.name] + plain).joined(separator: " ")
      guard plain.isEmpty, let session = lab.currentSession else { return [whole] }
      return [whole, "\(whole) \(session.id)"]
    default: return [([command.name] + plain).joined(separator: " ")]
    }
  }

  /// The same, and with the session that it was a look at.
  private static func of(_ session: Session?, _ looks: [String]) -> [String] {
    looks + (session.map { session in looks.map { "\($0) of \(session.id)" } } ?? [])
  }

  /// Whether a command's screen is by the way, and not what it was typed for: it makes something, and what that is
  /// stands in the goals.
  static func isFolded(_ typed: TypedCommand, _ table: CommandTable) -> Bool {
    guard let (command, _) = table.words(of: typed), command.name != "walk" else { return false }
    return [.connect, .attack, .world].contains(command.group)
  }

  private static func shown(_ words: [String], _ session: Session?) -> [String] {
    guard let what = words.first else { return [] }
    let whole = words.joined(separator: " ")
    switch what {
    case "message", "bytes":
      let name = words.dropFirst().first.map { self.name($0, in: session) } ?? last(of: session)
      return [whole] + (name.map { ["message \($0)"] } ?? [])
    case "field":
      guard let path = words.dropFirst().first else { return [whole] }
      return [whole] + field(path, in: session)
    default: return [whole]
    }
  }

  /// A field, whether or not its message was named: that is the last one that has it.
  private static func field(_ path: String, in session: Session?) -> [String] {
    let parts = path.split(separator: ".").map(String.init)
    guard let first = parts.first else { return [] }
    if Int(first) != nil || MessageKind.name(first) != nil {
      let message = name(first, in: session)
      let rest = parts.dropFirst().joined(separator: ".")
      return ["field \(message).\(rest)", "message \(message)"]
    }
    guard let session,
      let number = session.messages.indices.reversed().map({ $0 + 1 }).first(where: {
        Screens.fieldPaths(session, number: $0).contains { $0.hasSuffix(".\(path)") }
      })
    else { return [] }
    let message = session.messages[number - 1].message.name
    return ["field \(message).\(path)", "message \(message)"]
  }

  /// The name of a message that was named by its number, or by its name.
  private static func name(_ word: String, in session: Session?) -> String {
    guard let number = Int(word), let messages = session?.messages,
      messages.indices.contains(number - 1)
    else { return MessageKind.name(word) ?? word }
    return messages[number - 1].message.name
  }

  private static func last(of session: Session?) -> String? {
    session?.messages.last?.message.name
  }

  private static func session(in words: [String], _ lab: Lab) -> Session? {
    let name = words.first { $0.hasPrefix("session=") }?.dropFirst("session=".count)
    return name.map { lab.session(String($0)) } ?? lab.currentSession
  }
}
