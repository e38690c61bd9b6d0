public import Bytes

/// A whole handshake message with the bytes that it came in; the transcript hash needs exactly
/// those (RFC 5246 §7.4.9).
public struct HandshakeMessage: Hashable, Sendable, Codable {
  public let type: HandshakeType
  /// Type, length and body as on the wire.
  @Hexadecimal public private(set) var bytes: [UInt8]

  /// The bytes of type and length.
  public static let headerLength = 4

  /// Puts a header in front of `body`.
  public init(type: HandshakeType, body: [UInt8]) {
    let length = UInt32(truncatingIfNeeded: body.count)
    self.type = type
    bytes =
      [
        type.rawValue, UInt8(truncatingIfNeeded: length >> 16),
        UInt8(truncatingIfNeeded: length >> 8), UInt8(truncatingIfNeeded: length),
      ] + body
  }

  /// Writes `body` and puts its header in front.
  ///
  /// - Throws: `WireError` when a field of `body` is longer or shorter than it may be.
  public static func making<Body: HandshakeBody>(
    _ body: Body
  ) throws(WireError) -> HandshakeMessage {
    HandshakeMessage(type: Body.handshakeType, body: try ByteWriter.bytes(of: body))
  }

  /// What follows type and length.
  public var body: [UInt8] { Array(bytes.dropFirst(Self.headerLength)) }

  /// Reads the body as a message of that kind.
  ///
  /// - Throws: `WireError` when the message is of another type, or its bytes don't fit; offsets
  ///   count from the message's first byte.
  public func read<Body: HandshakeBody>(
    _ kind: Body.Type = Body.self
  ) throws(WireError) -> Body {
    guard type == Body.handshakeType else {
      throw WireError(
        .illegalValue("\(Body.handshakeType.label) expected, not \(type.label)"), offset: 0,
        path: FieldPath(["msg_type"]))
    }
    do throws(WireError) {
      return try ByteReader.read(kind, from: body)
    } catch {
      throw error.moved(by: Self.headerLength, below: type.label)
    }
  }
}
