public import Bytes
public import TLSWire

/// A part of a handshake message, or all of it: datagrams come in any order and hold little, so each
/// part says of which message it is and where it belongs (RFC 6347 §4.2.2).
public struct HandshakeFragment: WireStruct {
  public var type: HandshakeType
  /// Bytes of the whole message, without any header.
  public var length: Int
  /// The message's number among those of its sender.
  public var messageSequence: UInt16
  /// Where the part begins in the message.
  public var offset: Int
  public var fragment: [UInt8]

  public init() {
    self.init(type: .helloRequest, length: 0, messageSequence: 0, offset: 0, fragment: [])
  }

  public init(
    type: HandshakeType, length: Int, messageSequence: UInt16, offset: Int, fragment: [UInt8]
  ) {
    self.type = type
    self.length = length
    self.messageSequence = messageSequence
    self.offset = offset
    self.fragment = fragment
  }

  /// The bytes of everything in front of the part.
  public static let headerLength = 12

  /// Whether the message ends with this part.
  public var isLast: Bool { offset + fragment.count == length }

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.code(&type, "msg_type")
    try Self.uint24(&length, "length", &coder)
    try coder.uint16(&messageSequence, "message_seq")
    try Self.uint24(&offset, "fragment_offset", &coder)
    try coder.opaque(&fragment, .uint24(), "fragment")
    guard offset + fragment.count <= length else {
      throw coder.illegalValue(
        "\(fragment.count) bytes from \(offset) on, of a message of \(length)")
    }
  }

  private static func uint24(
    _ value: inout Int, _ name: StaticString, _ coder: inout some FieldCoder
  ) throws(WireError) {
    var wide = UInt64(truncatingIfNeeded: value)
    try coder.integer(&wide, width: 3, name)
    value = Int(truncatingIfNeeded: wide)
  }
}

/// What the fragment of a handshake record holds: one part of a message, or several.
public struct HandshakeFragments: WireStruct {
  public var parts: [HandshakeFragment] = []

  public init() {}

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.entries(&parts, entry: "handshake", blank: HandshakeFragment())
  }
}
