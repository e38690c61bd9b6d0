/// What stands between a frame and its IP packet, or between one IP packet and another.
enum Inside: Sendable {
  /// An IP packet.
  case packet(ArraySlice<UInt8>)
  case passed(PassedOver.Kind)

  /// The IP packet in a frame.
  init(_ frame: Frame) {
    let bytes = frame.bytes
    switch frame.link {
    case .ethernet: self = Self.ethernet(bytes)
    case .linuxCooked: self = Self.behind(bytes, typeAt: 14)
    case .linuxCooked2:
      self =
        bytes.count > 20
        ? Self.behind(bytes.dropFirst(20), type: PacketParser.short(bytes, 0)) : .passed(.malformed)
    case .null, .loop:
      self = bytes.count > 4 ? .packet(bytes.dropFirst(4)) : .passed(.malformed)
    case .ppp: self = Self.pointToPoint(bytes)
    case .pppHDLC, .ciscoHDLC: self = Self.serial(bytes)
    case .pppEthernet: self = Self.pointToPoint(bytes.dropFirst(6))
    default: self = frame.link.isRead ? .packet(bytes) : .passed(.link(frame.link.rawValue))
    }
  }

  static func ethernet(_ bytes: ArraySlice<UInt8>) -> Inside { behind(bytes, typeAt: 12) }

  private static func behind(_ bytes: ArraySlice<UInt8>, typeAt place: Int) -> Inside {
    guard bytes.count > place + 2 else { return .passed(.malformed) }
    return behind(bytes.dropFirst(place + 2), type: PacketParser.short(bytes, place))
  }

  /// Goes behind VLAN tags (IEEE 802.1Q, 802.1ad), LLC and SNAP (IEEE 802.2), PPPoE and MPLS.
  static func behind(_ bytes: ArraySlice<UInt8>, type: UInt16) -> Inside {
    var bytes = bytes
    var type = type
    while [0x8100, 0x88a8, 0x9100, 0x9200].contains(type) {
      guard bytes.count > 4 else { return .passed(.malformed) }
      type = PacketParser.short(bytes, 2)
      bytes = bytes.dropFirst(4)
    }
    switch type {
    case 0x0800, 0x86dd: return .packet(bytes)
    case 0x8864: return pointToPoint(bytes.dropFirst(6))
    case 0x8847, 0x8848: return behindLabels(bytes, type)
    case 0x6558: return ethernet(bytes)
    case 0...1500:
      // SNAP without an organisation has an EtherType.
      guard bytes.count > 8, bytes.starts(with: [0xaa, 0xaa, 3, 0, 0, 0]) else {
        return .passed(.llc)
      }
      type = PacketParser.short(bytes, 6)
      return type > 1500 ? behind(bytes.dropFirst(8), type: type) : .passed(.llc)
    default: return .passed(.etherType(type))
    }
  }

  /// RFC 3032 §2.1: labels to the last of the stack; what is behind tells only its first bits.
  private static func behindLabels(_ bytes: ArraySlice<UInt8>, _ type: UInt16) -> Inside {
    var rest = bytes
    while rest.count > 4 {
      let isLast = rest[rest.startIndex + 2] & 1 != 0
      rest = rest.dropFirst(4)
      guard isLast else { continue }
      switch rest[rest.startIndex] >> 4 {
      case 4, 6: return .packet(rest)
      // The control word of an Ethernet pseudowire.
      case 0 where rest.count > 18: return ethernet(rest.dropFirst(4))
      default: return .passed(.etherType(type))
      }
    }
    return .passed(.malformed)
  }

  /// PPP (RFC 1661 §2), with the address and control of HDLC or without.
  private static func pointToPoint(_ bytes: ArraySlice<UInt8>) -> Inside {
    let bytes = bytes.starts(with: [0xff, 3]) ? bytes.dropFirst(2) : bytes
    guard let first = bytes.first, bytes.count > 2 else { return .passed(.malformed) }
    // A protocol of one byte is odd.
    let isShort = first & 1 != 0
    let number = isShort ? UInt16(first) : PacketParser.short(bytes, 0)
    let rest = bytes.dropFirst(isShort ? 1 : 2)
    switch number {
    case 0x0021, 0x0057: return .packet(rest)
    case 0x0281, 0x0283: return behindLabels(rest, 0x8847)
    default: return .passed(.etherType(0x8864))
    }
  }

  /// PPP in HDLC, or Cisco's HDLC with an EtherType.
  private static func serial(_ bytes: ArraySlice<UInt8>) -> Inside {
    guard bytes.count > 4 else { return .passed(.malformed) }
    if bytes.starts(with: [0xff, 3]) { return pointToPoint(bytes) }
    return behind(bytes.dropFirst(4), type: PacketParser.short(bytes, 2))
  }

  /// What an IP packet carries in place of TCP or UDP: another one (RFC 2003), or GRE (RFC 2784).
  static func tunnelled(_ number: UInt8, _ bytes: ArraySlice<UInt8>) -> Inside {
    switch number {
    case 4, 41: return .packet(bytes)
    case 47:
      guard bytes.count > 4 else { return .passed(.malformed) }
      let flags = PacketParser.short(bytes, 0)
      // Version 1 is that of PPTP.
      guard flags & 7 == 0 else { return .passed(.ipProtocol(number)) }
      let options = [0x8000, 0x2000, 0x1000].count { flags & $0 != 0 }
      let inside = behind(
        bytes.dropFirst(4 + 4 * options), type: PacketParser.short(bytes, 2))
      if case .passed(.etherType) = inside { return .passed(.ipProtocol(number)) }
      return inside
    default: return .passed(.ipProtocol(number))
    }
  }

  /// The packet in a datagram of VXLAN (RFC 7348 §5) or Geneve (RFC 8926 §3.4); nil where it is none.
  static func overlaid(_ datagram: UDPDatagram) -> ArraySlice<UInt8>? {
    let bytes = datagram.payload
    guard bytes.count > 8 else { return nil }
    let first = bytes[bytes.startIndex]
    let inside: Inside
    switch datagram.target.port {
    case 4789 where first & 0x08 != 0: inside = ethernet(bytes.dropFirst(8))
    case 6081 where first >> 6 == 0:
      inside = behind(
        bytes.dropFirst(8 + Int(first & 0x3f) * 4), type: PacketParser.short(bytes, 2))
    default: return nil
    }
    if case .packet(let packet) = inside { return packet }
    return nil
  }
}
