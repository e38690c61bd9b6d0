/// Takes frames apart down to TCP and UDP: Ethernet with any number of VLAN tags, LLC with SNAP, Linux's cooked
/// headers, PPP, raw IP, null and loopback; MPLS, IP in IP, GRE, VXLAN and Geneve; IPv4, IPv6 with its extension
/// headers; fragments put together again.
public struct PacketParser: Sendable {
  var fragments = IPReassembly()
  /// Frames that hold neither TCP nor UDP, or are too short for what they say they are.
  public private(set) var passedOver = PassedOver()
  /// What stands in the way in the packet that is read.
  private var obstacle: PassedOver.Kind?
  /// So many packets may lie in one another.
  private static let depthLimit = 4

  public init() {}

  /// The segment or the datagram in a frame; nil for what is neither, or is not whole yet.
  public mutating func transport(in frame: Frame) -> TransportPacket? {
    obstacle = nil
    let found: TransportPacket?
    switch Inside(frame) {
    case .packet(let packet):
      found = transport(
        inPacket: packet, cutOff: frame.originalLength - frame.bytes.count, depth: 0)
    case .passed(let kind):
      found = nil
      obstacle = kind
    }
    guard let found else {
      if let obstacle { passedOver.add(obstacle) }
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
    inPacket packet: ArraySlice<UInt8>, cutOff: Int, depth: Int
  ) -> TransportPacket? {
    let found: TransportPacket?
    switch (packet.first ?? 0) >> 4 {
    case 4: found = transport(inVersion4: packet, cutOff: max(0, cutOff), depth: depth)
    case 6: found = transport(inVersion6: packet, cutOff: max(0, cutOff), depth: depth)
    default:
      obstacle = obstacle ?? .malformed
      return nil
    }
    guard case .datagram(let datagram)? = found, depth < Self.depthLimit,
      let inner = Inside.overlaid(datagram)
    else { return found }
    let before = obstacle
    if let carried = transport(inPacket: inner, cutOff: datagram.cutOff, depth: depth + 1) {
      return carried
    }
    obstacle = before
    return found
  }

  /// What lies in a packet that carries neither TCP nor UDP.
  private mutating func tunnelled(
    _ number: UInt8, _ bytes: ArraySlice<UInt8>, cutOff: Int, depth: Int
  ) -> TransportPacket? {
    guard depth < Self.depthLimit else {
      obstacle = obstacle ?? .ipProtocol(number)
      return nil
    }
    switch Inside.tunnelled(number, bytes) {
    case .packet(let packet):
      return transport(inPacket: packet, cutOff: cutOff, depth: depth + 1)
    case .passed(let kind):
      obstacle = obstacle ?? kind
      return nil
    }
  }

  private mutating func malformed() -> TransportPacket? {
    obstacle = obstacle ?? .malformed
    return nil
  }

  // MARK: IPv4 (RFC 791 §3.1)

  private mutating func transport(
    inVersion4 packet: ArraySlice<UInt8>, cutOff: Int, depth: Int
  ) -> TransportPacket? {
    guard packet.count >= 20 else { return malformed() }
    let header = Int(packet[packet.startIndex] & 15) * 4
    guard header >= 20, packet.count >= header else { return malformed() }
    let number = packet[packet.startIndex + 9]
    // A length of 0 is what a network card is given that cuts packets itself.
    let stated = Int(Self.short(packet, 2))
    let whole = stated == 0 ? packet.count + cutOff : stated
    guard whole >= header else { return malformed() }
    let body = packet.prefix(whole).dropFirst(header)
    let missing = max(0, whole - packet.count)
    let from = NetworkEnd(
      high: 0, low: UInt64(Self.long(packet, 12)), port: 0, isVersion4: true)
    let to = NetworkEnd(high: 0, low: UInt64(Self.long(packet, 16)), port: 0, isVersion4: true)
    let flags = Self.short(packet, 6)
    guard let kind = TransportKind(rawValue: number) else {
      return tunnelled(number, flags & 0x1fff == 0 ? body : [], cutOff: missing, depth: depth)
    }
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
    inVersion6 packet: ArraySlice<UInt8>, cutOff: Int, depth: Int
  ) -> TransportPacket? {
    guard packet.count >= 40 else { return malformed() }
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
      guard body.count >= 8 else { return malformed() }
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
      default: return tunnelled(next, body, cutOff: missing, depth: depth)
      }
      next = following
    }
    guard let kind = TransportKind(rawValue: next) else { return nil }
    return Self.transport(kind, from, to, body, cutOff: missing)
  }
}
