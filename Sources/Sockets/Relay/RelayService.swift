public import Commands
public import Lab
import Network
import Platform
import TLSKeys

/// `tlslab relay`: stands between every client that calls the port and one server, until it is stopped.
public final class RelayService: Sendable {
  private let lab: Lab
  private let settings: SettingPairs
  private let listener: TCPListener
  private let endpoint: Endpoint
  private let relay: Relay
  private let patience: SocketCourier.Patience

  /// The port that was opened.
  public var port: Int { listener.port }

  /// Opens the port.
  ///
  /// - Parameter server: `HOST:PORT`.
  /// - Throws: when the port can't be had, a setting is none, or the server is not there to have its
  ///   certificate copied.
  public init(
    _ lab: Lab, port: Int, to server: String, on terms: RelayTerms,
    patience: SocketCourier.Patience = SocketCourier.Patience(handshake: 10, conversation: 10)
  ) throws {
    var lab = lab
    self.patience = patience
    settings = terms.settings
    // A choice that no session takes is refused now and not before the first client.
    _ = try lab.settings(with: settings)
    endpoint = try Endpoint(server)
    relay = try terms.choice.prepared(for: endpoint)
    // Once, and not anew for every client.
    try lab.prepareToStand(before: endpoint.host, with: relay)
    self.lab = lab
    listener = try TCPListener(port: port)
  }

  /// Takes visitors.
  ///
  /// - Parameters:
  ///   - isStopped: asked several times a second.
  ///   - tell: gets each visit when it is over, as a lab with one session, or why there was none; from
  ///     any thread.
  public func run(
    isStopped: @escaping @Sendable () -> Bool,
    tell: @escaping @Sendable (Result<Lab, CommandError>) -> Void
  ) {
    listener.serve(isStopped: isStopped) { stream in
      tell(Result { () throws(CommandError) in try self.visit(stream, isStopped) })
    }
  }

  private func visit(
    _ stream: TCPStream, _ isStopped: @escaping @Sendable () -> Bool
  ) throws(CommandError) -> Lab {
    var lab = lab
    let courier = SocketCourier(patience: patience, isInterrupted: isStopped)
    let relayed = try RelayedConnection(stream, to: endpoint, isInterrupted: isStopped)
    try relayed.begin(by: courier) { client, server throws(CommandError) in
      do throws(LabError) {
        try lab.stand(between: client, and: server, with: relay, settings)
      } catch {
        throw CommandError(error, in: lab)
      }
      return lab
    }
    if var visit = Visit(lab, courier) {
      visit.run()
      lab.put(visit.session)
    }
    return lab
  }
}
