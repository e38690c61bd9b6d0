public import Bytes

/// One record: the unit that is sent and protected (RFC 5246 §6.2, RFC 8446 §5.1).
public struct Record: WireStruct {
  public var type: ContentType
  public var legacyVersion: ProtocolVersion
  /// A part of a message, one message, several; or, once keys are in use, what protects them.
  public var fragment: [UInt8]

  public init() { self.init(type: .handshake, legacyVersion: .tls12, fragment: []) }

  public init(type: ContentType, legacyVersion: ProtocolVersion, fragment: [UInt8]) {
    self.type = type
    self.legacyVersion = legacyVersion
    self.fragment = fragment
  }

  /// The bytes of type, version and length.
  public static let headerLength = 5

  /// The largest plaintext of one record (RFC 5246 §6.2.1).
  public static let plaintextLimit = 1 << 14

  /// The largest fragment that protection may make of it (RFC 5246 §6.2.3).
  public static let fragmentLimit = plaintextLimit + 2048

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.code(&type, "type")
    try coder.code(&legacyVersion, "legacy_record_version")
    try coder.opaque(&fragment, .uint16(0...Self.fragmentLimit), "fragment")
  }

  /// The record as it goes on the wire; the same bytes as a `ByteWriter` gives, but for a fragment
  /// beyond the limit too, which only somebody who tests a peer makes.
  public var bytes: [UInt8] {
    let length = UInt16(truncatingIfNeeded: fragment.count)
    let version = legacyVersion.rawValue
    return [
      type.rawValue, UInt8(version >> 8), UInt8(version & 0xff),
      UInt8(length >> 8), UInt8(length & 0xff),
    ] + fragment
  }
}

/// A whole record as it came, not taken apart: what protects it is opened where it lies.
public struct RawRecord: Sendable {
  /// The header and the fragment, whose length the header tells.
  public let bytes: [UInt8]

  /// - Parameter bytes: a header at least, and what follows it; the caller has counted them.
  package init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  public var type: ContentType { ContentType(rawValue: bytes[0]) }

  public var legacyVersion: ProtocolVersion {
    ProtocolVersion(rawValue: UInt16(bytes[1]) << 8 | UInt16(bytes[2]))
  }

  public var fragment: ArraySlice<UInt8> { bytes[Record.headerLength...] }

  public var record: Record {
    Record(type: type, legacyVersion: legacyVersion, fragment: Array(fragment))
  }
}
