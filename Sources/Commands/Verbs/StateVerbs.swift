import Lab
import Screens

enum StateVerbs {
  static func state(_ interpreter: Interpreter, _ path: String?) throws(CommandError) -> JSONValue {
    guard let path else { return interpreter.stateDocument }
    return try Expectation.value(at: path, in: interpreter.stateDocument(along: path))
  }

  /// `any session: kx == rsa`.
  static func expectSession(
    _ interpreter: inout Interpreter, _ text: String
  ) throws(CommandError) -> Page {
    let description = try SessionDescription(text)
    try description.check(in: interpreter.stateDocument(along: "sessions"))
    let such = "\(SessionDescription.opening) \(description.text)"
    return Page([.line(Line("ok", .good) + Line("  \(such)"))])
  }

  static func expectExistence(
    _ interpreter: inout Interpreter, _ path: String, _ operation: Expectation.Operator
  ) throws(CommandError) -> Page { try expect(&interpreter, path, operation, "") }

  static func expect(
    _ interpreter: inout Interpreter, _ path: String, _ operation: Expectation.Operator,
    _ value: String
  ) throws(CommandError) -> Page {
    let expectation = Expectation(path: path, operation: operation, expected: value)
    try expectation.check(in: interpreter.stateDocument(along: path))
    return Page([.line(Line("ok", .good) + Line("  \(expectation.text)"))])
  }
}
