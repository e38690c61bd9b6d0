import CLibeditShims
public import Commands
import Files
public import Platform

/// What the terminal can do, and how large it is.
public enum Terminal {
  public struct Size: Sendable, Hashable {
    public var width: Int
    public var height: Int

    public init(width: Int, height: Int) {
      self.width = width
      self.height = height
    }
  }

  /// The size in characters now; 80 by 24 where there is no terminal or it doesn't say.
  public static var size: Size {
    let size = tlslab_terminal_size()
    return Size(
      width: size.columns > 0 ? Int(size.columns) : 80, height: size.rows > 0 ? Int(size.rows) : 24)
  }

  public static var isInputTerminal: Bool { isatty(STDIN_FILENO) == 1 }
  public static var isOutputTerminal: Bool { isatty(STDOUT_FILENO) == 1 }
  public static var isErrorTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  /// Whether to print in colour: on a terminal alone, and not with `--no-color`, `TERM=dumb` or a
  /// `NO_COLOR` that isn't empty.
  public static func allowsColor(
    noColorOption: Bool,
    isTerminal: Bool = isOutputTerminal,
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) -> Bool {
    guard isTerminal && !noColorOption && environment["TERM"] != "dumb" else { return false }
    return (environment["NO_COLOR"] ?? "").isEmpty
  }

  /// Whether the terminal can begin a screen anew.
  static var canClear: Bool { ProcessInfo.processInfo.environment["TERM"] != "dumb" }

  /// To be called before anything else: no stream that is closed, and no write that fails, ends the
  /// program or gets into a file that is opened later.
  public static func prepare() { tlslab_streams_prepare() }

  /// Writes to standard output at once, in order with what the line editor writes.
  public static func write(_ shown: Shown) {
    var text = shown.text
    text.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { tlslab_terminal_write($0.baseAddress, $0.count) }
    }
  }

  /// Writes bytes to standard output as they are, for another program.
  ///
  /// - Returns: what went wrong.
  @Sendable static func pass(_ bytes: [UInt8]) -> CommandError? {
    do throws(HandedOut.Refusal) {
      try HandedOut.write(
        bytes, to: URL(fileURLWithPath: "/dev/stdout"), mode: 0o600, replacing: true)
      return nil
    } catch {
      return CommandError(error, "/dev/stdout")
    }
  }

  /// Writes to standard error. What gets lost there is lost: there is nobody left to tell.
  public static func complain(_ shown: Shown) {
    var text = shown.text
    text.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { tlslab_terminal_complain($0.baseAddress, $0.count) }
    }
  }

  /// Whether nobody reads any more what is written: a pipe to `head` that has seen enough.
  public static var isDeserted: Bool { tlslab_terminal_write_error() == EPIPE }

  /// How the program is to end: not well where something that was written got lost. That is said, but
  /// for a reader who has left.
  public static func settled(_ status: ExitStatus) -> ExitStatus {
    let code = tlslab_terminal_write_error()
    guard code != 0 else { return status }
    if code == EPIPE { return [.ok, .interrupted].contains(status) ? .failed : status }
    complain(Shown("error: can't write standard output: \(String(cString: strerror(code)))\n"))
    return status == .ok ? .failed : status
  }

  /// Whether something was typed, or pasted, that nobody has read yet: nobody waits then for a key, and
  /// no other program gets it.
  public static var hasInput: Bool { tlslab_terminal_has_input() }
}
