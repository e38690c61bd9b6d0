import Foundation

/// A peer's program that runs for a cell.
public protocol RunningPeer: AnyObject {
  /// The program.
  var process: PeerProcess { get }
}

extension RunningPeer {
  /// All that the peer has said so far.
  public var output: String { process.output }

  /// Writes a line to the peer's input, which it sends on or takes as a command.
  public func send(_ line: String) { process.send(line) }

  /// Waits until the peer has said this so many times.
  @discardableResult
  public func waitFor(_ text: String, times: Int = 1, seconds: Double = Patience.seconds) throws
    -> String
  {
    try process.waitFor(text, times: times, seconds: seconds)
  }

  /// Ends the program.
  public func stop() { process.stop() }

  /// Waits until the peer has said everything that the cell expects of it.
  public func waitForEvidence(of cell: Cell, seconds: Double = Patience.seconds) throws {
    for evidence in cell.evidence {
      try waitFor(evidence.text, times: evidence.times, seconds: seconds)
    }
  }
}

/// A peer that listens.
public protocol ServerPeer: RunningPeer {
  /// The port on 127.0.0.1.
  var port: UInt16 { get }
}

/// A peer that connects.
public protocol ClientPeer: RunningPeer {
  init(_ cell: Cell, run: Int, port: UInt16, credentials: PeerCredentials) throws
}

extension Cell {
  /// Starts the peer of a cell in which we are the client; it listens when this returns.
  public func startServer(_ credentials: PeerCredentials) throws -> any ServerPeer {
    switch peer {
    case .gnutlsServer: try GnutlsServer(self, credentials: credentials)
    case .opensslServer: try OpensslServer(self, credentials: credentials)
    default: throw PeerFailure("\(peer.rawValue) is no server")
    }
  }

  /// Starts the peer of a cell in which we are the server.
  ///
  /// - Parameter run: which of the cell's `runs`, from 0.
  public func startClient(
    run: Int = 0, port: UInt16, credentials: PeerCredentials
  ) throws -> any ClientPeer {
    guard runs.indices.contains(run) else { throw PeerFailure("\(self) has no run \(run)") }
    return switch peer {
    case .opensslClient:
      try OpensslClient(self, run: run, port: port, credentials: credentials)
    case .gnutlsClient: try GnutlsClient(self, run: run, port: port, credentials: credentials)
    case .nssClient: try NSSClient(self, run: run, port: port, credentials: credentials)
    case .curlClient: try CurlClient(self, run: run, port: port, credentials: credentials)
    default: throw PeerFailure("\(peer.rawValue) is no client")
    }
  }
}
