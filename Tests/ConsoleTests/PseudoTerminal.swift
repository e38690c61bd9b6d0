import Foundation

/// The program in a pseudo-terminal of a given size, as a user would have it before them.
final class PseudoTerminal: @unchecked Sendable {
  static let executable = URL(fileURLWithPath: CommandLine.arguments[0])
    .resolvingSymlinksInPath().deletingLastPathComponent().appendingPathComponent("tlslab")
  static var canRun: Bool { FileManager.default.isExecutableFile(atPath: executable.path) }

  let columns: Int
  private let folder: TemporaryFolder
  private let process = Process()
  private let terminal: FileHandle
  private let lock = NSLock()
  private var bytes: [UInt8] = []
  private var isClosed = false

  struct Silence: Error, CustomStringConvertible {
    var awaited: String
    var seen: String
    var description: String { "waited for '\(awaited)', the screen ends in:\n\(seen)" }
  }

  init(
    _ arguments: [String], columns: Int, rows: Int, environment: [String: String] = [:]
  ) throws {
    self.columns = columns
    folder = try TemporaryFolder()
    var outside: Int32 = -1
    var inside: Int32 = -1
    var size = winsize()
    size.ws_col = UInt16(columns)
    size.ws_row = UInt16(rows)
    guard openpty(&outside, &inside, nil, nil, &size) == 0 else {
      throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
    }
    terminal = FileHandle(fileDescriptor: outside, closeOnDealloc: true)
    let end = FileHandle(fileDescriptor: inside, closeOnDealloc: false)
    process.executableURL = Self.executable
    process.arguments = arguments
    process.environment = [
      "XDG_STATE_HOME": folder.url.path, "XDG_CONFIG_HOME": folder.url.path, "PAGER": "cat",
      "TERM": "xterm", "EDITRC": "/dev/null", "PATH": "/usr/bin:/bin", "HOME": folder.url.path,
    ].merging(environment) { _, new in new }
    process.standardInput = end
    process.standardOutput = end
    process.standardError = end
    try process.run()
    close(inside)
    Thread.detachNewThread { [self, outside] in collect(outside) }
  }

  deinit { if process.isRunning { process.terminate() } }

  /// Until the last one inside has closed it, or until the window is closed: nothing reads from it then.
  private func collect(_ descriptor: Int32) {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      let ready = poll(&waiting, 1, 50)
      if lock.withLock({ isClosed }) {
        try? terminal.close()
        return
      }
      if ready == 0 { continue }
      let count = read(descriptor, &buffer, buffer.count)
      guard count > 0 else { return }
      lock.withLock { bytes += buffer[..<count] }
    }
  }

  /// Everything that was shown, without what moves the cursor or sets colours.
  var text: String { Self.plain(raw) }

  /// The same with it.
  var raw: String { String(decoding: lock.withLock { bytes }, as: UTF8.self) }

  private static func plain(_ raw: String) -> String {
    raw.replacing(/\u{1b}\[[0-9;?]*[A-Za-z]/, with: "").replacing(/\u{1b}[=>]/, with: "")
      .replacing("\r\n", with: "\n").replacing("\r", with: "")
  }

  /// Another size, as when somebody draws at the window's edge. Tests' threads hold signals back, and the
  /// program inherits that: it may have to find out by itself.
  func resize(columns: Int, rows: Int) {
    var size = winsize()
    size.ws_col = UInt16(columns)
    size.ws_row = UInt16(rows)
    _ = ioctl(terminal.fileDescriptor, UInt(TIOCSWINSZ), &size)
    kill(process.processIdentifier, SIGWINCH)
  }

  func press(_ keys: String) { try? terminal.write(contentsOf: Data(keys.utf8)) }

  /// Types a line and waits for the next prompt.
  ///
  /// - Returns: what was shown meanwhile.
  @discardableResult
  func type(_ line: String) throws -> String {
    let before = raw.utf8.count
    press(line + "\r")
    var shown = ""
    try wait(for: "a prompt after '\(line)'") {
      let new = self.raw.utf8.dropFirst(before)
      shown = Self.plain(String(decoding: Array(new), as: UTF8.self))
      return shown.contains("\n") && Self.endsInPrompt(shown)
    }
    return shown
  }

  private static func endsInPrompt(_ text: String) -> Bool {
    let last = text.split(separator: "\n", omittingEmptySubsequences: false).last ?? ""
    return last.wholeMatch(of: #/[a-zA-Z0-9.\-]+( [a-z0-9.\-\/]+){0,2}> */#) != nil
  }

  func waitForPrompt() throws {
    try wait(for: "the first prompt") { Self.endsInPrompt(self.text) }
  }

  func wait(forText awaited: String) throws {
    try wait(for: awaited) { self.text.contains(awaited) }
  }

  func wait(for what: String, _ isThere: () -> Bool) throws {
    // Long, because other tests load the machine; a screen that comes ends it at once.
    let deadline = Date() + 240
    while !isThere() {
      guard Date() < deadline else { throw Silence(awaited: what, seen: String(text.suffix(600))) }
      usleep(20_000)
    }
  }

  func waitForExit() throws -> Int32 {
    try wait(for: "the end of the program") { !self.process.isRunning }
    return process.terminationStatus
  }

  /// Closes the window, and waits until the program in it is gone.
  func closeWindow() throws {
    lock.withLock { isClosed = true }
    _ = try waitForExit()
  }

  /// Lines that do not fit and would be wrapped or cut; what is typed at a prompt may wrap.
  var tooLong: [String] {
    let lines = text.split(separator: "\n").map(String.init)
    return lines.filter { line in
      line.count > columns && line.firstMatch(of: #/^[a-zA-Z0-9.\-\/ ]*> /#) == nil
    }
  }
}
