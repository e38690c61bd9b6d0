/// Reads pcap and pcapng, compressed by gzip or not, as it comes: bytes in, packets out.
///
/// What is kept is the part of a packet or block that is not whole yet, and what a section has said of
/// its interfaces. Both byte orders, and the times in whatever unit the file has them.
public struct CaptureReader: Sendable {
  private enum Format { case unknown, pcap, pcapng }

  var input = CaptureInput()
  private var inflation: Inflation?
  private var format = Format.unknown
  private var pcap = PcapHeader()
  var section = PcapngSection()

  public init() {}

  /// Whether the file is compressed.
  public var isCompressed: Bool { inflation != nil }

  /// Whether it is pcapng; it tells once the first item was read.
  public var isPcapng: Bool { format == .pcapng }

  /// The link types that were met and are not read.
  public internal(set) var unreadLinks: Set<LinkType> = []

  /// Takes bytes of the file.
  public mutating func append(_ bytes: [UInt8]) {
    if format == .unknown, inflation == nil, input.available + bytes.count >= 2 {
      let beginning = input.rest + bytes.prefix(2)
      if beginning[0] == 0x1f && beginning[1] == 0x8b {
        inflation = Inflation(.gzip)
        inflation?.append(Array(input.rest))
        input = CaptureInput()
      }
    }
    if inflation != nil { inflation?.append(bytes) } else { input.append(bytes) }
  }

  /// The next item, or nil until more bytes come.
  ///
  /// - Throws: ``CaptureFault`` with the place. What was read before it stays good; asking again gives the
  ///   same error.
  public mutating func next() throws(CaptureFault) -> CaptureItem? {
    while true {
      if let item = try nextInside() { return item }
      guard try inflate() else { return nil }
    }
  }

  /// To be called when no more bytes come.
  ///
  /// - Throws: ``CaptureFault`` for a file that ends in the middle of something.
  public func finish() throws(CaptureFault) {
    if format == .unknown { throw fault(.notACapture(Array(input.rest.prefix(4)))) }
    if input.available > 0 { throw fault(.cut) }
    if inflation?.isWhole == false { throw fault(.cutCompression) }
  }

  private mutating func inflate() throws(CaptureFault) -> Bool {
    guard let more = inflation?.next(limit: 1 << 20) else { return false }
    guard case .bytes(let bytes) = more else { throw fault(.badCompression) }
    guard !bytes.isEmpty else { return false }
    input.append(bytes)
    return true
  }

  private mutating func nextInside() throws(CaptureFault) -> CaptureItem? {
    switch format {
    case .pcap: return try nextPacket()
    case .pcapng: return try nextBlock()
    case .unknown:
      guard input.available >= 4 else { return nil }
      if PcapngSection.begins(input) {
        format = .pcapng
        return try nextBlock()
      }
      guard let layout = PcapHeader.layout(of: input.number(at: 0, swapped: false)) else {
        throw fault(.notACapture(Array(input.rest.prefix(4))))
      }
      guard input.available >= PcapHeader.length else { return nil }
      pcap = PcapHeader(layout, input)
      input.advance(by: PcapHeader.length)
      format = .pcap
      return try nextPacket()
    }
  }

  private mutating func nextPacket() throws(CaptureFault) -> CaptureItem? {
    let header = pcap.packetHeaderLength
    guard input.available >= header else { return nil }
    if let joined = PcapHeader.joined(in: input) {
      guard input.available >= PcapHeader.length else { return nil }
      pcap = PcapHeader(joined, input)
      input.advance(by: PcapHeader.length)
      return try nextPacket()
    }
    let count = Int(input.number(at: 8, swapped: pcap.isSwapped))
    guard count <= CaptureInput.longest else { throw fault(.badLength(UInt64(count))) }
    guard input.available >= header + count else { return nil }
    let seconds = Int64(input.number(at: 0, swapped: pcap.isSwapped))
    let fraction = Int64(input.number(at: 4, swapped: pcap.isSwapped))
    let frame = Frame(
      time: seconds * 1_000_000 + (pcap.countsNanoseconds ? fraction / 1000 : fraction),
      link: pcap.link, bytes: input.slice(header, count),
      originalLength: Int(input.number(at: 12, swapped: pcap.isSwapped)), comment: nil)
    input.advance(by: header + count)
    if !pcap.link.isRead { unreadLinks.insert(pcap.link) }
    return .frame(frame)
  }

