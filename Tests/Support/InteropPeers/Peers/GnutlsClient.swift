/// `gnutls-cli`. It prints what it reads and sends what is written to its input; `^rekey^` and
/// `^renegotiate^` are commands.
public final class GnutlsClient: ClientPeer {
  public let process: PeerProcess

  /// Starts the program, which connects at once.
  public init(_ cell: Cell, run: Int, port: UInt16, credentials: PeerCredentials) throws {
    try PeerFiles.write(into: credentials.folder)
    process = try PeerProcess(
      "gnutls-cli", credentials.fill(cell.runs[run], port: port), folder: credentials.folder)
  }
}
