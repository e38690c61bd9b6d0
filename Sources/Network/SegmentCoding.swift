import Bytes

/// Saved with its bytes as hexadecimal digits: a lab of a hundred sessions is written and read
/// dozens of times faster than with a list of numbers, and can be read by people.
extension Segment: Codable {
  private enum CodingKeys: String, CodingKey {
    case direction
    case time
    case bytes
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    direction = try container.decode(Direction.self, forKey: .direction)
    time = try container.decode(Int64.self, forKey: .time)
    guard let bytes = [UInt8](hex: try container.decode(String.self, forKey: .bytes)) else {
      throw DecodingError.dataCorruptedError(
        forKey: .bytes, in: container, debugDescription: "not hexadecimal digits")
    }
    self.bytes = bytes
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(direction, forKey: .direction)
    try container.encode(time, forKey: .time)
    try container.encode(bytes.hex, forKey: .bytes)
  }
}
