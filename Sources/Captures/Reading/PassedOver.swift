/// What frames hold that are not taken apart, and how many there were of each kind.
public struct PassedOver: Sendable {
  public enum Kind: Hashable, Sendable {
    /// By the number in the Ethernet header (IEEE's registry).
    case etherType(UInt16)
    /// By the number in the IP header (IANA's registry).
    case ipProtocol(UInt8)
    /// Of a link type that is not read, with its number.
    case link(UInt16)
    /// A frame of LLC without SNAP (IEEE 802.2).
    case llc
    /// Too short, or no IP where IP was to be.
    case malformed

    /// As people call it; for what has no name here, its number.
    public var name: String {
      switch self {
      case .etherType(let number):
        Self.etherTypes[number] ?? "EtherType 0x" + String(number, radix: 16)
      case .ipProtocol(let number): Self.protocols[number] ?? "IP \(number)"
      case .link(let number): "link type \(number)"
      case .llc: "LLC"
      case .malformed: "malformed"
      }
    }

    private static let etherTypes: [UInt16: String] = [
      0x0806: "ARP", 0x8035: "RARP", 0x8847: "MPLS", 0x8848: "MPLS", 0x8863: "PPPoE discovery",
      0x8864: "PPPoE", 0x888e: "EAPOL", 0x88cc: "LLDP", 0x88e5: "MACsec", 0x22f0: "AVTP",
    ]

    private static let protocols: [UInt8: String] = [
      1: "ICMP", 2: "IGMP", 47: "GRE", 50: "ESP", 51: "AH", 58: "ICMPv6", 88: "EIGRP", 89: "OSPF",
      103: "PIM", 112: "VRRP", 115: "L2TP", 132: "SCTP",
    ]
  }

  /// How many frames of a kind.
  public struct Count: Hashable, Sendable {
    public var kind: Kind
    public var packets: Int
  }

  private var packets: [Kind: Int] = [:]

  init() {}

  mutating func add(_ kind: Kind) { packets[kind, default: 0] += 1 }

  /// The most frequent first.
  public var counts: [Count] {
    packets.map { Count(kind: $0.key, packets: $0.value) }
      .sorted { ($1.packets, $0.kind.name) < ($0.packets, $1.kind.name) }
  }
}
