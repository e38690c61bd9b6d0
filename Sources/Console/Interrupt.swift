import CLibeditShims

/// Ctrl-C while a command runs: a flag that long work looks at, so that it can stop cleanly.
///
/// ``LineEditor/readLine(prompt:)`` lowers the flag, so that what came before a line was read does
/// not stop the command in it.
public enum Interrupt {
  /// From now on Ctrl-C raises the flag instead of ending the process.
  public static func install() { tlslab_interrupt_install() }

  /// Whether Ctrl-C was pressed since the flag was last lowered; any thread may ask.
  public static var isRequested: Bool { tlslab_interrupt_is_requested() }

  /// Raises the flag, as Ctrl-C does.
  public static func request() { tlslab_interrupt_request() }

  /// Lowers the flag.
  public static func clear() { tlslab_interrupt_clear() }
}
