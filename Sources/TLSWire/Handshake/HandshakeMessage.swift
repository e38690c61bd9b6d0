public import Bytes
import Synchronization

/// A whole handshake message with the bytes that it came in; the transcript hash needs exactly
/// those (RFC 5246 §7.4.9).
public struct HandshakeMessage: Sendable {
  public let type: HandshakeType
  /// Type, length and body as on the wire.
  @Hexadecimal public private(set) var bytes: [UInt8]
  /// Where a message that is read several times keeps what it was read as.
  private var reading: Reading?

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

  /// Takes the bytes of one whole message.
  init(type: HandshakeType, whole bytes: [UInt8]) {
    self.type = type
    self.bytes = bytes
  }

  /// The same message, which is taken apart once, however often it is read: by the facts, by the
  /// state that waits for it, by both ends of a comparison.
  public var readOnce: HandshakeMessage {
    var message = self
    message.reading = Reading()
    return message
  }

  /// The same message for whoever made it of `body`, and need not take it apart to know that.
  public func known(as body: some HandshakeBody) -> HandshakeMessage {
    let message = readOnce
    message.reading?.body.withLock { $0 = body }
    return message
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
  @_specialize(where Body == ClientHello)
  @_specialize(where Body == ServerHello)
  @_specialize(where Body == Finished)
  public func read<Body: HandshakeBody>(
    _ kind: Body.Type = Body.self
  ) throws(WireError) -> Body {
    guard type == Body.handshakeType else {
      throw WireError(
        .illegalValue("\(Body.handshakeType.label) expected, not \(type.label)"), offset: 0,
        path: FieldPath(["msg_type"]))
    }
    if let known = reading?.body.withLock({ $0 }) as? Body { return known }
    do throws(WireError) {
      let read = try ByteReader.read(kind, from: body)
      reading?.body.withLock { $0 = read }
      return read
    } catch {
      throw error.moved(by: Self.headerLength, below: type.label)
    }
  }
}

extension HandshakeMessage: Hashable {
  public static func == (left: HandshakeMessage, right: HandshakeMessage) -> Bool {
    left.type == right.type && left.bytes == right.bytes
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(type)
    hasher.combine(bytes)
  }
}

extension HandshakeMessage: Codable {
  private enum CodingKeys: String, CodingKey { case type, bytes }
}

/// What a message was read as last. The bytes of a message never change, hence neither does this.
private final class Reading: Sendable {
  let body = Mutex<(any HandshakeBody)?>(nil)
}
