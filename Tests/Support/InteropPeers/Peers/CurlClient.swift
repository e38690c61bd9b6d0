/// `curl`. It asks for `/` in HTTP/1.1 and prints the body of the answer.
public final class CurlClient: ClientPeer {
  public let process: PeerProcess

  /// Starts the program, which connects at once.
  public init(_ cell: Cell, run: Int, port: UInt16, credentials: PeerCredentials) throws {
    process = try PeerProcess(
      "curl", credentials.fill(cell.runs[run], port: port), folder: credentials.folder)
  }
}
