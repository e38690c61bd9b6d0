/// A capture file in the format pcapng (draft-ietf-opsawg-pcapng): packets with comments, and the
/// secrets that open them.
public struct Pcapng: Sendable {
  public private(set) var bytes: [UInt8] = []

  /// Begins a file.
  ///
  /// - Parameters:
  ///   - comment: about the whole file.
  ///   - keyLog: the secrets; they stand before all packets, so that a reader has them in time.
  public init(comment: String, keyLog: KeyLog? = nil) {
    // The magic number tells the byte order; the length of the section is not given.
    block(
      .sectionHeader,
      UInt32(0x1a2b_3c4d).littleEndianBytes + UInt16(1).littleEndianBytes
        + UInt16(0).littleEndianBytes + UInt64.max.littleEndianBytes
        + options([(1, Array(comment.utf8)), (4, Array("tlslab".utf8))]))
    // Packets begin with an IP header (LINKTYPE_RAW); times count microseconds.
    block(
      .interfaceDescription,
      UInt16(101).littleEndianBytes + UInt16(0).littleEndianBytes + UInt32(0).littleEndianBytes
        + options([(2, Array("tap".utf8)), (9, [6])]))
    guard let keyLog, !keyLog.entries.isEmpty else { return }
    let secrets = Array(keyLog.text.utf8)
    block(
      .decryptionSecrets,
      Self.tlsKeyLog.littleEndianBytes
        + UInt32(truncatingIfNeeded: secrets.count).littleEndianBytes + padded(secrets))
  }

  /// Adds a packet.
  public mutating func add(_ packet: Packet) {
    let time = UInt64(clamping: packet.time)
    let length = UInt32(truncatingIfNeeded: packet.bytes.count).littleEndianBytes
    let comment = packet.comment.map { [(UInt16(1), Array($0.utf8))] } ?? []
    block(
      .enhancedPacket,
      UInt32(0).littleEndianBytes + UInt32(truncatingIfNeeded: time >> 32).littleEndianBytes
        + UInt32(truncatingIfNeeded: time).littleEndianBytes + length + length
        + padded(packet.bytes) + options(comment))
  }

  // MARK: Blocks

  private enum Block: UInt32 {
    case sectionHeader = 0x0a0d_0d0a
    case interfaceDescription = 1
    case enhancedPacket = 6
    case decryptionSecrets = 10
  }

  /// "TLSK": a key log of TLS.
  private static let tlsKeyLog: UInt32 = 0x544c_534b

  private mutating func block(_ type: Block, _ body: [UInt8]) {
    let length = UInt32(truncatingIfNeeded: body.count + 12).littleEndianBytes
    bytes += type.rawValue.littleEndianBytes + length + body + length
  }

  private func options(_ options: [(code: UInt16, value: [UInt8])]) -> [UInt8] {
    guard !options.isEmpty else { return [] }
    let list = options.flatMap { code, value in
      // A comment that would not fit is cut.
      let value = Array(value.prefix(0xffff))
      return code.littleEndianBytes
        + UInt16(truncatingIfNeeded: value.count).littleEndianBytes + padded(value)
    }
    return list + [0, 0, 0, 0]
  }

  private func padded(_ bytes: [UInt8]) -> [UInt8] {
    bytes + [UInt8](repeating: 0, count: (4 - bytes.count % 4) % 4)
  }
}
