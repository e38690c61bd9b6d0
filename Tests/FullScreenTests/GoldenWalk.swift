import Commands
import Foundation
import Lab
import Screens

@testable import FullScreen

/// A walk through one of the golden sessions, as the program goes through it: keys to the screen, commands to
/// an interpreter.
struct GoldenWalk {
  var interpreter: Interpreter
  var walk: Walk

  /// The names of the scripts that make the golden sessions.
  static let names: [String] = {
    let files = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
    return (files ?? []).filter { $0.hasSuffix(".tlslab") }.map { String($0.dropLast(7)) }.sorted()
  }()

  private static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("transcripts")

  /// The same sessions are wanted again and again, and their keys take a while.
  private static let begun = Begun()

  private final class Begun: @unchecked Sendable {
    private let lock = NSLock()
    private var made: [String: Interpreter] = [:]

    func interpreter(_ name: String) throws -> Interpreter {
      if let known = lock.withLock({ made[name] }) { return known }
      let begun = try GoldenWalk.begin(name)
      lock.withLock { self.made[name] = begun }
      return begun
    }
  }

  struct Refused: Error { var line: String }

  /// A lab in which the last session of the script has begun.
  private static func begin(_ name: String) throws -> Interpreter {
    let script = try String(
      contentsOf: folder.appendingPathComponent("\(name).tlslab"), encoding: .utf8)
    var lines = script.split(separator: "\n").map(String.init).filter { !$0.hasPrefix("#") }
    lines = Array(lines.prefix { !$0.hasPrefix("expect") })
    guard let last = lines.lastIndex(where: { $0.hasPrefix("connect") }) else {
      throw Refused(line: script)
    }
    lines[last] = lines[last].replacing("connect", with: "walk")
    var interpreter = Interpreter(Lab(seed: 42))
    for line in lines[...last] where interpreter.execute(line).error != nil {
      throw Refused(line: line)
    }
    return interpreter
  }

  init(_ name: String, rows: Int = 24, columns: Int = 80, unicode: Bool = false) throws {
    interpreter = try Self.begun.interpreter(name)
    walk = Walk(rows: rows, columns: columns, unicode: unicode)
    walk.look(at: interpreter.lab)
  }

  /// Presses a key and carries out what it asks for.
  ///
  /// - Returns: whether it leads back to the prompt.
  @discardableResult
  mutating func press(_ key: Key) -> Bool {
    switch walk.press(key) {
    case .run(let line, let isTyped): run(line, isTyped)
    case .find(let text, let session):
      run("find \(text)" + (session.map { " session=\($0)" } ?? ""), true)
    case .leave: return true
    case .steal: walk.offer([Walk.Choice(command: "vault", name: "vault", meaning: "")], "?")
    case .complete: walk.complete("x")
    case .redraw, nil: break
    }
    return false
  }

  private mutating func run(_ line: String, _ isTyped: Bool) {
    let outcome = interpreter.execute(line)
    walk.look(at: interpreter.lab)
    walk.take(
      Walk.Answer(
        page: isTyped ? outcome.page : nil, remarks: outcome.remarks,
        error: outcome.error?.page))
  }

  var session: Session? { interpreter.lab.currentSession }

  /// Whether nothing is to come.
  var isAtRest: Bool { session?.isAtRest ?? true }
}

extension Walk {
  /// The screen as text, row after row.
  var text: [String] {
    let grid = grid()
    return (0..<grid.rows).map(grid.text(ofRow:))
  }
}

extension String {
  /// The words alone, whatever stands between them.
  var words: String { split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}
