public import Bytes

/// Puts handshake messages together from the fragments of records: a message may be spread over
/// several records, and a record may hold several messages (RFC 5246 §6.2.1).
public struct HandshakeReader: Hashable, Sendable, Codable {
  @Hexadecimal private var buffer: [UInt8] = []

  public init() {}

  /// The longest message that is waited for. The format allows 2^24 bytes; nobody needs them, and
  /// a peer must not be able to fill the memory.
  public static let messageLimit = 1 << 17

  /// Whether no part of a message is waiting for the rest. Keys must not change in between
  /// (RFC 8446 §5.1).
  public var isEmpty: Bool { buffer.isEmpty }

  /// Takes the plaintext of a handshake record.
  public mutating func append(_ fragment: [UInt8]) {
    // What is whole need not be copied.
    if buffer.isEmpty { buffer = fragment } else { buffer += fragment }
  }

  /// The next whole message, or nil until more fragments come.
  ///
  /// - Throws: `WireError` when a message says that it is longer than `messageLimit`.
  public mutating func next() throws(WireError) -> HandshakeMessage? {
    guard buffer.count >= HandshakeMessage.headerLength else { return nil }
    let type = HandshakeType(rawValue: buffer[0])
    let length = Int(buffer[1]) << 16 | Int(buffer[2]) << 8 | Int(buffer[3])
    guard length <= Self.messageLimit else {
      throw WireError(
        .lengthOutOfBounds(length: length, allowed: 0...Self.messageLimit), offset: 1,
        path: FieldPath([type.label, "length"]))
    }
    let end = HandshakeMessage.headerLength + length
    guard buffer.count >= end else { return nil }
    guard buffer.count > end else {
      defer { buffer = [] }
      return HandshakeMessage(type: type, whole: buffer)
    }
    let message = HandshakeMessage(type: type, whole: Array(buffer[..<end]))
    buffer.removeFirst(end)
    return message
  }
}
