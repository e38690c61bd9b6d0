import Foundation
import InteropPeers

/// A server's program in the foreground, on a port that was free, with the processes that it starts.
final class Daemon {
  let port: UInt16
  private let process: PeerProcess

  /// How often another port is tried: somebody may take a free one before the server does.
  private static let tries = 3

  /// Starts a program and waits until it greets on its port.
  ///
  /// - Parameters:
  ///   - program: its name, to be found in `PATH`.
  ///   - folder: where it runs; made if it is not there.
  ///   - greeting: what it says of itself, or answers to the hello.
  ///   - hello: what a client says first.
  ///   - configure: writes the configuration for a port; returns the arguments.
  init(
    _ program: String, folder: URL, greeting: String, hello: String = "",
    configure: (UInt16) throws -> [String]
  ) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    var failures: [String] = []
    for _ in 0..<Self.tries {
      let port = try FreePort.ask()
      let arguments = try configure(port)
      let process = try SignalMask.lifted { try PeerProcess(program, arguments, folder: folder) }
      do {
        try Greeting.wait(for: greeting, hello: hello, port: port, from: process)
      } catch {
        failures.append("\(error)")
        Self.end(process)
        continue
      }
      self.port = port
      self.process = process
      return
    }
    throw PeerFailure(failures.joined(separator: "\n"))
  }

  deinit { stop() }

  var output: String { process.output }

  func stop() { Self.end(process) }

  /// Asks the program and what it started to end, so that it reaps its own; kills what does not.
  private static func end(_ process: PeerProcess) {
    // Only while the program runs is the number of its group surely its own.
    if process.isRunning { kill(-process.number, SIGTERM) }
    _ = try? process.waitForEnd(seconds: 1)
    if process.isRunning { kill(-process.number, SIGKILL) }
    process.stop()
  }
}
