/// What a value's first byte says.
enum Tag {
  static let null: UInt8 = 0x00
  static let no: UInt8 = 0x01
  static let yes: UInt8 = 0x02
  /// Four bytes, the lowest first.
  static let float: UInt8 = 0x03
  /// Eight bytes, the lowest first.
  static let double: UInt8 = 0x04
  /// An integer from 0 on: a varint.
  static let natural: UInt8 = 0x05
  /// An integer below 0: the varint of what its bits are inverted.
  static let negative: UInt8 = 0x06
  /// UTF-8 after its length.
  static let text: UInt8 = 0x07
  /// The varint of a word's number.
  static let word: UInt8 = 0x08
  /// Bytes after their number: an array of unsigned integers as well.
  static let bytes: UInt8 = 0x09
  /// Values after the number of bytes that they take.
  static let array: UInt8 = 0x0a
  /// In an array alone: so many elements that are a byte each, one at least.
  static let run: UInt8 = 0x0b
  /// A word's number and a value, again and again, after the number of bytes that they take.
  static let map: UInt8 = 0x0c
  /// The varint of a blob's number.
  static let blob: UInt8 = 0x0d
  /// From here on: a map that takes 0 to 31 bytes.
  static let shortMap: UInt8 = 0x20
  /// From here on: the integers 0 to 63.
  static let small: UInt8 = 0x40
  /// From here on: the words 0 to 127.
  static let frequentWord: UInt8 = 0x80

  static let shortMapLimit = 32
  static let smallLimit: UInt64 = 64
  static let frequentWordLimit = 128
}

/// A number in groups of seven bits, the lowest first; all but the last have the eighth bit set.
enum Varint {
  static func width(_ number: UInt64) -> Int { max(1, (70 - number.leadingZeroBitCount) / 7) }
}

extension [UInt8] {
  mutating func append(varint number: UInt64) {
    var rest = number
    while rest >= 0x80 {
      append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    append(UInt8(truncatingIfNeeded: rest))
  }

  mutating func append(lowestFirst number: UInt64, bytes: Int) {
    for index in 0..<bytes { append(UInt8(truncatingIfNeeded: number >> (8 * UInt64(index)))) }
  }
}
