/// What a datagram is that comes to a port on which media, its keys and its ways through the network
/// share one address: the first byte says it (RFC 7983 §7).
public enum PacketKind: String, Hashable, Sendable, Codable, CaseIterable {
  case stun
  case zrtp
  case dtls
  /// A channel of TURN.
  case turn
  case rtp
  /// Told from RTP by the packet type in the second byte (RFC 5761 §4).
  case rtcp
  /// Nothing of these, or no byte at all.
  case unknown

  public init(_ datagram: [UInt8]) {
    guard let first = datagram.first else {
      self = .unknown
      return
    }
    switch first {
    case 0...3: self = .stun
    case 16...19: self = .zrtp
    case 20...63: self = .dtls
    case 64...79: self = .turn
    case 128...191:
      let isControl = datagram.count > 1 && (192...223).contains(datagram[1])
      self = isControl ? .rtcp : .rtp
    default: self = .unknown
    }
  }
}
