import Bytes
import CryptoPrimitives
import Knowledge
import TLSKeys
import TLSWire

/// What a connection of TLS 1.2 and before remembers of the handshakes before, so that the next one
/// is tied to them (RFC 5746 §3.1). Without that tie an attacker could begin a connection of its own
/// and let the client's whole session follow on it, as if all came from one client.
struct Renegotiation: Sendable, Codable {
  /// The contents of both Finished messages of the last handshake.
  private(set) var verifyData = VerifyData()
  /// Whether both sides know RFC 5746.
  var isSecure = false
  /// How many handshakes are complete.
  private(set) var handshakes = 0
  /// What holds as long as a further handshake is under way.
  private(set) var inForce: Boxed<WireFacts>?

  /// Further handshakes that a peer may ask for: one that asks without end wants to keep this side
  /// busy.
  static let limit = 16

  /// Whether a further handshake is under way.
  var isUnderWay: Bool { inForce != nil }

  fileprivate mutating func begin(_ facts: WireFacts) {
    inForce = Boxed(wrappedValue: facts)
  }

  fileprivate mutating func end() { inForce = nil }

  fileprivate mutating func complete(_ verifyData: VerifyData) {
    self.verifyData = verifyData
    handshakes += 1
    inForce = nil
  }
}

/// The contents of both Finished messages of a handshake; empty before the first (RFC 5746 §3.1).
struct VerifyData: Sendable, Codable {
  var client: [UInt8]?
  var server: [UInt8]?

  subscript(side: Side) -> [UInt8] { (side == .client ? client : server) ?? [] }
}

extension Exchange {
  /// Begins a handshake under the keys of the one before.
  mutating func beginRenegotiation() {
    renegotiation.begin(facts)
    facts = WireFacts()
    random = random.substream("renegotiation")
    decide(.renegotiation(accepted: true))
  }

  /// The other side would not: everything stays as it was.
  mutating func dropRenegotiation() {
    facts = renegotiation.inForce?.wrappedValue ?? facts
    renegotiation.end()
    decide(.renegotiation(accepted: false))
  }

  /// Notes that a handshake is complete. Secrets of the one before whose names the new one does not
  /// have go with it.
  mutating func completeHandshake() throws(HandshakeFailure) {
    let earlier = renegotiation.inForce?.values ?? [:]
    let left = Self.secrets.filter { earlier[$0] != nil && facts.values[$0] == nil }
    if !left.isEmpty { effects.append(.erased(left)) }
    renegotiation.complete(
      VerifyData(
        client: try known(.verifyData(.client)), server: try known(.verifyData(.server))))
  }

  /// Takes back what the handshake before left, so that it is forgotten with the rest.
  mutating func recallHandshakeInForce() {
    for (name, value) in renegotiation.inForce?.values ?? [:] where facts.values[name] == nil {
      facts.note(value, as: name)
    }
    renegotiation.end()
  }

  /// What a server answers in renegotiation_info (RFC 5746 §3.6, §3.7): empty the first time.
  var renegotiatedConnection: [UInt8] {
    Side.allCases.flatMap { renegotiation.verifyData[$0] }
  }

  /// The client's look at the server's answer (RFC 5746 §3.4, §3.5). A server that leaves it out of a
  /// first handshake can't protect renegotiations, which this client then never makes.
  mutating func verifyRenegotiationInfo(_ hello: ServerHello) throws(HandshakeFailure) {
    let source = RFCSection(5746, renegotiation.isUnderWay ? "3.5" : "3.4")
    guard let info = hello.renegotiatedConnection else {
      guard !renegotiation.isUnderWay else { throw .misbehaving(.renegotiationMismatch) }
      effects.append(.verified(Check(.renegotiationInfo, .skipped, source)))
      return
    }
    try compare(info, with: renegotiatedConnection, source)
    renegotiation.isSecure = true
  }

