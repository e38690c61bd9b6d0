public import Foundation

/// A program of other people that runs beside us: its input is written line by line, its output is
/// read as it comes, and it never outlives its owner.
///
/// Standard output and standard error go to one file, so that no full pipe can stall the program
/// and the order of its words is kept.
public final class PeerProcess {
  private let process = Process()
  private let input = Pipe()
  private let file: URL
  private let writing: FileHandle
  private var isStopped = false

  /// The most bytes that a program may say: one that repeats itself for ever is stopped.
  private static let mostBytes = 2_000_000

  /// Starts a program.
  ///
  /// - Parameters:
  ///   - program: its name, to be found in `PATH`.
  ///   - folder: where the file of its output is kept while it runs.
  public convenience init(_ program: String, _ arguments: [String], folder: URL) throws {
    try self.init(program: Program.require(program), arguments, folder: folder)
  }

  /// Starts the program in this place.
  public init(program: URL, _ arguments: [String], folder: URL) throws {
    file = folder.appendingPathComponent("output-\(UUID().uuidString)")
    try Data().write(to: file)
    writing = try FileHandle(forWritingTo: file)
    process.executableURL = program
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.environment = Self.environment
    process.standardInput = input
    process.standardOutput = writing
    process.standardError = writing
    do {
      try process.run()
    } catch {
      isStopped = true
      close()
      throw error
    }
  }

  deinit { stop() }

  /// A distribution's settings forbid old versions and add their own; none is read.
  private static let environment: [String: String] = {
    var values = ProcessInfo.processInfo.environment
    values["OPENSSL_CONF"] = "/dev/null"
    values["GNUTLS_SYSTEM_PRIORITY_FILE"] = "/dev/null"
    values["NSS_IGNORE_SYSTEM_POLICY"] = "1"
    values["LC_ALL"] = "C"
    return values
  }()

  /// All that the program has said so far.
  public var output: String {
    String(decoding: (try? Data(contentsOf: file)) ?? Data(), as: UTF8.self)
  }

  /// Whether it still runs.
  public var isRunning: Bool { process.isRunning }

  /// Its number, by which signals reach it; the group of what it starts has the same number.
  public var number: Int32 { process.processIdentifier }

  /// Writes a line to the program's input; a program that has ended takes none.
  public func send(_ line: String) {
    guard process.isRunning else { return }
    try? input.fileHandleForWriting.write(contentsOf: Data((line + "\n").utf8))
  }

  /// Ends the program's input.
  public func endInput() {
    try? input.fileHandleForWriting.close()
  }

  /// Waits until the program has said this so many times.
  ///
  /// - Returns: its output so far.
  @discardableResult
  public func waitFor(_ text: String, times: Int = 1, seconds: Double = Patience.seconds) throws
    -> String
  {
    let deadline = Date(timeIntervalSinceNow: seconds)
    while true {
      // Looked at before the output, so that the last words of a program count.
      let isLast = !process.isRunning || Date() > deadline
      let output = output
      if output.components(separatedBy: text).count > times { return output }
      if isLast || output.utf8.count > Self.mostBytes {
        let why = process.isRunning ? "within \(seconds) s" : "before it ended"
        throw PeerFailure("not said \(why), \(times) times: \(text)\n\(command)\n\(output)")
      }
      usleep(3000)
    }
  }

  /// Waits until the program ends by itself.
  ///
  /// - Returns: its exit status.
  public func waitForEnd(seconds: Double = Patience.seconds) throws -> Int32 {
    let deadline = Date(timeIntervalSinceNow: seconds)
    while process.isRunning {
      guard Date() < deadline else {
        throw PeerFailure("did not end within \(seconds) s\n\(command)\n\(output)")
      }
      usleep(3000)
    }
    return process.terminationStatus
  }

  /// Kills the program if it still runs, reaps it, closes its files; what it said is gone.
  public func stop() {
    guard !isStopped else { return }
    isStopped = true
    // The program inherits the signal mask of a thread that may block all other signals.
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    process.waitUntilExit()
    close()
  }

  private func close() {
    try? input.fileHandleForWriting.close()
    try? input.fileHandleForReading.close()
    try? writing.close()
    try? FileManager.default.removeItem(at: file)
  }

  /// What was started, as one would type it.
  public var command: String {
    let name = process.executableURL?.lastPathComponent ?? ""
    return ([name] + (process.arguments ?? [])).joined(separator: " ")
  }
}

extension PeerProcess {
  /// Waits for the port that a server says it listens on: `ACCEPT 127.0.0.1:PORT`.
  public func announcedPort() throws -> UInt16 {
    let ready = "ACCEPT 127.0.0.1:"
    // Said with the end of the line, so that no digit is still to come.
    let deadline = Date(timeIntervalSinceNow: Patience.seconds)
    while true {
      let output = try waitFor(ready)
      let rest = output.components(separatedBy: ready)[1]
      if rest.contains("\n"), let port = UInt16(rest.prefix { $0.isNumber }) { return port }
      guard Date() < deadline else { throw PeerFailure("no port\n\(command)\n\(output)") }
    }
  }
}
