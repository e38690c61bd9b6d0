public import Network
import Platform

/// An IP packet at the moment at which the tap saw it.
public struct Packet: Hashable, Sendable {
  /// Microseconds since 1970.
  public var time: Int64
  /// The whole packet, from the header of IPv4 or IPv6 on.
  public var bytes: [UInt8]
  /// Shown beside the packet by readers of pcapng.
  public var comment: String?

  public init(time: Int64, bytes: [UInt8], comment: String? = nil) {
    self.time = time
    self.bytes = bytes
    self.comment = comment
  }
}

/// Puts a recorded stream into TCP segments and IP packets, as they would have passed the tap.
///
/// The lab has no TCP of its own: the packets that open and close the connection, the sequence
/// numbers and the acknowledgements are made here, and follow RFC 9293.
public struct PacketFraming: Sendable {
  /// What fits into one packet on an Ethernet.
  static let segmentSize = 1400

  private let client: IPAddress
  private let server: IPAddress
  private let flow: Flow
  /// The next sequence number of each direction.
  private var next: [Direction: UInt32]
  public private(set) var packets: [Packet] = []

  /// - Returns: nil when an address is neither IPv4 nor IPv6, or both are not of one kind.
  public init?(_ flow: Flow) {
    guard let client = IPAddress(flow.client.ip), let server = IPAddress(flow.server.ip),
      client.isVersion4 == server.isVersion4
    else { return nil }
    self.client = client
    self.server = server
    self.flow = flow
    // Any beginning will do; one that follows from the port makes equal files of equal sessions.
    let first = UInt32(flow.client.port) << 8
    next = [.clientToServer: first, .serverToClient: first ^ 0x8000_0000]
  }

  /// The three packets that open a connection.
  public mutating func open(at time: Int64, comment: String? = nil) {
    add(.clientToServer, [], .synchronize, time, comment)
    advance(.clientToServer, by: 1)
    add(.serverToClient, [], [.synchronize, .acknowledge], time, nil)
    advance(.serverToClient, by: 1)
    add(.clientToServer, [], .acknowledge, time, nil)
  }

  /// Bytes of one direction, in as many packets as they need; the first one bears the comment.
  public mutating func send(_ segment: Segment, comment: String? = nil) {
    var rest = segment.bytes[...]
    var comment = comment
    while !rest.isEmpty {
      let part = Array(rest.prefix(Self.segmentSize))
      rest = rest.dropFirst(part.count)
      add(
        segment.direction, part, rest.isEmpty ? [.push, .acknowledge] : .acknowledge, segment.time,
        comment)
      advance(segment.direction, by: part.count)
      comment = nil
    }
  }

  /// The packets that close it, the client first.
  public mutating func close(at time: Int64) {
    for direction in [Direction.clientToServer, .serverToClient] {
      add(direction, [], [.finish, .acknowledge], time, nil)
      advance(direction, by: 1)
    }
    add(.clientToServer, [], .acknowledge, time, nil)
  }

  /// The packets so far; those that follow begin anew, for a connection that is longer than memory.
  public mutating func takePackets() -> [Packet] {
    defer { packets = [] }
    return packets
  }

  private mutating func advance(_ direction: Direction, by count: Int) {
    next[direction] = (next[direction] ?? 0) &+ UInt32(truncatingIfNeeded: count)
  }

  // MARK: Headers

  /// The control bits of a TCP header (RFC 9293 §3.1).
  private struct Control: OptionSet {
    var rawValue: UInt8
    static let finish = Control(rawValue: 1)
    static let synchronize = Control(rawValue: 2)
    static let push = Control(rawValue: 8)
    static let acknowledge = Control(rawValue: 16)
  }

  private mutating func add(
    _ direction: Direction, _ payload: [UInt8], _ control: Control, _ time: Int64,
    _ comment: String?
  ) {
    let from = flow.sender(direction).port
    let to = flow.receiver(direction).port
    let (source, target) = direction == .clientToServer ? (client, server) : (server, client)
    let acknowledged = control.contains(.acknowledge) ? next[direction.reversed] ?? 0 : 0
    var segment =
      from.bigEndianBytes + to.bigEndianBytes + (next[direction] ?? 0).bigEndianBytes
      + acknowledged.bigEndianBytes
    // Five words of header; the window; then checksum and urgent pointer.
    segment += [0x50, control.rawValue, 0xff, 0xff, 0, 0, 0, 0]
    segment += payload
    let pseudo = source.pseudoHeader(to: target, length: segment.count, of: .tcp)
    let sum = Checksum.of(pseudo + segment)
    segment.replaceSubrange(16..<18, with: sum.bigEndianBytes)
    packets.append(
      Packet(
        time: time, bytes: source.header(to: target, length: segment.count, of: .tcp) + segment,
        comment: comment))
  }
}

