/// `gnutls-serv --echo`: it sends back every line that it reads. It listens on all addresses, since
/// it has no option for less.
public final class GnutlsServer: ServerPeer {
  public let process: PeerProcess
  public let port: UInt16

  /// Starts the program and waits until it listens.
  public init(_ cell: Cell, credentials: PeerCredentials) throws {
    try PeerFiles.write(into: credentials.folder)
    var tries = 0
    while true {
      tries += 1
      let port = try FreePort.ask()
      let process = try PeerProcess(
        "gnutls-serv", credentials.fill(cell.runs[0], port: port), folder: credentials.folder)
      do {
        try process.waitFor("listening on IPv4 0.0.0.0 port \(port)...done")
        self.process = process
        self.port = port
        return
      } catch {
        process.stop()
        // Somebody else may have taken the port meanwhile.
        guard tries < 3 else { throw error }
      }
    }
  }
}
