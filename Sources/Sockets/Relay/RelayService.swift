public import Commands
import Foundation
public import Lab
import Network
import TLSKeys

/// `tlslab relay`: stands between every client that calls the port and one server, until it is stopped.
public final class RelayService: Sendable {
  private let lab: Lab
  private let settings: [(key: String, value: String)]
  private let listener: TCPListener
  private let endpoint: Endpoint
  private let relay: Relay
  private let patience: SocketCourier.Patience

  /// The port that was opened.
  public var port: Int { listener.port }

  /// Opens the port.
  ///
  /// - Parameters:
  ///   - server: `HOST:PORT`.
  ///   - choices: `cert`, `key`, and settings, as behind the verb.
  /// - Throws: when the port can't be had, a choice is none, or the server is not there to have its
  ///   certificate copied.
  public init(
    _ lab: Lab, port: Int, to server: String, choices: [(key: String, value: String)] = [],
    patience: SocketCourier.Patience = SocketCourier.Patience(handshake: 10, conversation: 10)
  ) throws {
    var lab = lab
    self.patience = patience
    settings = choices.filter { $0.key != "cert" && $0.key != "key" }
    // A choice that no session takes is refused now and not before the first client.
    _ = try lab.settings(with: settings)
    endpoint = try Endpoint(server)
    let choice = try RelayChoice(
      choices, in: URL(fileURLWithPath: FileManager.default.currentDirectoryPath))
    relay = try choice.prepared(for: endpoint)
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
    listener.serve(isStopped: isStopped) { stream in tell(self.visit(stream, isStopped)) }
  }

  private func visit(
    _ stream: TCPStream, _ isStopped: @escaping @Sendable () -> Bool
  ) -> Result<Lab, CommandError> {
    var lab = lab
    let courier = SocketCourier(patience: patience, isInterrupted: isStopped)
    let onward: TCPStream
    do throws(SocketError) {
      onward = try TCPStream.connect(to: endpoint, into: stream.mailbox, isInterrupted: isStopped)
    } catch {
      stream.abort()
      return .failure(CommandError(error))
    }
    do throws(LabError) {
      try lab.stand(
        between: Meeting(flow: stream.flow, host: endpoint.host, now: courier.now),
        and: Meeting(flow: onward.flow, host: endpoint.host, now: courier.now), with: relay,
        settings)
    } catch {
      stream.abort()
      onward.abort()
      return .failure(CommandError(reaching: error))
    }
    courier.take([stream, onward], for: lab)
    if var visit = Visit(lab, courier) {
      visit.run()
      lab.put(visit.session)
    }
    return .success(lab)
  }
}