  func fault(_ reason: CaptureFault.Reason) -> CaptureFault {
    CaptureFault(reason, at: input.offset)
  }
}

/// The bytes that came and were not read yet.
struct CaptureInput: Sendable {
  private var buffer: [UInt8] = []
  private var start = 0
  /// How many were read before.
  private(set) var offset = 0

  /// The longest packet or block that is waited for: jumbo frames and key logs fit many times over.
  static let longest = 1 << 26

  var available: Int { buffer.count - start }
  var rest: ArraySlice<UInt8> { buffer[start...] }

  mutating func append(_ bytes: [UInt8]) {
    if available == 0 {
      buffer = bytes
    } else if start == 0 {
      buffer += bytes
    } else {
      // The slices that were handed out keep the old buffer.
      var whole: [UInt8] = []
      whole.reserveCapacity(available + bytes.count)
      whole += rest
      whole += bytes
      buffer = whole
    }
    start = 0
  }

  mutating func advance(by count: Int) {
    start += count
    offset += count
  }

  func slice(_ place: Int, _ count: Int) -> ArraySlice<UInt8> {
    buffer[start + place..<start + place + count]
  }

  /// Four bytes; the first is the least, unless they are swapped.
  func number(at place: Int, swapped: Bool) -> UInt32 {
    let at = start + place
    let number =
      UInt32(buffer[at]) | UInt32(buffer[at + 1]) << 8 | UInt32(buffer[at + 2]) << 16
      | UInt32(buffer[at + 3]) << 24
    return swapped ? number.byteSwapped : number
  }

  /// Two bytes of a slice.
  static func short(_ bytes: ArraySlice<UInt8>, _ place: Int, swapped: Bool) -> UInt16 {
    let at = bytes.startIndex + place
    let number = UInt16(bytes[at]) | UInt16(bytes[at + 1]) << 8
    return swapped ? number.byteSwapped : number
  }
}

/// The header of a pcap file (draft-ietf-opsawg-pcap §4).
struct PcapHeader: Sendable {
  static let length = 24

  struct Layout: Sendable {
    var isSwapped = false
    var countsNanoseconds = false
    /// Kuznetzov's variant has eight bytes more before each packet.
    var isExtended = false
  }

  var layout = Layout()
  var link = LinkType.raw

  init() {}

  init(_ layout: Layout, _ input: CaptureInput) {
    self.layout = layout
    // The upper bits tell of a frame check sequence.
    link = LinkType(
      rawValue: UInt16(truncatingIfNeeded: input.number(at: 20, swapped: layout.isSwapped)))
  }

  var isSwapped: Bool { layout.isSwapped }
  var countsNanoseconds: Bool { layout.countsNanoseconds }
  var packetHeaderLength: Int { layout.isExtended ? 24 : 16 }

  /// The layout of another file where one begins in place of a packet, as `cat` joins them; version 2.4 stands
  /// behind its magic number.
  static func joined(in input: CaptureInput) -> Layout? {
    guard let layout = layout(of: input.number(at: 0, swapped: false)) else { return nil }
    let version = input.number(at: 4, swapped: layout.isSwapped)
    return version == 0x0004_0002 || version == 0x0002_0004 ? layout : nil
  }

  /// By the magic number, read with its least byte first.
  static func layout(of magic: UInt32) -> Layout? {
    switch magic {
    case 0xa1b2_c3d4: Layout()
    case 0xd4c3_b2a1: Layout(isSwapped: true)
    case 0xa1b2_3c4d: Layout(countsNanoseconds: true)
    case 0x4d3c_b2a1: Layout(isSwapped: true, countsNanoseconds: true)
    case 0xa1b2_cd34: Layout(isExtended: true)
    case 0x34cd_b2a1: Layout(isSwapped: true, isExtended: true)
    default: nil
    }
  }
}
