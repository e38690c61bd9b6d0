import Lab
import Screens

enum StateVerbs {
  @Sendable static func state(
    _ interpreter: Interpreter, _ arguments: Arguments
  ) throws(CommandError) -> JSONValue {
    let document = interpreter.lab.stateDocument
    guard let path = arguments["PATH"] else { return document }
    return try Expectation.value(at: path, in: document)
  }

  @Sendable static func expect(
    _ interpreter: inout Interpreter, _ arguments: Arguments
  ) throws(CommandError) -> Page {
    let expectation = Expectation(
      path: arguments.one("PATH"),
      operation: Expectation.Operator(rawValue: arguments.one("OP")) ?? .equal,
      expected: arguments.text("VALUE"))
    try expectation.check(
      try Expectation.value(at: expectation.path, in: interpreter.lab.stateDocument))
    return passed("\(expectation.path) \(expectation.operation.rawValue) \(expectation.expected)")
  }

  @Sendable static func expectExistence(
    _ interpreter: inout Interpreter, _ arguments: Arguments
  ) throws(CommandError) -> Page {
    let path = arguments.one("PATH")
    let found = interpreter.lab.stateDocument.find(path.split(separator: ".").map(String.init))
    guard let found, found != .null else {
      throw CommandError(
        "expectation failed: \(path)",
        details: ["expected: exists", "found:    \(found == nil ? "no such path" : "null")"],
        status: .expectationFailed)
    }
    return passed("\(path) exists")
  }

  private static func passed(_ text: String) -> Page {
    Page([.line(Line("ok", .good) + Line("  \(text)"))])
  }
}
