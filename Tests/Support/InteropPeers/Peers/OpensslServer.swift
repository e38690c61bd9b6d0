/// `openssl s_server`. It prints what it reads and sends what is written to its input; a line of
/// its input that begins with Q, q, r, R, P, S, B, k, K or c is a command.
public final class OpensslServer: ServerPeer {
  public let process: PeerProcess
  public let port: UInt16

  /// Starts the program and waits until it listens.
  public init(_ cell: Cell, credentials: PeerCredentials) throws {
    try PeerFiles.write(into: credentials.folder)
    process = try PeerProcess(
      "openssl", credentials.fill(cell.runs[0], port: 0), folder: credentials.folder)
    port = try process.announcedPort()
  }
}
