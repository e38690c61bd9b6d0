/// What an IP packet carries, as far as it is read.
public enum TransportPacket: Sendable {
  case segment(TCPSegment)
  case datagram(UDPDatagram)
}

/// A datagram of UDP (RFC 768), taken out of its packet.
public struct UDPDatagram: Sendable {
  public var source: NetworkEnd
  public var target: NetworkEnd
  /// What was kept of the payload.
  public var payload: ArraySlice<UInt8>
  /// How many bytes behind it the capture cut off.
  public var cutOff: Int
  /// Microseconds since 1970.
  public var time: Int64
}

/// The protocols above IP that are read, by IANA's numbers.
enum TransportKind: UInt8, Sendable {
  case tcp = 6
  case udp = 17
}

extension PacketParser {
  static func transport(
    _ kind: TransportKind, _ from: NetworkEnd, _ to: NetworkEnd, _ bytes: ArraySlice<UInt8>,
    cutOff: Int
  ) -> TransportPacket? {
    switch kind {
    case .tcp: segment(from, to, bytes, cutOff: cutOff).map(TransportPacket.segment)
    case .udp: datagram(from, to, bytes, cutOff: cutOff).map(TransportPacket.datagram)
    }
  }

  /// RFC 768.
  private static func datagram(
    _ from: NetworkEnd, _ to: NetworkEnd, _ bytes: ArraySlice<UInt8>, cutOff: Int
  ) -> UDPDatagram? {
    guard bytes.count >= 8 else { return nil }
    var source = from
    var target = to
    source.port = short(bytes, 0)
    target.port = short(bytes, 2)
    // A length of 0 is a jumbogram's (RFC 2675 §4), or one that a network card is to fill in.
    let stated = Int(short(bytes, 4))
    let whole = stated == 0 ? bytes.count + cutOff : stated
    guard whole >= 8 else { return nil }
    return UDPDatagram(
      source: source, target: target, payload: bytes.prefix(whole).dropFirst(8),
      cutOff: max(0, whole - bytes.count), time: 0)
  }

  /// RFC 9293 §3.1.
  private static func segment(
    _ from: NetworkEnd, _ to: NetworkEnd, _ bytes: ArraySlice<UInt8>, cutOff: Int
  ) -> TCPSegment? {
    guard bytes.count >= 20 else { return nil }
    let header = Int(bytes[bytes.startIndex + 12] >> 4) * 4
    guard header >= 20, bytes.count >= header else { return nil }
    var source = from
    var target = to
    source.port = short(bytes, 0)
    target.port = short(bytes, 2)
    return TCPSegment(
      source: source, target: target, sequence: long(bytes, 4),
      acknowledgement: long(bytes, 8), flags: bytes[bytes.startIndex + 13],
      payload: bytes.dropFirst(header), cutOff: cutOff, time: 0, comment: nil)
  }
}
