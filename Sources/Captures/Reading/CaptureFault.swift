/// Why the bytes of a capture can't be read on.
public struct CaptureFault: Error, Hashable, Sendable {
  public enum Reason: Hashable, Sendable {
    /// Neither pcap nor pcapng; the first bytes, at most four.
    case notACapture([UInt8])
    /// The file ends within a packet or a block.
    case cut
    /// It ends before its compression does, and behind a whole packet.
    case cutCompression
    /// A length that no packet or block of this place can have.
    case badLength(UInt64)
    /// A block of pcapng names an interface that none before it describes.
    case unknownInterface(UInt32)
    /// zlib could not make sense of it.
    case badCompression
  }

  public var reason: Reason
  /// Where it stands, in bytes from the beginning; of a compressed file, in what it holds.
  public var offset: Int

  public init(_ reason: Reason, at offset: Int) {
    self.reason = reason
    self.offset = offset
  }
}

/// A link-layer frame as the capture holds it.
public struct Frame: Sendable {
  /// Microseconds since 1970.
  public var time: Int64
  /// Which headers it begins with, by the number of the registry of link types.
  public var link: LinkType
  /// What was kept of the frame.
  public var bytes: ArraySlice<UInt8>
  /// How long it was on the wire.
  public var originalLength: Int
  /// What somebody wrote to it; pcapng alone has this.
  public var comment: String?
}

/// What a capture holds, in its order.
public enum CaptureItem: Sendable {
  case frame(Frame)
  /// The text of a key log, from a decryption secrets block.
  case secrets([UInt8])
  /// What somebody wrote about the whole file, or a section of it.
  case comment(String)
}

/// A number of the registry of link types (https://www.tcpdump.org/linktypes.html).
public struct LinkType: Hashable, Sendable {
  public var rawValue: UInt16

  public init(rawValue: UInt16) { self.rawValue = rawValue }

  public static let null = LinkType(rawValue: 0)
  public static let ethernet = LinkType(rawValue: 1)
  public static let ppp = LinkType(rawValue: 9)
  public static let pppHDLC = LinkType(rawValue: 50)
  public static let pppEthernet = LinkType(rawValue: 51)
  public static let ciscoHDLC = LinkType(rawValue: 104)
  public static let raw = LinkType(rawValue: 101)
  public static let loop = LinkType(rawValue: 108)
  public static let linuxCooked = LinkType(rawValue: 113)
  public static let version4 = LinkType(rawValue: 228)
  public static let version6 = LinkType(rawValue: 229)
  public static let linuxCooked2 = LinkType(rawValue: 276)

  /// Whether frames of it are taken apart here.
  public var isRead: Bool {
    switch self {
    case .null, .ethernet, .raw, .loop, .linuxCooked, .version4, .version6, .linuxCooked2, .ppp,
      .pppHDLC, .pppEthernet, .ciscoHDLC:
      true
    // What BSDs and older programs write for raw IP.
    default: rawValue == 12 || rawValue == 14
    }
  }
}
