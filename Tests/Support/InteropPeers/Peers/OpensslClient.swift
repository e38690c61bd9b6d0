/// `openssl s_client`. It prints what it reads and sends what is written to its input; a line of
/// its input that begins with Q, R, k or K is a command.
public final class OpensslClient: ClientPeer {
  public let process: PeerProcess

  /// Starts the program, which connects at once.
  public init(_ cell: Cell, run: Int, port: UInt16, credentials: PeerCredentials) throws {
    try PeerFiles.write(into: credentials.folder)
    process = try PeerProcess(
      "openssl", credentials.fill(cell.runs[run], port: port), folder: credentials.folder)
  }
}
