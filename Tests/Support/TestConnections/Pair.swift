public import TLSEngine
public import TLSKeys
public import TLSWire

/// A client and a server of the engine, and the messages between them, delivered one by one.
///
/// A value: a copy is a point of the handshake to come back to.
public struct Pair: Sendable {
  public var client: Connection
  public var server: Connection
  /// What each end did so far.
  public private(set) var clientEffects: [Effect] = []
  public private(set) var serverEffects: [Effect] = []
  /// What was sent and not yet delivered.
  public private(set) var underWay: [Message] = []

  public init(client: ClientConfiguration, server: ServerConfiguration) {
    self.client = Connection(client: client)
    self.server = Connection(server: server)
    from(.client) { $0.start() }
  }

  public var isEstablished: Bool { client.isEstablished && server.isEstablished }

  public subscript(side: Side) -> Connection { side == .client ? client : server }

  public func effects(of side: Side) -> [Effect] {
    side == .client ? clientEffects : serverEffects
  }

  /// Delivers until both are silent.
  public mutating func run() {
    while step() {}
  }

  /// Delivers the next message.
  ///
  /// - Returns: false when there is none.
  @discardableResult
  public mutating func step() -> Bool {
    guard let message = underWay.first else { return false }
    underWay.removeFirst()
    deliver(message.records, to: message.sender.other)
    return true
  }

  /// Delivers other bytes in place of the next message, and then the rest.
  public mutating func run(replacingNext bytes: [UInt8]) {
    step(replacingNext: bytes)
    run()
  }

  /// Delivers other bytes in place of the next message.
  public mutating func step(replacingNext bytes: [UInt8]) {
    guard let message = underWay.first else { return }
    underWay.removeFirst()
    deliver(bytes, to: message.sender.other)
  }

  /// Delivers bytes to one end, whoever made them.
  public mutating func deliver(_ bytes: [UInt8], to side: Side) {
    from(side) { $0.receive(bytes) }
  }

  /// One end does something; what it sends is under way from now on.
  public mutating func from(_ side: Side, _ act: (inout Connection) -> [Effect]) {
    let effects: [Effect]
    if side == .client {
      effects = act(&client)
      clientEffects += effects
    } else {
      effects = act(&server)
      serverEffects += effects
    }
    underWay += effects.sent
  }

  /// The points of the handshake at which a message is about to be delivered, in order.
  public func moments() -> [Pair] {
    var pair = self
    var moments: [Pair] = []
    while !pair.underWay.isEmpty {
      moments.append(pair)
      pair.step()
    }
    return moments
  }
}

extension [Effect] {
  /// The messages that left, in order.
  public var sent: [Message] {
    compactMap { effect in if case .send(let message) = effect { message } else { nil } }
  }

  /// Everything that left, as bytes on the wire.
  public var sentBytes: [UInt8] {
    let messages = sent
    return messages.count == 1 ? messages[0].records : messages.flatMap(\.records)
  }

  /// The messages that arrived, in order.
  public var received: [Message] {
    compactMap { effect in if case .received(let message) = effect { message } else { nil } }
  }

  /// The application data that came out.
  public var delivered: [UInt8] {
    let parts = compactMap { effect in
      if case .deliver(let data) = effect { data } else { nil }
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(parts.reduce(0) { $0 + $1.count })
    for part in parts { bytes += part }
    return bytes
  }

  /// The alerts that left.
  public var sentAlerts: [Alert] {
    sent.compactMap { message in
      if case .alert(let alert) = message.content { alert } else { nil }
    }
  }
}
