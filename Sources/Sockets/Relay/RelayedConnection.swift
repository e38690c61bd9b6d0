import Commands
import CryptoPrimitives
import Lab
import Network

/// Two connections of TCP between which the attacker stands: with the client that has called, and with
/// the server, which is called for it.
struct RelayedConnection {
  private let client: TCPStream
  private let server: TCPStream
  private let host: String

  /// Calls the server.
  ///
  /// - Throws: when it can't be reached; the client is let go then.
  init(
    _ client: TCPStream, to endpoint: Endpoint, isInterrupted: @escaping @Sendable () -> Bool
  ) throws(CommandError) {
    do throws(SocketError) {
      server = try TCPStream.connect(
        to: endpoint, into: client.mailbox, isInterrupted: isInterrupted)
    } catch {
      client.abort()
      throw CommandError(error)
    }
    self.client = client
    host = endpoint.host
  }

  /// Begins the session.
  ///
  /// - Parameter stand: begins it in a lab, which it returns. Both are let go where it can't.
  func begin(
    by courier: SocketCourier, _ random: RandomStream = .system,
    _ stand: (OutsideConnection, OutsideConnection) throws(CommandError) -> Lab
  ) throws(CommandError) {
    do throws(CommandError) {
      let lab = try stand(outside(client, courier, random), outside(server, courier, random))
      courier.take([client, server], for: lab)
    } catch {
      client.abort()
      server.abort()
      throw error
    }
  }

  private func outside(
    _ stream: TCPStream, _ courier: SocketCourier, _ random: RandomStream
  ) -> OutsideConnection {
    OutsideConnection(flow: stream.flow, host: host, now: courier.now, random: random)
  }
}
