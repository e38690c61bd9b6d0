/// What a section of a pcapng file says of itself (draft-ietf-opsawg-pcapng §4.1, §4.2).
struct PcapngSection: Sendable {
  var isSwapped = false
  var interfaces: [Interface] = []

  struct Interface: Sendable {
    var link: LinkType
    var clock = Clock()
  }

  /// The unit of times: a power of ten, or of two (§4.2, if_tsresol), and what is added (if_tsoffset).
  struct Clock: Sendable {
    var exponent: UInt8 = 6
    var offset: Int64 = 0

    func microseconds(_ time: UInt64) -> Int64 {
      let power = Int(exponent & 0x7f)
      let scaled: Double
      if exponent & 0x80 == 0 {
        if power == 6 { return Int64(clamping: time) &+ offset &* 1_000_000 }
        if power == 9 { return Int64(clamping: time / 1000) &+ offset &* 1_000_000 }
        scaled = (0..<power).reduce(Double(time) * 1e6) { value, _ in value / 10 }
      } else {
        scaled = (0..<power).reduce(Double(time) * 1e6) { value, _ in value / 2 }
      }
      return (Int64(exactly: scaled.rounded()) ?? .max) &+ offset &* 1_000_000
    }
  }

  private static let sectionHeader: [UInt8] = [0x0a, 0x0d, 0x0d, 0x0a]

  static func begins(_ input: CaptureInput) -> Bool {
    input.available >= 4 && input.rest.prefix(4).elementsEqual(sectionHeader)
  }
}

// The blocks of pcapng; those that say nothing here are passed over.
extension CaptureReader {
  private enum Block {
    static let interface: UInt32 = 1
    static let oldPacket: UInt32 = 2
    static let simplePacket: UInt32 = 3
    static let enhancedPacket: UInt32 = 6
    static let secrets: UInt32 = 10
  }

  /// "TLSK": a key log of TLS.
  private static let tlsKeyLog: UInt32 = 0x544c_534b

  mutating func nextBlock() throws(CaptureFault) -> CaptureItem? {
    while input.available >= 12 {
      let isHeader = PcapngSection.begins(input)
      if isHeader { try beginSection() }
      let type = input.number(at: 0, swapped: section.isSwapped)
      let length = Int(input.number(at: 4, swapped: section.isSwapped))
      guard length >= 12, length.isMultiple(of: 4), length <= CaptureInput.longest else {
        throw fault(.badLength(UInt64(length)))
      }
      guard input.available >= length else { return nil }
      // The length stands at the block's end once more (§3.1): where the two differ, the file was damaged.
      let again = input.number(at: length - 4, swapped: section.isSwapped)
      guard again == UInt32(length) else { throw fault(.badLength(UInt64(again))) }
      let item =
        isHeader
        ? comment(in: input.slice(8, length - 12), from: 16).map(CaptureItem.comment)
        : try item(type, input.slice(8, length - 12))
      input.advance(by: length)
      if let item { return item }
    }
    return nil
  }

  private mutating func beginSection() throws(CaptureFault) {
    switch input.number(at: 8, swapped: false) {
    case 0x1a2b_3c4d: section = PcapngSection()
    case 0x4d3c_2b1a: section = PcapngSection(isSwapped: true)
    default: throw fault(.notACapture(Array(input.slice(8, 4))))
    }
  }

  private mutating func item(
    _ type: UInt32, _ body: ArraySlice<UInt8>
  ) throws(CaptureFault) -> CaptureItem? {
    switch type {
    case Block.interface:
      addInterface(body)
      return nil
    case Block.enhancedPacket, Block.oldPacket:
      return .frame(try packet(body, isOld: type == Block.oldPacket))
    case Block.simplePacket:
      guard body.count >= 4 else { throw fault(.badLength(UInt64(body.count))) }
      let original = Int(input.number(at: 8, swapped: section.isSwapped))
      return .frame(
        try frame(
          interface: 0, time: 0, body.dropFirst(4).prefix(original), original, comment: nil))
    case Block.secrets:
      guard body.count >= 8, number(body, 0) == Self.tlsKeyLog else { return nil }
      return .secrets(Array(body.dropFirst(8).prefix(Int(number(body, 4)))))
    default: return nil
    }
  }

  private mutating func addInterface(_ body: ArraySlice<UInt8>) {
    guard body.count >= 8 else { return }
    let link = LinkType(rawValue: CaptureInput.short(body, 0, swapped: section.isSwapped))
    var interface = PcapngSection.Interface(link: link)
    if let unit = option(9, in: body, from: 8)?.first { interface.clock.exponent = unit }
    if let offset = option(14, in: body, from: 8), offset.count == 8 {
      let low = UInt64(number(offset, section.isSwapped ? 4 : 0))
      let high = UInt64(number(offset, section.isSwapped ? 0 : 4))
      interface.clock.offset = Int64(bitPattern: high << 32 | low)
    }
    section.interfaces.append(interface)
    if !link.isRead { unreadLinks.insert(link) }
  }

  private func packet(
    _ body: ArraySlice<UInt8>, isOld: Bool
  ) throws(CaptureFault) -> Frame {
    guard body.count >= 20 else { throw fault(.badLength(UInt64(body.count))) }
    let interface =
      isOld ? UInt32(CaptureInput.short(body, 0, swapped: section.isSwapped)) : number(body, 0)
    let count = Int(number(body, 12))
    guard count <= body.count - 20 else { throw fault(.badLength(UInt64(count))) }
    return try frame(
      interface: interface, time: UInt64(number(body, 4)) << 32 | UInt64(number(body, 8)),
      body.dropFirst(20).prefix(count), Int(number(body, 16)),
      comment: body.count > 20 + count + 3 ? comment(in: body, from: 20 + (count + 3) & ~3) : nil)
  }

  private func frame(
    interface number: UInt32, time: UInt64, _ bytes: ArraySlice<UInt8>, _ original: Int,
    comment: String?
  ) throws(CaptureFault) -> Frame {
    guard let place = Int(exactly: number), place < section.interfaces.count else {
      throw fault(.unknownInterface(number))
    }
    let interface = section.interfaces[place]
    return Frame(
      time: interface.clock.microseconds(time), link: interface.link, bytes: bytes,
      originalLength: original, comment: comment)
  }

  private func number(_ bytes: ArraySlice<UInt8>, _ place: Int) -> UInt32 {
    let at = bytes.startIndex + place
    let number =
      UInt32(bytes[at]) | UInt32(bytes[at + 1]) << 8 | UInt32(bytes[at + 2]) << 16
      | UInt32(bytes[at + 3]) << 24
    return section.isSwapped ? number.byteSwapped : number
  }

  private func comment(in body: ArraySlice<UInt8>, from place: Int) -> String? {
    option(1, in: body, from: place).map { String(decoding: $0, as: UTF8.self) }
  }

  /// The value of an option; nil where there is none, or the list is damaged before it.
  private func option(
    _ wanted: UInt16, in body: ArraySlice<UInt8>, from place: Int
  ) -> ArraySlice<UInt8>? {
    var place = place
    while place + 4 <= body.count {
      let code = CaptureInput.short(body, place, swapped: section.isSwapped)
      let length = Int(CaptureInput.short(body, place + 2, swapped: section.isSwapped))
      guard code != 0, place + 4 + length <= body.count else { return nil }
      if code == wanted { return body.dropFirst(place + 4).prefix(length) }
      place += 4 + (length + 3) & ~3
    }
    return nil
  }
}
