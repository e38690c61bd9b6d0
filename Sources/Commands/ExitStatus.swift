/// How a command, a script or the program ended; the numbers are what a shell sees.
public enum ExitStatus: Int32, Hashable, Sendable, CaseIterable {
  case ok = 0
  /// A command could not be carried out.
  case failed = 1
  /// An `expect` found something else.
  case expectationFailed = 2
  /// The program was called in a way that it does not know.
  case usage = 64
  /// A file that was to be read is damaged or not what it should be.
  case badData = 65
  case interrupted = 130

  /// In a few words, for the manuals.
  var meaning: String {
    switch self {
    case .ok: "all well"
    case .failed: "a command failed"
    case .expectationFailed: "an 'expect' found something else"
    case .usage: "the program was called in a way that it does not know"
    case .badData: "a file that was to be read is damaged or not what it should be"
    case .interrupted: "interrupted"
    }
  }
}
