import Commands
import CryptoPrimitives
import Lab
import Network
import TLSKeys

/// Two connections of TCP between which the attacker stands: with the client that has called, and with
/// the server, which is called for it.
struct RelayedConnection {
  private let client: TCPStream
  private let server: TCPStream
  private let host: String
  /// What was said in the open before, with either.
  private var prefaces: [Side: [Segment]] = [:]

  /// Calls the server, and says to either what comes before TLS.
  ///
  /// - Throws: when it can't be reached, or one of them does not want TLS; the client is let go then.
  init(
    _ client: TCPStream, to endpoint: Endpoint, after protocolBefore: StartTLS?,
    isInterrupted: @escaping @Sendable () -> Bool
  ) throws(CommandError) {
    self.client = client
    host = endpoint.host
    let patience = SocketCourier.Patience().handshake
    do throws(SocketError) {
      // A mailbox of its own as long as one is spoken with alone.
      let mailbox = protocolBefore == nil ? client.mailbox : Mailbox()
      server = try TCPStream.connect(to: endpoint, into: mailbox, isInterrupted: isInterrupted)
      if let protocolBefore {
        prefaces[.server] = try protocolBefore.ask(host, on: server, patience, isInterrupted)
        prefaces[.client] = try protocolBefore.answer(on: client, patience, isInterrupted)
        server.put(into: client.mailbox)
      }
    } catch {
      client.abort()
      throw CommandError(error)
    }
  }

  /// Both streams.
  var streams: [TCPStream] { [client, server] }

  /// Begins the session.
  ///
  /// - Parameter stand: begins it in a lab, which it returns. Both are let go where it can't.
  func begin(
    by courier: SocketCourier, _ random: RandomStream = .system,
    _ stand: (OutsideConnection, OutsideConnection) throws(CommandError) -> Lab
  ) throws(CommandError) {
    do throws(CommandError) {
      let lab = try stand(outside(client, courier, random), outside(server, courier, random))
      courier.take(streams, for: lab)
    } catch {
      client.abort()
      server.abort()
      throw error
    }
  }

  private func outside(
    _ stream: TCPStream, _ courier: SocketCourier, _ random: RandomStream
  ) -> OutsideConnection {
    var connection = OutsideConnection(
      flow: stream.flow, host: host, now: courier.now, random: random)
    connection.preface = prefaces[stream.side] ?? []
    return connection
  }
}
