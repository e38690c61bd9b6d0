import Lab

/// Holds a value of the state document against what it should be.
struct Expectation {
  var path: String
  var operation: Operator
  var expected: String

  enum Operator: String, CaseIterable {
    case equal = "=="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case contains

    static let words = allCases.map(\.rawValue)
  }

  /// The value at the path.
  ///
  /// - Throws: when there is no such path: a failed command, not a failed expectation.
  static func value(at path: String, in document: JSONValue) throws(CommandError) -> JSONValue {
    if let value = document.find(path.split(separator: ".").map(String.init)) { return value }
    throw CommandError(
      "no '\(path)' in the state",
      meant: nearest(to: path, among: paths(in: document), limit: 1).first)
  }

  /// Every path of a document, for suggestions and completion.
  static func paths(in document: JSONValue, below parent: String = "") -> [String] {
    guard case .object(let members) = document else { return [] }
    return members.sorted { $0.key < $1.key }.flatMap { key, value in
      let path = parent.isEmpty ? key : "\(parent).\(key)"
      return [path] + paths(in: value, below: path)
    }
  }

  /// Throws when the value is another one.
  func check(_ value: JSONValue) throws(CommandError) {
    guard try holds(value) else {
      throw CommandError(
        "expectation failed: \(path)",
        details: ["expected: \(operation.rawValue) \(expected)", "found:    \(value.text)"],
        status: .expectationFailed)
    }
  }

  private func holds(_ value: JSONValue) throws(CommandError) -> Bool {
    switch operation {
    case .equal: return value.text == expected
    case .notEqual: return value.text != expected
    case .contains:
      if case .array(let items) = value { return items.contains { $0.text == expected } }
      return value.text.contains(expected)
    case .less, .lessOrEqual, .greater, .greaterOrEqual: return try holds(ordered: value)
    }
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
