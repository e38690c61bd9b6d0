public import Bytes
public import TLSKeys

/// One handshake as it was played over a simulated link.
public struct DTLSHandshake: Hashable, Sendable, Codable {
  /// Both ends as they were afterwards.
  @Boxed public private(set) var client: DTLSEndpoint
  @Boxed public private(set) var server: DTLSEndpoint
  /// What passed the tap half-way, in that order.
  public private(set) var datagrams: [PassedDatagram] = []
  /// When the last datagram arrived or the last wait was over, in microseconds.
  public private(set) var end: Int64

  private let link: DTLSLink
  /// What is on its way, in no order.
  private var underWay: [Arrival] = []
  private var sentCount = 0

  private struct Arrival: Hashable, Sendable, Codable {
    var time: Int64
    /// The order among those of one time.
    var number: Int
    var sender: Side
    @Hexadecimal var bytes: [UInt8]
  }

  private enum CodingKeys: String, CodingKey { case client, server, datagrams, end, link }

  private init(_ client: DTLSEndpoint, _ server: DTLSEndpoint, _ link: DTLSLink) {
    _client = Boxed(wrappedValue: client)
    _server = Boxed(wrappedValue: server)
    self.link = link
    end = link.start
  }

  /// Both ends have the same keys.
  public var isEstablished: Bool {
    client.state == .established && server.state == .established
  }

  /// Plays a handshake to its end: until nothing is under way and nobody waits.
  ///
  /// - Parameters:
  ///   - client: an end that has not begun.
  ///   - server: one that waits for it.
  public static func run(
    client: DTLSEndpoint, server: DTLSEndpoint, link: DTLSLink
  ) -> DTLSHandshake {
    var run = DTLSHandshake(client, server, link)
    run.send(run.client.start(at: link.start), from: .client)
    run.send(run.server.start(at: link.start), from: .server)
    var events = 0
    while events < mostEvents, run.playNext() { events += 1 }
    run.datagrams.sort { ($0.time, $0.number) < ($1.time, $1.number) }
    return run
  }

  /// More than any handshake has whose ends lose patience.
  private static let mostEvents = 100_000

  /// Has the next thing happen: an arrival, or the end of a wait.
  ///
  /// - Returns: whether there was any.
  private mutating func playNext() -> Bool {
    let next = underWay.indices.min {
      (underWay[$0].time, underWay[$0].number) < (underWay[$1].time, underWay[$1].number)
    }
    let waits = [(Side.client, client.deadline), (.server, server.deadline)].compactMap {
      (side, time) in time.map { (side, $0) }
    }
    if let wait = waits.min(by: { $0.1 < $1.1 }), next.map({ wait.1 < underWay[$0].time }) ?? true {
      end = max(end, wait.1)
      let sender = wait.0
      send(sender == .client ? client.timeOut(at: end) : server.timeOut(at: end), from: sender)
      return true
    }
    guard let next else { return false }
    let arrival = underWay.remove(at: next)
    end = max(end, arrival.time)
    let receiver = arrival.sender.other
    let answers =
      receiver == .client
      ? client.receive(arrival.bytes, at: end) : server.receive(arrival.bytes, at: end)
    send(answers, from: receiver)
    return true
  }

  private mutating func send(_ sent: [[UInt8]], from sender: Side) {
    for bytes in sent {
      let fate = link.fate(ofDatagram: sentCount, sentAt: end)
      datagrams.append(
        PassedDatagram(
          time: fate.passage, number: sentCount, sender: sender, bytes: bytes,
          arrivals: fate.arrivals.count))
      for time in fate.arrivals {
        underWay.append(Arrival(time: time, number: sentCount, sender: sender, bytes: bytes))
      }
      sentCount += 1
    }
  }
}

/// A datagram as it passed the tap.
public struct PassedDatagram: Hashable, Sendable, Codable {
  /// In microseconds.
  public var time: Int64
  /// Its place in the order of sending.
  public var number: Int
  public var sender: Side
  @Hexadecimal public var bytes: [UInt8]
  /// How often it arrived: not at all, once, or twice.
  public var arrivals: Int

  public var isLost: Bool { arrivals == 0 }
}

extension DTLSHandshake {
  /// Reads a handshake that was played to its end: nothing is under way any more.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    _client = Boxed(wrappedValue: try container.decode(DTLSEndpoint.self, forKey: .client))
    _server = Boxed(wrappedValue: try container.decode(DTLSEndpoint.self, forKey: .server))
    datagrams = try container.decode([PassedDatagram].self, forKey: .datagrams)
    end = try container.decode(Int64.self, forKey: .end)
    link = try container.decode(DTLSLink.self, forKey: .link)
    sentCount = datagrams.count
  }
}
