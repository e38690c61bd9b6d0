public import Foundation

/// A newer OpenSSL (4.0) in a Python process, as a server or a client over TCP: the only peer here
/// that speaks X25519MLKEM768. It prints what it reads and sends what is written to its input.
public final class HybridSocketPeer: ServerPeer {
  public let process: PeerProcess
  /// The port on 127.0.0.1 on which it listens, or to which it connects.
  public let port: UInt16

  private static let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("hybrid_socket.py")

  /// Starts the program.
  ///
  /// - Parameters:
  ///   - python: the Python that has pyOpenSSL.
  ///   - port: where our server listens; nil where we are the client.
  public init(_ cell: Cell, python: URL, port: UInt16?, credentials: PeerCredentials) throws {
    let arguments = credentials.fill(cell.runs[0], port: port ?? 0)
    process = try PeerProcess(
      program: python, [Self.script.path] + arguments, folder: credentials.folder)
    self.port = try port ?? process.announcedPort()
  }
}
