extension [UInt8] {
  /// The bytes that a Base64 text stands for (RFC 4648 §4), with or without its padding; `nil` if
  /// another character occurs or the length is impossible.
  init?(base64 text: some StringProtocol) {
    var digits = Array(text.utf8)
    for _ in 0..<2 where digits.last == 0x3d { digits.removeLast() }
    guard digits.count % 4 != 1 else { return nil }
    self = []
    var bits: UInt32 = 0
    var held = 0
    for digit in digits {
      guard let value = Base64.alphabet.firstIndex(of: digit) else { return nil }
      bits = bits << 6 & 0xffff | UInt32(value)
      held += 6
      if held >= 8 {
        held -= 8
        append(UInt8(truncatingIfNeeded: bits >> UInt32(held)))
      }
    }
  }

  /// The bytes in Base64 (RFC 4648 §4), padded.
  var base64: String {
    var text: [UInt8] = []
    for start in stride(from: 0, to: count, by: 3) {
      let group = self[start..<Swift.min(start + 3, count)]
      var bits: UInt32 = 0
      for byte in group { bits = bits << 8 | UInt32(byte) }
      bits <<= UInt32(8 * (3 - group.count))
      for digit in 0..<4 {
        let value = Int(bits >> UInt32(18 - 6 * digit) & 63)
        text.append(digit <= group.count ? Base64.alphabet[value] : 0x3d)
      }
    }
    return String(decoding: text, as: UTF8.self)
  }
}

private enum Base64 {
  static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
}
