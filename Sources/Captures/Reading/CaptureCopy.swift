/// Makes a pcapng of a capture, with a key log in front, so that Wireshark shows what was opened.
///
/// Bytes of the capture go in, bytes of the copy come out. Blocks of a pcapng are copied as they are;
/// packets of a pcap are put into blocks.
public struct CaptureCopy: Sendable {
  private let secrets: [UInt8]
  private var inflation: Inflation?
  private var input = CaptureInput()
  private var layout: PcapHeader?
  private var isCopying = false

  public init(keyLog: KeyLog) { secrets = Array(keyLog.text.utf8) }

  /// Takes bytes of the capture.
  ///
  /// - Returns: what the copy has more; empty as long as nothing is whole.
  /// - Throws: ``CaptureFault`` where it can't be read on.
  public mutating func append(_ bytes: [UInt8]) throws(CaptureFault) -> [UInt8] {
    if inflation == nil, input.offset == 0, input.available == 0, bytes.starts(with: [0x1f, 0x8b]) {
      inflation = Inflation(.gzip)
    }
    guard let inflation else {
      input.append(bytes)
      return try copied()
    }
    inflation.append(bytes)
    var copy: [UInt8] = []
    while case .bytes(let more) = inflation.next(limit: 1 << 20) {
      if more.isEmpty { return copy }
      input.append(more)
      copy += try copied()
    }
    throw CaptureFault(.badCompression, at: input.offset)
  }

  private mutating func copied() throws(CaptureFault) -> [UInt8] {
    if isCopying { return takeAll() }
    var copy: [UInt8] = []
    if layout == nil {
      guard input.available >= PcapHeader.length else { return [] }
      if PcapngSection.begins(input) { return try copiedSection() }
      guard let known = PcapHeader.layout(of: input.number(at: 0, swapped: false)) else {
        throw CaptureFault(.notACapture(Array(input.rest.prefix(4))), at: input.offset)
      }
      let header = PcapHeader(known, input)
      input.advance(by: PcapHeader.length)
      layout = header
      copy = Self.beginning(header) + secretsBlock(swapped: false)
    }
    while let packet = try nextPacket() { copy += packet }
    return copy
  }

  private mutating func takeAll() -> [UInt8] {
    let rest = Array(input.rest)
    input.advance(by: rest.count)
    return rest
  }

  /// The secrets stand behind the head of the first section, in its byte order.
  private mutating func copiedSection() throws(CaptureFault) -> [UInt8] {
    let isSwapped = input.number(at: 8, swapped: false) == 0x4d3c_2b1a
    let length = Int(input.number(at: 4, swapped: isSwapped))
    guard length >= 28, length.isMultiple(of: 4), length <= CaptureInput.longest else {
      throw CaptureFault(.badLength(UInt64(length)), at: input.offset)
    }
    guard input.available >= length else { return [] }
    let head = Array(input.slice(0, length))
    input.advance(by: length)
    isCopying = true
    return head + secretsBlock(swapped: isSwapped) + takeAll()
  }

  private mutating func nextPacket() throws(CaptureFault) -> [UInt8]? {
    guard let layout, input.available >= layout.packetHeaderLength else { return nil }
    if let joined = PcapHeader.joined(in: input) {
      guard input.available >= PcapHeader.length else { return nil }
      let header = PcapHeader(joined, input)
      input.advance(by: PcapHeader.length)
      self.layout = header
      return Self.beginning(header)
    }
    let header = layout.packetHeaderLength
    let swapped = layout.isSwapped
    let count = Int(input.number(at: 8, swapped: swapped))
    guard count <= CaptureInput.longest else {
      throw CaptureFault(.badLength(UInt64(count)), at: input.offset)
    }
    guard input.available >= header + count else { return nil }
    let unit: UInt64 = layout.countsNanoseconds ? 1_000_000_000 : 1_000_000
    let time =
      UInt64(input.number(at: 0, swapped: swapped)) * unit
      + UInt64(input.number(at: 4, swapped: swapped))
    let body =
      UInt32(0).littleEndianBytes + UInt32(truncatingIfNeeded: time >> 32).littleEndianBytes
      + UInt32(truncatingIfNeeded: time).littleEndianBytes
      + UInt32(truncatingIfNeeded: count).littleEndianBytes
      + input.number(at: 12, swapped: swapped).littleEndianBytes
      + Self.padded(Array(input.slice(header, count)))
    input.advance(by: header + count)
    return Self.block(6, body)
  }

  private func secretsBlock(swapped: Bool) -> [UInt8] {
    guard !secrets.isEmpty else { return [] }
    let body =
      number(0x544c_534b, swapped) + number(UInt32(truncatingIfNeeded: secrets.count), swapped)
      + Self.padded(secrets)
    let length = number(UInt32(truncatingIfNeeded: body.count + 12), swapped)
    return number(10, swapped) + length + body + length
  }

  private func number(_ value: UInt32, _ swapped: Bool) -> [UInt8] {
    swapped ? value.bigEndianBytes : value.littleEndianBytes
  }

  private static func beginning(_ header: PcapHeader) -> [UInt8] {
    let section =
      UInt32(0x1a2b_3c4d).littleEndianBytes + UInt16(1).littleEndianBytes
      + UInt16(0).littleEndianBytes + UInt64.max.littleEndianBytes
    // if_tsresol: the unit of the times.
    let unit: [UInt8] = [9, 0, 1, 0, header.countsNanoseconds ? 9 : 6, 0, 0, 0, 0, 0, 0, 0]
    let interface =
      header.link.rawValue.littleEndianBytes + UInt16(0).littleEndianBytes
      + UInt32(0).littleEndianBytes + unit
    return block(0x0a0d_0d0a, section) + block(1, interface)
  }

  private static func block(_ type: UInt32, _ body: [UInt8]) -> [UInt8] {
    let length = UInt32(truncatingIfNeeded: body.count + 12).littleEndianBytes
    return type.littleEndianBytes + length + body + length
  }

  private static func padded(_ bytes: [UInt8]) -> [UInt8] {
    bytes + [UInt8](repeating: 0, count: (4 - bytes.count % 4) % 4)
  }
}
