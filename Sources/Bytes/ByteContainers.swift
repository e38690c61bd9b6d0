/// An encoder that keeps bytes as they are: ``Hexadecimal`` needs no digits there.
public protocol ByteEncodingContainer {
  /// Encodes bytes as the one value of this place.
  func encode(bytes: [UInt8]) throws
}

/// A decoder for what a ``ByteEncodingContainer`` kept.
public protocol ByteDecodingContainer {
  /// The bytes that are the one value of this place.
  func decodeBytes() throws -> [UInt8]
}
