/// The head of one packet of RTCP, and what it carries as it is (RFC 3550 §6).
public struct RTCPPacket: Sendable, Hashable, Codable {
  /// What a packet is for; an unknown number is data.
  public struct Kind: RawRepresentable, Sendable, Hashable, Codable {
    public var rawValue: UInt8

    public init(rawValue: UInt8) {
      self.rawValue = rawValue
    }

    public static let senderReport = Kind(rawValue: 200)
    public static let receiverReport = Kind(rawValue: 201)
    public static let sourceDescription = Kind(rawValue: 202)
    public static let goodbye = Kind(rawValue: 203)
    public static let application = Kind(rawValue: 204)

    /// Whether a packet beside RTP on the same port is one of RTCP (RFC 5761 §4).
    public var isControl: Bool { (192...223).contains(rawValue) }
  }

  /// Blocks, sources or what else the kind counts, 0 to 31.
  public var count: UInt8
  public var kind: Kind
  /// What follows the first four bytes, padding included, a multiple of four bytes.
  public var content: [UInt8]
  public var hasPadding: Bool

  public init(count: UInt8, kind: Kind, content: [UInt8], hasPadding: Bool = false) {
    self.count = count
    self.kind = kind
    self.content = content
    self.hasPadding = hasPadding
  }

  /// Who sent it: its first word, where it has one.
  public var source: UInt32? {
    content.count < 4 ? nil : content.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// Reads the packets that travel in one (RFC 3550 §6.1).
  public static func packets(in compound: [UInt8]) throws(RTPError) -> [RTCPPacket] {
    var fields = RTPFields(compound)
    var packets: [RTCPPacket] = []
    var left = compound.count
    repeat {
      let first = try fields.byte()
      guard first >> 6 == 2 else { throw .version(Int(first >> 6)) }
      let kind = Kind(rawValue: try fields.byte())
      guard kind.isControl else { throw .packetType(Int(kind.rawValue)) }
      let count = Int(try fields.short()) * 4
      packets.append(
        RTCPPacket(
          count: first & 31, kind: kind, content: try fields.bytes(count),
          hasPadding: first & 0x20 != 0))
      left -= 4 + count
    } while left > 0
    return packets
  }

  /// The packet as it is sent; part of a word is filled up with zeros.
  public var bytes: [UInt8] {
    var content = content.prefix(4 * 0xffff)
    while !content.count.isMultiple(of: 4) { content.append(0) }
    let words = UInt16(truncatingIfNeeded: content.count / 4)
    return [0x80 | (hasPadding ? 0x20 : 0) | count & 31, kind.rawValue] + words.networkBytes
      + content
  }

  /// What a sender tells (SR, §6.4.1): no blocks about others.
  ///
  /// - Parameter time: of NTP, seconds since 1900 in the upper half.
  public static func senderReport(
    source: UInt32, time: UInt64, timestamp: UInt32, packets: UInt32, octets: UInt32
  ) -> RTCPPacket {
    RTCPPacket(
      count: 0, kind: .senderReport,
      content: source.networkBytes + time.networkBytes + timestamp.networkBytes
        + packets.networkBytes + octets.networkBytes)
  }

  /// Who somebody is (SDES, §6.5): the one name that is required, CNAME, at most 255 bytes of it.
  public static func sourceDescription(source: UInt32, name: String) -> RTCPPacket {
    let name = Array(name.utf8.prefix(255))
    var content = source.networkBytes + [1, UInt8(name.count)] + name + [0]
    while !content.count.isMultiple(of: 4) { content.append(0) }
    return RTCPPacket(count: 1, kind: .sourceDescription, content: content)
  }

  /// That somebody leaves (BYE, §6.6).
  public static func goodbye(source: UInt32) -> RTCPPacket {
    RTCPPacket(count: 1, kind: .goodbye, content: source.networkBytes)
  }
}
