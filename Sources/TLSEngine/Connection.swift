import Bytes
public import Knowledge
public import TLSKeys

/// One end of a TLS connection, as a value without any I/O: bytes in, effects out.
///
/// A copy goes its own way; the earlier value is the way back.
public struct Connection: Sendable, Codable {
  // Taken up once for each call: what happens within does not go through the box.
  @Boxed private var end: Endpoint

  /// A client that has not begun.
  public init(client configuration: ClientConfiguration) {
    end = Endpoint(client: configuration)
  }

  /// A server that waits.
  public init(server configuration: ServerConfiguration) {
    end = Endpoint(server: configuration)
  }

  public init(from decoder: any Decoder) throws { end = try Endpoint(from: decoder) }

  public func encode(to encoder: any Encoder) throws { try end.encode(to: encoder) }

  public var side: Side { end.side }

  /// What was negotiated and what is known of the session's public values.
  public var facts: WireFacts { end.exchange.facts }

  /// The values that this end has in memory now, secrets among them.
  public var memory: KnownValues { end.exchange.facts.values }

  /// The sessions that a client can resume by what it got on this connection.
  public var resumableSessions: [ResumableSession] { end.exchange.resumableSessions }

  /// The sessions that a server is to keep, to resume them by their identifier.
  public var sessionsToKeep: [SessionState] { end.exchange.sessionsToKeep }

  /// Why a server did not take the client's early data, if it did not.
  public var earlyDataRefusal: EarlyDataRefusal? { end.exchange.earlyDataRefusal }

  /// Where it stands.
  public var stateName: StateName { end.state.name }

  /// Why it failed, if it did.
  public var failure: HandshakeFailure? {
    if case .failed(let failure) = end.state { failure } else { nil }
  }

  public var isEstablished: Bool { end.isEstablished }

  /// Whether it is closed or has failed.
  public var isOver: Bool { end.isOver }

  /// Whether the other end has said that it sends no more, and this one may still send (RFC 9846 §6.1).
  public var hasPeerClosed: Bool { end.hasPeerClosed == true }
}

// MARK: What it does

extension Connection {
  /// Tells a server that still waits for the ClientHello with which tickets early data was taken by
  /// now, in place of what it was made with (RFC 8446 §8.1).
  public mutating func refuseEarlyData(under tickets: [[UInt8]]) {
    end.refuseEarlyData(under: tickets)
  }

  /// Sends the ClientHello; a server, and a client that has begun, have nothing to do.
  public mutating func start() -> [Effect] { end.start() }

  /// Takes bytes from the peer, cut anywhere.
  public mutating func receive(_ bytes: [UInt8]) -> [Effect] { end.receive(bytes) }

  /// Sends application data; nothing happens before the handshake is complete.
  public mutating func send(_ data: [UInt8]) -> [Effect] { end.send(data) }

  /// Changes the keys of what this end sends from here on (RFC 8446 §4.6.3); before TLS 1.3 there is
  /// no such thing.
  ///
  /// - Parameter requesting: whether the other end is to change its keys too.
  public mutating func updateKeys(requesting: Bool) -> [Effect] {
    end.updateKeys(requesting: requesting)
  }

  /// Begins a further handshake on a connection of TLS 1.2 or before, or as a server asks the client
  /// to (RFC 5746).
  ///
  /// - Parameter asking: what a server will want to know of the client this time; nil: as before.
  /// - Returns: nothing when the other side does not know RFC 5746.
  public mutating func renegotiate(asking: ClientAuthentication? = nil) -> [Effect] {
    end.renegotiate(asking: asking)
  }

  /// Asks a client of TLS 1.3 for a certificate after the handshake (RFC 8446 §4.6.2).
  ///
  /// - Returns: nothing when the client did not say that it may be asked.
  public mutating func requestCertificate() -> [Effect] { end.requestCertificate() }

  /// Says that nothing more will be sent (close_notify, RFC 5246 §7.2.1).
  public mutating func close() -> [Effect] { end.close() }

  /// Learns that the stream ended: no byte will come any more.
  ///
  /// A close_notify in time makes this the ordinary end. Without one it is a truncation, for which
  /// there is no alert: nobody is left to read it.
  public mutating func endOfStream() -> [Effect] { end.endOfStream() }
}
