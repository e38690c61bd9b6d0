import Commands
import Foundation
import Lab
import TLSEngine

/// The golden sessions, step by step.
struct WalkedScript {
  /// A moment of a session: the lab, and the session as it will have ended.
  struct Moment {
    var lab: Lab
    var session: Session
    var end: Session
  }

  /// Whether every step is looked at: it takes minutes.
  static let isWhole = ProcessInfo.processInfo.environment["TLSLAB_WHOLE"] != nil

  /// Moments of every session of a script, up to the first theft: its end, and what the stride hits.
  static func moments(of name: String, every stride: Int?) throws -> [Moment] {
    var interpreter = Interpreter(Lab(seed: 1))
    var moments: [Moment] = []
    let text = try String(
      contentsOf: GoldenTests.folder.appendingPathComponent("\(name).tlslab"), encoding: .utf8)
    for line in text.split(separator: "\n") where !line.hasPrefix("export") {
      if line.hasPrefix("compromise") { break }
      guard line.hasPrefix("connect") else {
        _ = interpreter.execute(String(line))
        continue
      }
      _ = interpreter.execute("walk" + line.dropFirst("connect".count))
      var lab = interpreter.lab
      try lab.goOn()
      guard let end = lab.currentSession else { continue }
      moments.append(Moment(lab: lab, session: end, end: end))
      if let stride { moments += try Self.moments(from: interpreter.lab, to: end, every: stride) }
      interpreter = Interpreter(lab)
    }
    return moments
  }

  private static func moments(
    from beginning: Lab, to end: Session, every stride: Int
  ) throws -> [Moment] {
    var lab = beginning
    var moments: [Moment] = []
    while let session = lab.currentSession, !session.isAtRest {
      if isWhole || session.steps.count % stride == stride / 2 {
        moments.append(Moment(lab: lab, session: session, end: end))
      }
      try lab.step()
    }
    return moments
  }
}
