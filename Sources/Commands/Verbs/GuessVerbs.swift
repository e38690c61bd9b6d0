import Explanations
import Files
import Lab
import Screens

/// What `guess` does: it asks nobody, and computes.
enum GuessVerbs {
  /// Bytes of a list at most.
  private static let listLimit = 1 << 24

  static func common(_ interpreter: inout Interpreter) throws(CommandError) -> Page {
    try guess(&interpreter, CommonPasswords.words)
  }

  static func one(_ interpreter: inout Interpreter, _ word: String) throws(CommandError) -> Page {
    try guess(&interpreter, [word])
  }

  static func list(_ interpreter: inout Interpreter, _ name: String) throws(CommandError) -> Page {
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try FileContents.read(interpreter.url(name))
    } catch {
      throw CommandError(
        refusal: "file.unreadable", ["file": name, "reason": error.reason], status: .badData)
    }
    guard bytes.count <= listLimit else {
      throw CommandError(refusal: "file.too-long", ["file": name, "limit": "\(listLimit)"])
    }
    let words = bytes.split { $0 == 0x0a || $0 == 0x0d }.map { String(decoding: $0, as: UTF8.self) }
    guard !words.isEmpty else { throw CommandError(refusal: "file.empty", ["file": name]) }
    return try guess(&interpreter, words)
  }

  private static func guess(
    _ interpreter: inout Interpreter, _ words: [String]
  ) throws(CommandError) -> Page {
    let guesses = interpreter.lab.guess(words)
    if guesses.contains(where: \.opens) {
      _ = try interpreter.change { lab throws(LabError) in lab.take(guesses) }
    }
    return Screens.guessed(guesses, of: words.count)
  }
}

extension Guess {
  /// Whether what was found opens a recording.
  fileprivate var opens: Bool {
    if case .sharedKey = target { found != nil } else { false }
  }
}
