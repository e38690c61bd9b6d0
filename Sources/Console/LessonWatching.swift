import Commands
import Lab
import Lessons
import Platform
import Screens

/// `lesson watch`: findings at each save.
enum LessonWatching {
  /// How often files are looked at, in seconds.
  private static let pause = 0.25

  static func run(
    _ interpreter: inout Interpreter, _ name: String
  ) throws(CommandError) -> Page {
    var watch = try LessonWatch(name, interpreter)
    let isInput = Terminal.isInputTerminal
    if isInput { Terminal.beginKeys() }
    defer { if isInput { Terminal.endKeys() } }
    if isInput { say([String(worded: "q or Ctrl-C ends")], interpreter) }
    repeat { say(watch.look(at: time) ?? [], interpreter) } while goesOn
    return Page()
  }

  /// Waits a while.
  ///
  /// - Returns: whether nobody ended it meanwhile.
  private static var goesOn: Bool {
    guard !Interrupt.isRequested, !Terminal.isDeserted else { return false }
    switch Terminal.readKey(within: pause) {
    case .interrupted, .endOfInput, .character("q"), .character("\u{4}"): return false
    default: return true
    }
  }

  private static func say(_ lines: [String], _ interpreter: Interpreter) {
    for line in lines { interpreter.surroundings.announce(line) }
  }

  private static var time: String {
    Date().formatted(
      Date.ISO8601FormatStyle(timeZone: .current).time(includingFractionalSeconds: false))
  }
}
