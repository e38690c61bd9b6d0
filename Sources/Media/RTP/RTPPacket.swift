/// A packet of RTP (RFC 3550 §5).
public struct RTPPacket: Sendable, Hashable, Codable {
  public var header: RTPHeader
  /// Without padding.
  public var payload: [UInt8]
  /// Bytes of padding behind the payload, the one that counts them included; 0: none.
  public var padding: UInt8

  public init(_ header: RTPHeader, payload: [UInt8], padding: UInt8 = 0) {
    self.header = header
    self.header.hasPadding = padding > 0
    self.payload = payload
    self.padding = padding
  }

  /// Reads a whole packet.
  public init(parsing packet: [UInt8]) throws(RTPError) {
    header = try RTPHeader(parsing: packet)
    let content = packet.dropFirst(header.length)
    padding = 0
    guard header.hasPadding else {
      payload = Array(content)
      return
    }
    guard let count = content.last, count > 0, Int(count) <= content.count else {
      throw .padding(Int(content.last ?? 0))
    }
    padding = count
    payload = Array(content.dropLast(Int(count)))
  }

  /// The packet as it is sent.
  public var bytes: [UInt8] {
    var header = header
    header.hasPadding = padding > 0
    guard padding > 0 else { return header.bytes + payload }
    let filling = [UInt8](repeating: 0, count: Int(padding) - 1)
    return header.bytes + payload + filling + [padding]
  }
}
