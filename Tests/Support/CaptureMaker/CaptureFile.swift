public import Captures

/// Writes captures in the forms that other programs write.
public struct CaptureFile: Sendable {
  public enum Link: UInt16, Sendable, CaseIterable {
    case null = 0
    case ethernet = 1
    case raw = 101
    case linuxCooked = 113
    case linuxCooked2 = 276
  }

  public enum Format: Sendable, CaseIterable {
    case pcap, pcapSwapped, pcapNanoseconds, pcapng, pcapngSwapped
  }

  public var format = Format.pcap
  public var link = Link.ethernet
  /// VLAN tags between the addresses of an Ethernet frame and its type.
  public var tags: [UInt16] = []
  /// Bytes that are kept of a packet.
  public var snapLength = 1 << 18

  public init() {}

  /// The file.
  ///
  /// - Parameter packets: each from its IP header on.
  public func bytes(_ packets: [Packet]) -> [UInt8] {
    var file = beginning
    for packet in packets { file += block(packet) }
    return file
  }

  private var isSwapped: Bool { format == .pcapSwapped || format == .pcapngSwapped }
  private var isNextGeneration: Bool { format == .pcapng || format == .pcapngSwapped }

  private func number(_ value: UInt32) -> [UInt8] {
    let bytes = (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * UInt32($0))) }
    return isSwapped ? bytes.reversed() : bytes
  }

  private func short(_ value: UInt16) -> [UInt8] {
    let bytes = [UInt8(truncatingIfNeeded: value), UInt8(value >> 8)]
    return isSwapped ? bytes.reversed() : bytes
  }

  /// The head of the file; packets may follow piece by piece.
  public var beginning: [UInt8] {
    guard isNextGeneration else {
      let magic: UInt32 = format == .pcapNanoseconds ? 0xa1b2_3c4d : 0xa1b2_c3d4
      return number(magic) + short(2) + short(4) + number(0) + number(0) + number(262_144)
        + number(UInt32(link.rawValue))
    }
    let section = number(0x1a2b_3c4d) + short(1) + short(0) + [UInt8](repeating: 0xff, count: 8)
    let interface = short(link.rawValue) + short(0) + number(0)
    return framed(0x0a0d_0d0a, section) + framed(1, interface)
  }

  private func framed(_ type: UInt32, _ body: [UInt8]) -> [UInt8] {
    let length = number(UInt32(body.count + 12))
    return number(type) + length + body + length
  }

  /// One packet.
  public func block(_ packet: Packet) -> [UInt8] {
    let frame = linkHeader(packet.bytes) + packet.bytes
    let kept = frame.prefix(snapLength)
    let lengths = number(UInt32(kept.count)) + number(UInt32(frame.count))
    guard isNextGeneration else {
      let fraction = UInt32(packet.time % 1_000_000)
      return number(UInt32(packet.time / 1_000_000))
        + number(format == .pcapNanoseconds ? fraction * 1000 : fraction) + lengths + kept
    }
    let time = UInt64(packet.time)
    let padding = [UInt8](repeating: 0, count: (4 - kept.count % 4) % 4)
    return framed(
      6,
      number(0) + number(UInt32(truncatingIfNeeded: time >> 32))
        + number(UInt32(truncatingIfNeeded: time)) + lengths + kept + padding)
  }

  private func linkHeader(_ packet: [UInt8]) -> [UInt8] {
    let isVersion6 = packet.first.map { $0 >> 4 == 6 } == true
    let type: [UInt8] = isVersion6 ? [0x86, 0xdd] : [0x08, 0x00]
    switch link {
    case .null: return number(isVersion6 ? 10 : 2)
    case .raw: return []
    case .linuxCooked: return [0, 0, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0] + type
    case .linuxCooked2: return type + [0, 0, 0, 0, 0, 1, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0]
    case .ethernet:
      let tags = tags.flatMap { [UInt8]([0x81, 0x00, UInt8($0 >> 8), UInt8($0 & 0xff)]) }
      return [2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2] + tags + type
    }
  }
}
