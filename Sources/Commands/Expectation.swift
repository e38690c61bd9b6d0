public import Lab
import Screens

/// Holds a value of the state document against what it should be: `PATH OP VALUE`.
public struct Expectation: Hashable, Sendable {
  public var path: String
  public var operation: Operator
  /// Empty where the operator is `exists`.
  public var expected: String

  public enum Operator: String, Hashable, Sendable, CaseIterable {
    case equal = "=="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case contains
    /// The opposite.
    case lacks
    /// Anything but null.
    case exists

    /// Those that a value follows.
    static let comparisons = allCases.filter { $0 != .exists }
  }

  init(path: String, operation: Operator, expected: String) {
    self.path = path
    self.operation = operation
    self.expected = expected
  }

  /// Reads `sessions.S1.kx == rsa`.
  ///
  /// - Throws: when it is none, with what was probably meant.
  public init(_ text: String) throws(CommandError) {
    let words = text.split(separator: " ", maxSplits: 2).map(String.init)
    guard words.count > 1, let operation = Operator(rawValue: words[1]),
      (operation == .exists) == (words.count == 2)
    else {
      throw CommandError(
        "'\(text)' is no expectation",
        details: [
          "PATH OP VALUE with \(Operator.comparisons.map(\.typed).joined(separator: " ")), or PATH exists"
        ])
    }
    self.init(path: words[0], operation: operation, expected: words.count > 2 ? words[2] : "")
  }

  /// The expectation as it is typed.
  public var text: String {
    operation == .exists
      ? "\(path) exists" : "\(path) \(operation.rawValue) \(expected)"
  }

  /// The value at the path; nil when there is no such path.
  public func found(in document: JSONValue) -> JSONValue? {
    document.find(path.split(separator: ".").map(String.init))
  }

  /// Whether a document is as expected; one without such a path is not.
  public func isMet(in document: JSONValue) -> Bool {
    (try? check(in: document)) != nil
  }

  /// The value at the path.
  ///
  /// - Throws: when there is no such path: a failed command, not a failed expectation.
  static func value(at path: String, in document: JSONValue) throws(CommandError) -> JSONValue {
    if let value = document.find(path.split(separator: ".").map(String.init)) { return value }
    let known = paths(in: document)
    let meant = nearest(to: path, among: known, limit: 1).first ?? continuation(of: path, known)
    throw CommandError(
      "no '\(path)' in the state",
      details: meant == nil ? ["'state' shows all of it; Tab goes on at a dot"] : [], meant: meant)
  }

  /// The path that ends as one that is not there: its beginning was left out, or is another.
  private static func continuation(of path: String, _ known: [String]) -> String? {
    let last = path.split(separator: ".").last.map(String.init) ?? path
    let leaves = known.map { $0.split(separator: ".").last.map(String.init) ?? $0 }
    guard let leaf = likely(last, among: Array(Set(leaves)).sorted()) else { return nil }
    return zip(known, leaves).first { $0.1 == leaf }?.0
  }

  /// Every path of a document, for suggestions and completion.
  package static func paths(in document: JSONValue, below parent: String = "") -> [String] {
    guard case .object(let members) = document else { return [] }
    return members.sorted { $0.key < $1.key }.flatMap { key, value in
      let path = parent.isEmpty ? key : "\(parent).\(key)"
      return [path] + paths(in: value, below: path)
    }
  }

  /// - Throws: when the value is another one, there is no such path, or they can't be compared.
  public func check(in document: JSONValue) throws(CommandError) {
    if operation == .exists { return try checkExistence(in: document) }
    let value = try Self.value(at: path, in: document)
    guard try holds(value) else {
      throw failed("\(operation.rawValue) \(expected)", found: value.text)
    }
  }

  private func checkExistence(in document: JSONValue) throws(CommandError) {
    let found = found(in: document)
    guard found == nil || found == .null else { return }
    throw failed("exists", found: found == nil ? "no such path" : "null")
  }

  private func failed(_ expected: String, found: String) -> CommandError {
    CommandError(
      "expectation failed: \(path)",
      details: [
        String(worded: "expected: \(expected)"), String(worded: "found:    \(found)"),
      ], status: .expectationFailed)
  }

  private func holds(_ value: JSONValue) throws(CommandError) -> Bool {
    switch operation {
    case .equal: return value.text == expected
    case .notEqual: return value.text != expected
    case .contains: return contains(value)
    case .lacks: return !contains(value)
    case .exists: return value != .null
    case .less, .lessOrEqual, .greater, .greaterOrEqual: return try holds(ordered: value)
    }
  }

  private func contains(_ value: JSONValue) -> Bool {
    if case .array(let items) = value { return items.contains { $0.text == expected } }
    return value.text.contains(expected)
  }

  private func holds(ordered value: JSONValue) throws(CommandError) -> Bool {
    guard let found = number(value.text), let wanted = number(expected) else {
      throw CommandError(
        "\(operation.rawValue) compares numbers; \(path) is '\(value.text)'",
        details: ["expected: \(operation.rawValue) \(expected)"])
    }
    switch operation {
    case .less: return found < wanted
    case .lessOrEqual: return found <= wanted
    case .greater: return found > wanted
    default: return found >= wanted
    }
  }

  /// Whole numbers and versions such as `1.2`.
  private func number(_ text: String) -> Double? {
    guard let number = Double(text), number.isFinite else { return nil }
    return number
  }
}
