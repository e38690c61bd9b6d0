import Lab
import Screens

enum StateVerbs {
  @Sendable static func state(
    _ interpreter: Interpreter, _ arguments: Arguments
  ) throws(CommandError) -> JSONValue {
    let document = interpreter.stateDocument
    guard let path = arguments["PATH"] else { return document }
    return try Expectation.value(at: path, in: document)
  }

  @Sendable static func expect(
    _ interpreter: inout Interpreter, _ arguments: Arguments
  ) throws(CommandError) -> Page {
    let expectation = Expectation(
      path: arguments.one("PATH"),
      operation: Expectation.Operator(rawValue: arguments.one("OP")) ?? .exists,
      expected: arguments.text("VALUE"))
    try expectation.check(in: interpreter.stateDocument)
    return Page([.line(Line("ok", .good) + Line("  \(expectation.text)"))])
  }
}
