public import TLSEngine
public import TLSWire

/// A client and a server of the engine, and the wire between them.
public struct Pair: Sendable {
  public var client: Connection
  public var server: Connection
  /// What each end did so far.
  public private(set) var clientEffects: [Effect] = []
  public private(set) var serverEffects: [Effect] = []

  public init(client: ClientConfiguration, server: ServerConfiguration) {
    self.client = Connection(client: client)
    self.server = Connection(server: server)
  }

  public var isEstablished: Bool { client.isEstablished && server.isEstablished }

  /// The client begins; ends when both are silent.
  public mutating func handshake() {
    let start = client.start()
    clientEffects += start
    deliver(toServer: start)
  }

  /// The client sends, or closes.
  public mutating func fromClient(_ act: (inout Connection) -> [Effect]) {
    let effects = act(&client)
    clientEffects += effects
    deliver(toServer: effects)
  }

  /// The server sends, or closes.
  public mutating func fromServer(_ act: (inout Connection) -> [Effect]) {
    let effects = act(&server)
    serverEffects += effects
    deliver(toServer: [], toClient: effects)
  }

  private mutating func deliver(toServer: [Effect], toClient: [Effect] = []) {
    var forServer = toServer.sentBytes
    var forClient = toClient.sentBytes
    while !forServer.isEmpty || !forClient.isEmpty {
      let fromServer = forServer.isEmpty ? [] : server.receive(forServer)
      let fromClient = forClient.isEmpty ? [] : client.receive(forClient)
      serverEffects += fromServer
      clientEffects += fromClient
      forServer = fromClient.sentBytes
      forClient = fromServer.sentBytes
    }
  }
}

extension [Effect] {
  /// The messages that left, in order.
  public var sent: [Message] {
    compactMap { effect in if case .send(let message) = effect { message } else { nil } }
  }

  /// Everything that left, as bytes on the wire.
  public var sentBytes: [UInt8] { sent.flatMap(\.records) }

  /// The application data that came out.
  public var delivered: [UInt8] {
    flatMap { effect -> [UInt8] in if case .deliver(let data) = effect { data } else { [] } }
  }

  /// The alerts that left.
  public var sentAlerts: [Alert] {
    sent.compactMap { message in
      if case .alert(let alert) = message.content { alert } else { nil }
    }
  }
}
