/// Takes frames apart down to TCP and UDP: Ethernet with any number of VLAN tags, Linux's cooked headers, raw IP,
/// null and loopback; IPv4, IPv6 with its extension headers; fragments put together again.
public struct PacketParser: Sendable {
  var fragments = IPReassembly()
  /// Frames that are neither, or are too short for what they say they are.
  public private(set) var passedOver = 0

  public init() {}

  /// The segment or the datagram in a frame; nil for what is neither, or is not whole yet.
  public mutating func transport(in frame: Frame) -> TransportPacket? {
    guard let packet = Self.packet(in: frame),
      let found = transport(inPacket: packet, cutOff: frame.originalLength - frame.bytes.count)
    else {
      passedOver += 1
      return nil
    }
    switch found {
    case .segment(var segment):
      segment.time = frame.time
      segment.comment = frame.comment
      return .segment(segment)
    case .datagram(var datagram):
      datagram.time = frame.time
      return .datagram(datagram)
    }
  }

  /// The IP packet in a frame.
  static func packet(in frame: Frame) -> ArraySlice<UInt8>? {
    let bytes = frame.bytes
    switch frame.link {
    case .ethernet: return behindTags(bytes, typeAt: 12)
    case .linuxCooked: return behindTags(bytes, typeAt: 14)
    case .linuxCooked2:
      guard bytes.count > 20 else { return nil }
      return behindTags(bytes.dropFirst(20), type: short(bytes, 0))
    case .null, .loop: return bytes.count > 4 ? bytes.dropFirst(4) : nil
    default: return frame.link.isRead ? bytes : nil
    }
  }

  private static func behindTags(
    _ bytes: ArraySlice<UInt8>, typeAt place: Int
  ) -> ArraySlice<UInt8>? {
    guard bytes.count > place + 2 else { return nil }
    return behindTags(bytes.dropFirst(place + 2), type: short(bytes, place))
  }

  /// Goes behind VLAN tags (IEEE 802.1Q, 802.1ad) and the header of PPPoE.
  private static func behindTags(
    _ bytes: ArraySlice<UInt8>, type: UInt16
  ) -> ArraySlice<UInt8>? {
    var bytes = bytes
    var type = type
    while [0x8100, 0x88a8, 0x9100, 0x9200].contains(type) {
      guard bytes.count > 4 else { return nil }
      type = short(bytes, 2)
      bytes = bytes.dropFirst(4)
    }
    if type == 0x8864, bytes.count > 8, [0x0021, 0x0057].contains(short(bytes, 6)) {
      return bytes.dropFirst(8)
    }
    return type == 0x0800 || type == 0x86dd ? bytes : nil
  }

  static func short(_ bytes: ArraySlice<UInt8>, _ place: Int) -> UInt16 {
    let at = bytes.startIndex + place
    return UInt16(bytes[at]) << 8 | UInt16(bytes[at + 1])
  }

  static func long(_ bytes: ArraySlice<UInt8>, _ place: Int) -> UInt32 {
    UInt32(short(bytes, place)) << 16 | UInt32(short(bytes, place + 2))
  }

  static func double(_ bytes: ArraySlice<UInt8>, _ place: Int) -> UInt64 {
    UInt64(long(bytes, place)) << 32 | UInt64(long(bytes, place + 4))
  }

  private mutating func transport(
    inPacket packet: ArraySlice<UInt8>, cutOff: Int
  ) -> TransportPacket? {
    switch (packet.first ?? 0) >> 4 {
    case 4: return transport(inVersion4: packet, cutOff: max(0, cutOff))
    case 6: return transport(inVersion6: packet, cutOff: max(0, cutOff))
    default: return nil
    }
  }

  // MARK: IPv4 (RFC 791 §3.1)

  private mutating func transport(
    inVersion4 packet: ArraySlice<UInt8>, cutOff: Int
  ) -> TransportPacket? {
    guard packet.count >= 20 else { return nil }
    let header = Int(packet[packet.startIndex] & 15) * 4
    guard header >= 20, packet.count >= header,
      let kind = TransportKind(rawValue: packet[packet.startIndex + 9])
    else { return nil }
    // A length of 0 is what a network card is given that cuts packets itself.
    let stated = Int(Self.short(packet, 2))
    let whole = stated == 0 ? packet.count + cutOff : stated
    guard whole >= header else { return nil }
    let body = packet.prefix(whole).dropFirst(header)
    let missing = max(0, whole - packet.count)
    let from = NetworkEnd(
      high: 0, low: UInt64(Self.long(packet, 12)), port: 0, isVersion4: true)
    let to = NetworkEnd(high: 0, low: UInt64(Self.long(packet, 16)), port: 0, isVersion4: true)
    let flags = Self.short(packet, 6)
    guard flags & 0x3fff != 0 else { return Self.transport(kind, from, to, body, cutOff: missing) }
    let piece = IPReassembly.Piece(
      offset: Int(flags & 0x1fff) * 8, isLast: flags & 0x2000 == 0, bytes: body)
    let datagram = IPReassembly.Datagram(
      from: from, to: to, kind: kind, identification: UInt32(Self.short(packet, 4)))
    guard missing == 0, let joined = fragments.add(piece, to: datagram) else { return nil }
    return Self.transport(kind, from, to, joined[...], cutOff: 0)
  }

  // MARK: IPv6 (RFC 8200 §3, §4)

  private mutating func transport(
    inVersion6 packet: ArraySlice<UInt8>, cutOff: Int
  ) -> TransportPacket? {
    guard packet.count >= 40 else { return nil }
    let stated = Int(Self.short(packet, 4))
    let whole = stated == 0 ? packet.count - 40 + cutOff : stated
    var body = packet.dropFirst(40).prefix(whole)
    let missing = max(0, whole - body.count)
    let from = NetworkEnd(
      high: Self.double(packet, 8), low: Self.double(packet, 16), port: 0, isVersion4: false)
    let to = NetworkEnd(
      high: Self.double(packet, 24), low: Self.double(packet, 32), port: 0, isVersion4: false)
    var next = packet[packet.startIndex + 6]
    while TransportKind(rawValue: next) == nil {
      guard body.count >= 8 else { return nil }
      let following = body[body.startIndex]
      switch next {
      // Hop-by-hop options, routing, destination options, mobility.
      case 0, 43, 60, 135: body = body.dropFirst((Int(body[body.startIndex + 1]) + 1) * 8)
      // An authentication header counts in fours.
      case 51: body = body.dropFirst((Int(body[body.startIndex + 1]) + 2) * 4)
      case 44:
        guard let kind = TransportKind(rawValue: following), missing == 0 else { return nil }
        let field = Self.short(body, 2)
        let piece = IPReassembly.Piece(
          offset: Int(field & 0xfff8), isLast: field & 1 == 0, bytes: body.dropFirst(8))
        let datagram = IPReassembly.Datagram(
          from: from, to: to, kind: kind, identification: Self.long(body, 4))
        guard let joined = fragments.add(piece, to: datagram) else { return nil }
        return Self.transport(kind, from, to, joined[...], cutOff: 0)
      default: return nil
      }
      next = following
    }
    guard let kind = TransportKind(rawValue: next) else { return nil }
    return Self.transport(kind, from, to, body, cutOff: missing)
  }
}
