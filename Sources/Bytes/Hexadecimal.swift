/// Bytes that are saved as hexadecimal digits: a saved lab holds many, and as arrays of numbers
/// they would take four times the room and fifty times the time.
@propertyWrapper
public struct Hexadecimal: Hashable, Sendable, Codable {
  public var wrappedValue: [UInt8]

  public init(wrappedValue: [UInt8]) {
    self.wrappedValue = wrappedValue
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let bytes = [UInt8](hex: try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "not a string of hexadecimal digits")
    }
    wrappedValue = bytes
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(wrappedValue.hex)
  }
}
