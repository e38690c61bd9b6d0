public import Network
import Platform

/// One end of a connection as packets name it: an address and a port.
public struct NetworkEnd: Hashable, Sendable {
  /// The address, most significant bytes first; of IPv4 the last four.
  var high: UInt64
  var low: UInt64
  public var port: UInt16
  public var isVersion4: Bool

  /// The address in its usual notation.
  public var address: Address {
    let bytes = high.bigEndianBytes + low.bigEndianBytes
    var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
    let kept = isVersion4 ? Array(bytes.suffix(4)) : bytes
    _ = inet_ntop(isVersion4 ? AF_INET : AF_INET6, kept, &text, socklen_t(text.count))
    let end = text.firstIndex(of: 0) ?? text.count
    return Address(
      ip: String(decoding: text[..<end].map { UInt8(bitPattern: $0) }, as: UTF8.self), port: port)
  }

  /// The address of a host, with no port.
  ///
  /// - Returns: nil for what is neither IPv4 nor IPv6.
  public init?(address text: String) {
    guard let address = IPAddress(text) else { return nil }
    let bytes = [UInt8](repeating: 0, count: 16 - address.bytes.count) + address.bytes
    high = bytes[..<8].reduce(0) { $0 << 8 | UInt64($1) }
    low = bytes[8...].reduce(0) { $0 << 8 | UInt64($1) }
    port = 0
    isVersion4 = address.isVersion4
  }

  /// One end of a connection.
  ///
  /// - Returns: nil for an address that is neither IPv4 nor IPv6.
  public init?(_ address: Address) {
    self.init(address: address.ip)
    port = address.port
  }

  init(high: UInt64, low: UInt64, port: UInt16, isVersion4: Bool) {
    self.high = high
    self.low = low
    self.port = port
    self.isVersion4 = isVersion4
  }

  /// Whether the addresses are the same, whatever the ports.
  public func isSameHost(as other: NetworkEnd) -> Bool {
    high == other.high && low == other.low && isVersion4 == other.isVersion4
  }

  static func < (left: NetworkEnd, right: NetworkEnd) -> Bool {
    if left.high != right.high { return left.high < right.high }
    if left.low != right.low { return left.low < right.low }
    return left.port < right.port
  }
}

/// Two ends, whichever of them sends: both directions of a connection have one key.
public struct ConnectionKey: Hashable, Sendable {
  public let lower: NetworkEnd
  public let upper: NetworkEnd

  public init(_ one: NetworkEnd, _ other: NetworkEnd) {
    let isOrdered = one < other
    lower = isOrdered ? one : other
    upper = isOrdered ? other : one
  }
}

/// A TCP segment (RFC 9293 §3.1), taken out of its packet.
public struct TCPSegment: Sendable {
  public var source: NetworkEnd
  public var target: NetworkEnd
  public var sequence: UInt32
  public var acknowledgement: UInt32
  /// The control bits.
  public var flags: UInt8
  /// What was kept of the payload.
  public var payload: ArraySlice<UInt8>
  /// How many bytes behind it the capture cut off.
  public var cutOff: Int
  /// Microseconds since 1970.
  public var time: Int64
  /// Of the packet, where it had one.
  public var comment: String?
  /// The number of the packet in its capture, from 1 on; 0 where nobody counted.
  public var packet = 0

  public var isFinish: Bool { flags & 1 != 0 }
  public var isSynchronize: Bool { flags & 2 != 0 }
  public var isReset: Bool { flags & 4 != 0 }
  public var isAcknowledgement: Bool { flags & 16 != 0 }
  /// Whether it tells how far its sender has read.
  public var acknowledges: Bool { isAcknowledgement && !isReset }
}
