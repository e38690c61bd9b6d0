public import Lab
import Screens

/// Some session, whichever it is, by what is so of it: `kx == rsa, outcome == established`.
public struct SessionDescription: Hashable, Sendable {
  /// Each holds one fact of a session against a value; its path is the fact's name.
  public var conditions: [Expectation]

  /// What stands before it where any such session will do.
  public static let opening = "any session:"

  public init(_ conditions: [Expectation]) { self.conditions = conditions }

  /// Reads conditions with commas between.
  ///
  /// - Throws: for one that is none, or that is about something that sessions have not.
  public init(_ text: String) throws(CommandError) {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    conditions = try parts.map { part throws(CommandError) in
      let condition = try Self.condition(String(part))
      guard SessionRecord.Fact(rawValue: condition.path) != nil else {
        throw Self.unknown(condition.path)
      }
      return condition
    }
  }

  private static func condition(_ text: String) throws(CommandError) -> Expectation {
    do throws(CommandError) {
      return try Expectation(text)
    } catch {
      let text = text.split(separator: " ").joined(separator: " ")
      throw CommandError(
        "'\(text)' says nothing of a session",
        details: ["FACT OP VALUE, or FACT exists, with commas between: kx == rsa, alert exists"])
    }
  }

  private static func unknown(_ name: String) -> CommandError {
    let facts = SessionRecord.Fact.allCases.map(\.rawValue).sorted()
    return CommandError(
      "a session has no '\(name)'", details: ["it has: \(facts.joined(separator: " "))"],
      meant: nearest(to: name, among: facts, limit: 1).first)
  }

  /// As it is typed.
  public var text: String { conditions.map(\.text).joined(separator: ", ") }

  // MARK: Sessions of a document

  /// The names of all sessions, the newest first.
  public static func names(in document: JSONValue) -> [String] {
    guard case .object(let sessions)? = document.find(["sessions"]) else { return [] }
    func number(_ name: String) -> Int { Int(name.filter(\.isNumber)) ?? 0 }
    return sessions.keys.filter { $0 != "last" }
      .sorted { (number($0), $0) > (number($1), $1) }
  }

  /// The names of those that are such, the newest first.
  public func sessions(in document: JSONValue) -> [String] {
    Self.names(in: document).filter { unmet(by: $0, in: document).isEmpty }
  }

  /// What is not so of a session.
  public func unmet(by session: String, in document: JSONValue) -> [Expectation] {
    guard let record = document.find(["sessions", session]) else { return conditions }
    return conditions.filter { !$0.isMet(in: record) }
  }

  /// - Throws: when no session is such, with what the last ones are instead.
  func check(in document: JSONValue) throws(CommandError) {
    guard sessions(in: document).isEmpty else { return }
    let others = Self.names(in: document).prefix(3).map { name in
      let differences = unmet(by: name, in: document).map { condition in
        "\(condition.path) is \(document.find(["sessions", name, condition.path])?.text ?? "null")"
      }
      return "\(name): \(differences.joined(separator: ", "))"
    }
    throw CommandError(
      "expectation failed: no session with \(text)",
      details: others.isEmpty ? ["there is no session"] : others, status: .expectationFailed)
  }
}
