public import Bytes
public import TLSEngine
public import TLSKeys
import TLSWire
public import X509

/// The active attacker between a client and a server: a server towards the client, a client
/// towards the server, with two handshakes and two sets of keys. It reads what passes and passes
/// it on.
public struct Interceptor: Sendable, Codable {
  /// Towards the client, under the certificate that the attacker shows.
  public private(set) var facingClient: Connection
  /// Towards the real server.
  public private(set) var facingServer: Connection
  /// The fingerprint of its certificate for the media path, SHA-256 as digits with colons: it stands
  /// in place of the others in what is passed on (RFC 5763 §7.1). nil: nothing is changed.
  public var mediaFingerprint: String?
  /// What it has read, in order.
  public private(set) var read: [Reading] = []
  /// Data read on one side before the other side's handshake is complete.
  private var waiting: [Leg: [[UInt8]]] = [:]
  /// The call to the server that waits for the client's signature.
  private var pending: Boxed<PendingCall>?
  /// Whether that signature was passed on: then nothing was signed here.
  private var passedOn: Bool?

  /// A call that is made once the client has shown its certificate.
  private struct PendingCall: Sendable, Codable {
    var configuration: ClientConfiguration
    /// The client's certificate, and a key of the same kind that does not belong to it.
    var identity: Identity
    /// The client's CertificateVerify, as it came.
    @Hexadecimal var signature: [UInt8] = []
  }

  /// Which of the two connections.
  public enum Leg: String, Hashable, Sendable, Codable, CodingKeyRepresentable, CaseIterable {
    case client
    case server

    public var other: Leg { self == .client ? .server : .client }
  }

  /// Application data that passed through the attacker's hands.
  public struct Reading: Hashable, Sendable, Codable {
    /// Who wrote it.
    public var sender: Side
    @Hexadecimal public var bytes: [UInt8]
  }

  /// An effect, and on which of the two connections.
  public struct LegEffect: Hashable, Sendable, Codable {
    public var leg: Leg
    public var effect: Effect
  }

  /// An attacker that waits for the client.
  ///
  /// - Parameters:
  ///   - forged: how it poses as the server; its identity decides whether the client is fooled.
  ///   - genuine: how it connects to the real server.
  ///   - certificate: the client's certificate, with a key that does not belong to it: the attacker
  ///     calls the server when it has the client's CertificateVerify, and passes that on as its own.
  public init(
    posingAs forged: ServerConfiguration, connectingWith genuine: ClientConfiguration,
    passingOn certificate: Identity? = nil
  ) {
    facingClient = Connection(server: forged)
    facingServer = Connection(client: genuine)
    pending = certificate.map {
      Boxed(wrappedValue: PendingCall(configuration: genuine, identity: $0))
    }
  }

  /// Takes bytes that arrive on one leg. The first ones from the client make the attacker call the
  /// server, or those with the client's signature, where that is to be passed on.
  public mutating func receive(_ bytes: [UInt8], on leg: Leg) -> [LegEffect] {
    var effects: [LegEffect] = []
    if leg == .client, pending == nil, facingServer.stateName == .start {
      effects += tag(facingServer.start(), .server)
    }
    switch leg {
    case .client:
      let received = facingClient.receive(bytes)
      effects += tag(received, .client) + callServer(after: received)
    case .server: effects += tag(facingServer.receive(bytes), .server)
    }
    return effects
  }

  /// Calls the server with the client's certificate and signature, once the client is through with
  /// its handshake. A client that showed none leaves the attacker with none.
  private mutating func callServer(after effects: [Effect]) -> [LegEffect] {
    guard var call = pending?.wrappedValue else { return [] }
    for case .received(let message) in effects {
      if case .handshake(let handshake) = message.content, handshake.type == .certificateVerify {
        call.signature = handshake.body
      }
    }
    pending = Boxed(wrappedValue: call)
    guard facingClient.isEstablished else { return [] }
    pending = nil
    // The signature has the form of the version in which it was made (RFC 5246 §7.4.8).
    if let version = facingClient.facts.version { call.configuration.versions = [version] }
    if !call.signature.isEmpty {
      call.configuration.identities = [call.identity]
      call.configuration.injected["message/certificate_verify"] = call.signature
      passedOn = true
    }
    facingServer = Connection(client: call.configuration)
    return tag(facingServer.start(), .server)
  }

  /// Learns that nothing will come on one leg any more.
  public mutating func endOfStream(on leg: Leg) -> [LegEffect] {
    switch leg {
    case .client: tag(facingClient.endOfStream(), leg)
    case .server: tag(facingServer.endOfStream(), leg)
    }
  }

  /// What the attacker does once one of its effects has happened: data is passed on, an end of one
  /// connection ends the other.
  public mutating func react(to effect: Effect, on leg: Leg) -> [LegEffect] {
    switch effect {
    // What comes after the attacker's own close_notify goes to no application any more (RFC 8446 §6.1),
    // and opens all the same.
    case .received(let message):
      if case .applicationData(let data) = message.content, !data.isEmpty {
        read.append(Reading(sender: message.sender, bytes: data))
      }
      // An end that sends no more may still read: the other end learns the one and not the other.
      return connection(leg).hasPeerClosed && message.kind == .alert ? close(leg.other) : []
    case .deliver(let data):
      waiting[leg.other, default: []].append(
        mediaFingerprint.map { Self.posing($0, in: data) } ?? data)
      return flush(leg.other)
    // A victim that is gone by now leaves nothing to do on this side.
    case .established:
      if connection(leg.other).isOver { return close(leg) }
      return flush(leg) + (connection(leg.other).hasPeerClosed ? close(leg) : [])
    case .close: return close(leg.other)
    default: return []
    }
  }

  /// A description of a session as the attacker passes it on: whoever reads it will take the
  /// attacker's certificate for the other end's.
  private static func posing(_ fingerprint: String, in data: [UInt8]) -> [UInt8] {
    let attribute = Array("a=fingerprint:sha-256 ".utf8)
    var result: [UInt8] = []
    var rest = data[...]
    while let start = rest.firstRange(of: attribute)?.upperBound {
      let end = rest[start...].firstIndex(of: 0x0d) ?? rest.endIndex
      // One of another length would not fit the length that the message says.
      let digits = Array(fingerprint.utf8)
      result += rest[..<start] + (digits.count == end - start ? digits[...] : rest[start..<end])
      rest = rest[end...]
    }
    return result + rest
  }

  /// Sends on what has waited for this leg to be ready.
  private mutating func flush(_ leg: Leg) -> [LegEffect] {
    guard connection(leg).isEstablished else { return [] }
    let data = waiting.removeValue(forKey: leg) ?? []
    return data.flatMap { bytes in
      switch leg {
      case .client: tag(facingClient.send(bytes), leg)
      case .server: tag(facingServer.send(bytes), leg)
      }
    }
  }

  private mutating func close(_ leg: Leg) -> [LegEffect] {
    switch leg {
    case .client: tag(facingClient.close(), leg)
    case .server: tag(facingServer.close(), leg)
    }
  }

  /// The connection of a leg.
  public func connection(_ leg: Leg) -> Connection {
    leg == .client ? facingClient : facingServer
  }

  private func tag(_ effects: [Effect], _ leg: Leg) -> [LegEffect] {
    effects.compactMap { effect in
      // The signature that leaves is not the one that was made.
      if passedOn == true, leg == .server, case .signed = effect { return nil }
      return LegEffect(leg: leg, effect: effect)
    }
  }
}