  /// The server's look at a client's hello (RFC 5746 §3.6, §3.7).
  mutating func verifyRenegotiationInfo(_ hello: ClientHello) throws(HandshakeFailure) {
    let expected = renegotiation.verifyData[.client]
    guard renegotiation.isUnderWay else {
      guard hello.renegotiatedConnection ?? [] == expected else {
        throw .misbehaving(.renegotiationMismatch)
      }
      renegotiation.isSecure = hello.answersRenegotiationInfo
      return
    }
    // The signal is for first handshakes: "the server MUST abort the handshake" (RFC 5746 §3.7).
    guard !hello.cipherSuites.contains(.emptyRenegotiationInfoSCSV),
      let info = hello.renegotiatedConnection
    else { throw .misbehaving(.renegotiationMismatch) }
    try compare(info, with: expected, RFCSection(5746, "3.7"))
  }

  /// A further handshake without the extended master secret on a connection that has it: what ties the
  /// keys to the handshake would be lost (RFC 7627 §1). No RFC names an alert; it is the one of §5.3, where
  /// a session that was made with it is resumed without.
  func checkExtendedMasterSecretStays(_ isOn: Bool) throws(HandshakeFailure) {
    guard renegotiation.inForce?.extendedMasterSecret == true, !isOn else { return }
    throw .misbehaving(.extendedMasterSecretMismatch)
  }

  private mutating func compare(
    _ info: [UInt8], with expected: [UInt8], _ source: RFCSection
  ) throws(HandshakeFailure) {
    let matches = info == expected
    effects.append(
      .verified(
        Check(
          .renegotiationInfo, matches ? .passed : .failed(.init(reason: "mismatch")), source,
          compared: matches && expected.isEmpty
            ? [] : [.init("expected", expected), .init("found", info)])))
    guard matches else { throw .misbehaving(.renegotiationMismatch) }
  }
}

// MARK: Beginning

extension Established {
  /// Whether the other side may begin a further handshake on this connection.
  func mayAccept(_ exchange: Exchange) -> Bool {
    exchange.renegotiation.isSecure && exchange.renegotiation.handshakes <= Renegotiation.limit
  }

  /// The client offers anew; a server asks its client to (RFC 5246 §7.4.1.1).
  ///
  /// - Parameter asking: what the server will want to know of the client this time.
  func renegotiate(
    asking: ClientAuthentication?, _ exchange: inout Exchange
  ) throws(HandshakeFailure) -> any HandshakeState {
    if let client {
      return try begin(client, &exchange)
    }
    try exchange.send(HelloRequest())
    var next = self
    if let asking { next.server?.wrappedValue.clientAuthentication = asking }
    return next
  }

  /// "Retain the previous protocol version" (RFC 8446 §4.1.2): nothing else is offered, no session,
  /// and no higher version that failed before.
  func begin(
    _ client: Boxed<ClientConfiguration>, _ exchange: inout Exchange
  ) throws(HandshakeFailure) -> any HandshakeState {
    var configuration = client
    configuration.wrappedValue.versions = [exchange.facts.version ?? .tls12]
    configuration.wrappedValue.resumption = nil
    configuration.wrappedValue.fallbackSCSV = false
    configuration.wrappedValue.earlyData = []
    exchange.beginRenegotiation()
    return try StartingClient(configuration: configuration).start(&exchange)
  }

  /// The server takes a ClientHello under the keys of the handshake before.
  func accept(
    _ message: Message.Content, _ server: Boxed<ServerConfiguration>, _ exchange: inout Exchange
  ) throws(HandshakeFailure) -> any HandshakeState {
    let hello = try message.read(ClientHello.self)
    guard case .handshake(let handshake) = message else { return self }
    var configuration = server
    configuration.wrappedValue.versions = [exchange.facts.version ?? .tls12]
    exchange.beginRenegotiation()
    try exchange.observe(handshake, from: .client)
    return try ExpectingClientHello(configuration: configuration).answer(hello, &exchange)
  }
}
