import CLibeditShims
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

  /// Writes text to standard output at once, in order with what the line editor writes.
  public static func write(_ text: String) { tlslab_terminal_write(text) }

  /// Writes text to standard error. What gets lost there is lost: there is nobody left to tell.
  public static func complain(_ text: String) { tlslab_terminal_complain(text) }

  /// Why something that was written got lost, in the system's words; nil when nothing was.
  public static var lostOutput: String? {
    let code = tlslab_terminal_write_error()
    return code == 0 ? nil : String(cString: strerror(code))
  }

  public enum Key: Sendable, Hashable {
    case character(Character)
    /// Ctrl-C.
    case interrupted
    case endOfInput
    /// None within the time that was given.
    case nothing
  }

  /// Waits for one key without Enter; it isn't shown. A byte that isn't ASCII comes as U+FFFD.
  ///
  /// - Parameter seconds: how long at most; nil: for ever.
  public static func readKey(within seconds: Double? = nil) -> Key {
    let milliseconds = seconds.map { Int32(max(0, min($0, 3600)) * 1000) } ?? -1
    let code = tlslab_terminal_read_key(milliseconds)
    if code == TLSLAB_KEY_NONE { return .nothing }
    if code == TLSLAB_KEY_INTERRUPTED { return .interrupted }
    guard let byte = UInt8(exactly: code) else { return .endOfInput }
    return byte < 0x80 ? .character(Character(Unicode.Scalar(byte))) : .character("\u{fffd}")
  }
}
