import Files
import Lessons
public import Platform

/// Where the program keeps what must outlive it, after the XDG Base Directory Specification.
public struct StateDirectory: Sendable, Hashable {
  /// History, progress, autosave: `$XDG_STATE_HOME/tlslab`.
  public var state: URL
  /// `$XDG_CONFIG_HOME/tlslab`.
  public var configuration: URL

  public init(
    environment: [String: String] = ProcessInfo.processInfo.environment,
    home: URL? = nil
  ) {
    let home = home ?? HomeFolder.find(environment: environment)

    func folder(_ variable: String, default path: String) -> URL {
      // "All paths set in these environment variables must be absolute", others are ignored.
      let base = environment[variable].flatMap {
        $0.hasPrefix("/") ? URL(fileURLWithPath: $0) : nil
      }
      return (base ?? home.appendingPathComponent(path)).appendingPathComponent("tlslab")
    }
    state = folder("XDG_STATE_HOME", default: ".local/state")
    configuration = folder("XDG_CONFIG_HOME", default: ".config")
  }

  /// The lines typed at the prompt.
  public var history: URL { state.appendingPathComponent("history") }
  /// Aliases, kept as commands.
  public var aliases: URL { configuration.appendingPathComponent("aliases") }
  /// Where programs kept that before saved labs were databases.
  public var formerAutosave: URL { state.appendingPathComponent("autosave.json") }
  /// The lab as it was after the last command.
  public var autosave: URL { autosave(of: 1) }
  /// The lab of one of several windows, counted from 1.
  public func autosave(of window: Int) -> URL {
    state.appendingPathComponent("autosave\(window == 1 ? "" : "-\(window)").tlslab-save")
  }
  /// The labs of lessons.
  var lessons: URL { LessonStore(folder: state).labs }
}
