/// Bytes that are saved as hexadecimal digits: a saved lab holds many, and as arrays of numbers
/// they would take four times the room and fifty times the time. A coder that keeps bytes as they are
/// gets the bytes.
@propertyWrapper
public struct Hexadecimal: Hashable, Sendable, Codable {
  public var wrappedValue: [UInt8]

  public init(wrappedValue: [UInt8]) {
    self.wrappedValue = wrappedValue
  }

  public init(from decoder: any Decoder) throws {
    if let place = decoder as? any ByteDecodingContainer {
      wrappedValue = try place.decodeBytes()
      return
    }
    let container = try decoder.singleValueContainer()
    guard let bytes = [UInt8](hex: try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "not a string of hexadecimal digits")
    }
    wrappedValue = bytes
  }

  public func encode(to encoder: any Encoder) throws {
    if let place = encoder as? any ByteEncodingContainer {
      return try place.encode(bytes: wrappedValue)
    }
    var container = encoder.singleValueContainer()
    try container.encode(wrappedValue.hex)
  }
}
