import Commands
import Lab
import Screens
import TLSEngine

/// What a command showed, in the words by which lessons ask for it.
enum Looking {
  /// - Returns: nothing for a command that shows nothing in particular.
  static func looks(_ typed: TypedCommand, _ interpreter: Interpreter) -> [String] {
    guard let (command, words) = interpreter.table.words(of: typed) else { return [] }
    let plain = words.filter { $0.first != "-" && !$0.contains("=") }
    switch command.name {
    case "show": return shown(plain, session(in: words, interpreter.lab))
    case "next", "step":
      return last(of: interpreter.lab.currentSession).map { ["message \($0)"] } ?? []
    default: return [([command.name] + plain).joined(separator: " ")]
    }
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
      let message = words.dropFirst().first?.prefix { $0 != "." }
      return [whole] + (message.map { ["message \(name(String($0), in: session))"] } ?? [])
    default: return [whole]
    }
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
