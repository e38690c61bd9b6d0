extension [UInt8] {
  /// The bytes that a string of hexadecimal digits spells; white space between digits is ignored.
  ///
  /// - Returns: `nil` when another character occurs or the number of digits is odd.
  public init?(hex: some StringProtocol) {
    self = []
    reserveCapacity(hex.utf8.count / 2)
    var high: UInt8?
    for character in hex.utf8 where !Self.isSpace(character) {
      guard let digit = Self.digit(character) else { return nil }
      if let first = high {
        append(first << 4 | digit)
        high = nil
      } else {
        high = digit
      }
    }
    guard high == nil else { return nil }
  }

  /// Lower-case hexadecimal digits, two a byte, nothing between them.
  public var hex: String {
    let digits = Array("0123456789abcdef".utf8)
    return String(unsafeUninitializedCapacity: count * 2) { buffer in
      var position = 0
      for byte in self {
        buffer[position] = digits[Int(byte >> 4)]
        buffer[position + 1] = digits[Int(byte & 15)]
        position += 2
      }
      return position
    }
  }

  private static func isSpace(_ character: UInt8) -> Bool {
    character == 0x20 || (0x09...0x0d).contains(character)
  }

  private static func digit(_ character: UInt8) -> UInt8? {
    switch character {
    case 0x30...0x39: character - 0x30
    case 0x41...0x46: character - 0x41 + 10
    case 0x61...0x66: character - 0x61 + 10
    default: nil
    }
  }
}
