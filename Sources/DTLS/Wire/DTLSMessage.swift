public import Bytes
public import TLSWire

/// A whole handshake message, however many parts it came in.
public struct DTLSMessage: Hashable, Sendable, Codable {
  public var type: HandshakeType
  /// Its number among those of its sender.
  public var sequence: UInt16
  /// What follows the header.
  @Hexadecimal public var body: [UInt8]

  public init(type: HandshakeType, sequence: UInt16, body: [UInt8]) {
    self.type = type
    self.sequence = sequence
    self.body = body
  }

  /// Writes a body.
  ///
  /// - Throws: `WireError` when a field of it is longer or shorter than it may be.
  public init<Body: HandshakeBody>(_ body: Body, sequence: UInt16) throws(WireError) {
    self.init(
      type: Body.handshakeType, sequence: sequence, body: try ByteWriter.bytes(of: body))
  }

  /// The message as if it had come in one part, which is what hashes and signatures cover
  /// (RFC 6347 §4.2.6).
  public var bytes: [UInt8] {
    let count = UInt64(body.count)
    return [type.rawValue] + bigEndian(count, width: 3) + bigEndian(UInt64(sequence), width: 2)
      + [0, 0, 0] + bigEndian(count, width: 3) + body
  }

  /// Its parts of at most `limit` bytes of content each; one without content if it has none.
  public func fragments(limit: Int) -> [HandshakeFragment] {
    stride(from: 0, to: max(1, body.count), by: max(1, limit)).map { start in
      HandshakeFragment(
        type: type, length: body.count, messageSequence: sequence, offset: start,
        fragment: Array(body[start..<min(body.count, start + max(1, limit))]))
    }
  }

  /// Reads the body as a message of that kind.
  ///
  /// - Throws: `WireError` when the bytes don't fit; offsets count from the body's first byte.
  public func read<Body: HandshakeBody>(_ kind: Body.Type = Body.self) throws(WireError) -> Body {
    do throws(WireError) {
      return try ByteReader.read(kind, from: body)
    } catch {
      throw error.moved(by: 0, below: type.label)
    }
  }
}