/// Puts datagrams into UDP and IP packets, as they would have passed the tap (RFC 768).
public struct DatagramFraming: Sendable {
  private let ends: [Direction: (source: IPAddress, target: IPAddress)]
  private let flow: Flow

  /// - Returns: nil when an address is neither IPv4 nor IPv6, or both are not of one kind.
  public init?(_ flow: Flow) {
    guard let client = IPAddress(flow.client.ip), let server = IPAddress(flow.server.ip),
      client.isVersion4 == server.isVersion4
    else { return nil }
    ends = [.clientToServer: (client, server), .serverToClient: (server, client)]
    self.flow = flow
  }

  /// The packet of one datagram.
  public func packet(
    _ payload: [UInt8], _ direction: Direction, at time: Int64, comment: String? = nil
  ) -> Packet? {
    guard let (source, target) = ends[direction] else { return nil }
    let length = UInt16(truncatingIfNeeded: payload.count + 8)
    var datagram =
      flow.sender(direction).port.bigEndianBytes + flow.receiver(direction).port.bigEndianBytes
      + length.bigEndianBytes + [0, 0] + payload
    let pseudo = source.pseudoHeader(to: target, length: datagram.count, of: .udp)
    let sum = Checksum.of(pseudo + datagram)
    // 0 would say that there is no checksum.
    datagram.replaceSubrange(6..<8, with: (sum == 0 ? 0xffff : sum).bigEndianBytes)
    return Packet(
      time: time, bytes: source.header(to: target, length: datagram.count, of: .udp) + datagram,
      comment: comment)
  }
}

/// What stands behind the header of IP, by its number (IANA's registry).
enum TransportProtocol: UInt8, Sendable {
  case tcp = 6
  case udp = 17
}

/// An address as headers hold it.
struct IPAddress: Hashable, Sendable {
  /// 4 or 16.
  let bytes: [UInt8]

  init?(_ text: String) {
    var four = in_addr()
    var six = in6_addr()
    if inet_pton(AF_INET, text, &four) == 1 {
      bytes = withUnsafeBytes(of: four) { Array($0) }
    } else if inet_pton(AF_INET6, text, &six) == 1 {
      bytes = withUnsafeBytes(of: six) { Array($0) }
    } else {
      return nil
    }
  }

  var isVersion4: Bool { bytes.count == 4 }

  /// What the checksum covers beside segment or datagram (RFC 9293 §3.1, RFC 768, RFC 8200 §8.1).
  func pseudoHeader(to other: IPAddress, length: Int, of transport: TransportProtocol) -> [UInt8] {
    let length = UInt32(truncatingIfNeeded: length)
    return isVersion4
      ? bytes + other.bytes + [0, transport.rawValue]
        + UInt16(truncatingIfNeeded: length).bigEndianBytes
      : bytes + other.bytes + length.bigEndianBytes + [0, 0, 0, transport.rawValue]
  }

  /// The header of IPv4 (RFC 791 §3.1) or IPv6 (RFC 8200 §3).
  func header(to other: IPAddress, length: Int, of transport: TransportProtocol) -> [UInt8] {
    guard isVersion4 else {
      return [0x60, 0, 0, 0] + UInt16(truncatingIfNeeded: length).bigEndianBytes
        + [transport.rawValue, 64]
        + bytes + other.bytes
    }
    var header: [UInt8] =
      [0x45, 0] + UInt16(truncatingIfNeeded: length + 20).bigEndianBytes
      // No fragments; 64 hops; then the checksum.
      + [0, 0, 0x40, 0, 64, transport.rawValue, 0, 0] + bytes + other.bytes
    header.replaceSubrange(10..<12, with: Checksum.of(header).bigEndianBytes)
    return header
  }
}

/// The Internet checksum (RFC 1071).
enum Checksum {
  static func of(_ bytes: [UInt8]) -> UInt16 {
    var sum: UInt32 = 0
    for place in stride(from: 0, to: bytes.count, by: 2) {
      let low = place + 1 < bytes.count ? bytes[place + 1] : 0
      sum &+= UInt32(bytes[place]) << 8 | UInt32(low)
      // Folded at once, so that no length can make it overflow.
      sum = (sum & 0xffff) + (sum >> 16)
    }
    return ~UInt16(truncatingIfNeeded: sum)
  }
}

extension FixedWidthInteger {
  var bigEndianBytes: [UInt8] { withUnsafeBytes(of: bigEndian) { Array($0) } }
  var littleEndianBytes: [UInt8] { withUnsafeBytes(of: littleEndian) { Array($0) } }
}
