/// Why bytes are no packet of RTP or RTCP.
public enum RTPError: Error, Sendable, Hashable, Codable {
  /// The bytes end within what they announce.
  case tooShort(needed: Int, has: Int)
  /// A version other than 2 (RFC 3550 §5.1).
  case version(Int)
  /// More padding than there are bytes, or none where the bit announces some.
  case padding(Int)
  /// Of RTP, the payload types 72 to 76 would be packets of RTCP (RFC 5761 §4); of RTCP, a type that is
  /// none of it.
  case packetType(Int)
}

/// What stands before the payload of an RTP packet, and what SRTP never encrypts (RFC 3550 §5.1).
public struct RTPHeader: Sendable, Hashable, Codable {
  /// The extension of a header (RFC 3550 §5.3.1).
  public struct Extension: Sendable, Hashable, Codable {
    /// Which kind it is.
    public var profile: UInt16
    /// Its content, a multiple of four bytes.
    public var content: [UInt8]

    public init(profile: UInt16, content: [UInt8]) {
      self.profile = profile
      self.content = content
    }
  }

  /// Whether padding ends the packet.
  public var hasPadding: Bool
  /// Of audio: the first packet behind a silence.
  public var hasMarker: Bool
  /// 0 to 127.
  public var payloadType: UInt8
  public var sequence: UInt16
  /// In samples.
  public var timestamp: UInt32
  /// Who sends (SSRC).
  public var source: UInt32
  /// Whose sounds were mixed (CSRC), at most 15.
  public var contributors: [UInt32]
  public var headerExtension: Extension?

  public init(
    hasPadding: Bool = false, hasMarker: Bool = false, payloadType: UInt8, sequence: UInt16,
    timestamp: UInt32, source: UInt32, contributors: [UInt32] = [],
    headerExtension: Extension? = nil
  ) {
    self.hasPadding = hasPadding
    self.hasMarker = hasMarker
    self.payloadType = payloadType
    self.sequence = sequence
    self.timestamp = timestamp
    self.source = source
    self.contributors = contributors
    self.headerExtension = headerExtension
  }

  /// The shortest header.
  public static let leastLength = 12

  /// Reads the header at the beginning of a packet.
  public init(parsing packet: some RandomAccessCollection<UInt8>) throws(RTPError) {
    var fields = RTPFields(packet)
    let first = try fields.byte()
    guard first >> 6 == 2 else { throw .version(Int(first >> 6)) }
    let second = try fields.byte()
    hasPadding = first & 0x20 != 0
    hasMarker = second & 0x80 != 0
    payloadType = second & 0x7f
    sequence = try fields.short()
    timestamp = try fields.word()
    source = try fields.word()
    contributors = []
    for _ in 0..<(first & 15) { contributors.append(try fields.word()) }
    guard first & 0x10 != 0 else { return }
    let profile = try fields.short()
    let words = Int(try fields.short())
    headerExtension = Extension(profile: profile, content: try fields.bytes(words * 4))
  }

  /// How many bytes the header has.
  public var length: Int { bytes.count }

  /// The header as it is sent; of what has no place in it (a sixteenth contributor, a part of a word) nothing
  /// is written, and a word is filled up with zeros.
  public var bytes: [UInt8] {
    let contributors = contributors.prefix(15)
    var first: UInt8 = 0x80 | UInt8(contributors.count)
    if hasPadding { first |= 0x20 }
    if headerExtension != nil { first |= 0x10 }
    var bytes = [first, (hasMarker ? 0x80 : 0) | payloadType & 0x7f]
    bytes += sequence.networkBytes + timestamp.networkBytes + source.networkBytes
    for contributor in contributors { bytes += contributor.networkBytes }
    guard let headerExtension else { return bytes }
    var content = headerExtension.content.prefix(4 * 0xffff)
    while !content.count.isMultiple(of: 4) { content.append(0) }
    bytes += headerExtension.profile.networkBytes
    return bytes + UInt16(truncatingIfNeeded: content.count / 4).networkBytes + content
  }
}

/// Takes fields from the beginning of a packet.
struct RTPFields<Packet: RandomAccessCollection<UInt8>> {
  private let packet: Packet
  private var place: Packet.Index

  init(_ packet: Packet) {
    self.packet = packet
    place = packet.startIndex
  }

  mutating func bytes(_ count: Int) throws(RTPError) -> [UInt8] {
    let left = packet.distance(from: place, to: packet.endIndex)
    guard count <= left else {
      throw .tooShort(needed: packet.count - left + count, has: packet.count)
    }
    let end = packet.index(place, offsetBy: count)
    defer { place = end }
    return Array(packet[place..<end])
  }

  mutating func byte() throws(RTPError) -> UInt8 { UInt8(try number(1)) }
  mutating func short() throws(RTPError) -> UInt16 { UInt16(try number(2)) }
  mutating func word() throws(RTPError) -> UInt32 { try number(4) }

  private mutating func number(_ width: Int) throws(RTPError) -> UInt32 {
    try bytes(width).reduce(0) { $0 << 8 | UInt32($1) }
  }
}

extension FixedWidthInteger {
  /// Most significant first.
  var networkBytes: [UInt8] { withUnsafeBytes(of: bigEndian) { Array($0) } }
}
