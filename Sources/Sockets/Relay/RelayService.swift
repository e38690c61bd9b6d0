public import Commands
import Dispatch
public import Lab
import Network
import Platform
import TLSKeys

/// `tlslab relay`: stands between every client that calls the port and one server, until it is stopped.
public final class RelayService: Sendable {
  private let lab: Lab
  private let terms: RelayTerms
  private let listener: TCPListener
  private let endpoint: Endpoint
  private let relay: Relay
  /// Seconds of silence after which a connection is over; nil: none.
  private let idle: Double?

  /// The port that was opened.
  public var port: Int { listener.port }

  /// Opens the port.
  ///
  /// - Parameter server: `HOST:PORT`.
  /// - Throws: when the port can't be had, a setting is none, or the server is not there to have its
  ///   certificate copied.
  public init(
    _ lab: Lab, port: Int, to server: String, on service: ServiceTerms<RelayTerms>
  ) throws {
    var lab = lab
    terms = service.terms
    idle = service.idle
    // A choice that no session takes is refused now and not before the first client.
    _ = try lab.settings(with: terms.settings)
    endpoint = try Endpoint(server)
    try RelayChoice.refuseItself(port, endpoint)
    relay = try terms.choice.prepared(for: endpoint, after: terms.protocolBefore)
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
    let hall = Hall(idle: idle, isStopped: isStopped) { tell(.success($0)) }
    hall.serve(listener) { stream in
      // The server is waited for: on a thread of its own.
      DispatchQueue(label: "call").async {
        do throws(CommandError) {
          hall.enter(try self.guest(stream, isStopped))
        } catch {
          tell(.failure(error))
        }
      }
      return nil
    }
  }

  private func guest(
    _ stream: TCPStream, _ isStopped: @escaping @Sendable () -> Bool
  ) throws(CommandError) -> Guest {
    let relayed = try RelayedConnection(
      stream, to: endpoint, after: terms.protocolBefore, isInterrupted: isStopped)
    return Guest(relayed.streams, SocketCourier(ofGuest: isStopped)) { courier in
      try? self.visit(relayed, courier)
    }
  }

  private func visit(
    _ relayed: RelayedConnection, _ courier: SocketCourier
  ) throws(CommandError) -> Visit? {
    var lab = lab
    try relayed.begin(by: courier) { client, server throws(CommandError) in
      do throws(LabError) {
        try lab.stand(between: client, and: server, with: relay, terms.settings)
      } catch {
        throw CommandError(error, in: lab)
      }
      return lab
    }
    return Visit(lab, courier)
  }
}
