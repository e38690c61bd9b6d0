/// What the first bytes of things look like.
enum Pattern {
  /// Enough to tell a hello from anything else.
  static let length = 11

  /// The type of the message, 1 or 2, if a hello begins here: a record of handshake, then a message not
  /// longer than the limits allow, then a version.
  static func hello(_ bytes: ArraySlice<UInt8>, atStart: Bool) -> UInt8? {
    let start = bytes.startIndex
    guard bytes.count >= 6, bytes[start] == 0x16, bytes[start + 1] == 3, bytes[start + 2] <= 4,
      bytes[start + 5] == 1 || bytes[start + 5] == 2
    else { return nil }
    // In small records the message goes on in the next one.
    let length = Int(bytes[start + 3]) << 8 | Int(bytes[start + 4])
    if length < 6 { return atStart && length > 0 ? bytes[start + 5] : nil }
    guard bytes.count >= Self.length, bytes[start + 6] == 0,
      bytes[start + 9] == 3 || bytes[start + 9] == 0x7f
    else { return nil }
    return bytes[start + 5]
  }

  /// The first hello in bytes, and its type.
  ///
  /// - Parameter isFirst: whether nothing came before them.
  static func firstHello(
    in bytes: ArraySlice<UInt8>, isFirst: Bool
  ) -> (place: Int, type: UInt8)? {
    var place = bytes.startIndex
    while let next = bytes[place...].firstIndex(of: 0x16) {
      let atStart = isFirst && next == bytes.startIndex
      if let type = hello(bytes[next...], atStart: atStart) { return (next, type) }
      place = next + 1
    }
    return nil
  }

  /// The hello of SSL 2.0 that offers SSL 3.0 or more (RFC 5246 §E.2).
  static func isSSL2Hello(_ bytes: ArraySlice<UInt8>) -> Bool {
    let start = bytes.startIndex
    guard bytes.count >= Self.length, bytes[start] & 0x80 != 0, bytes[start + 2] == 1,
      bytes[start + 3] == 3, bytes[start + 4] <= 3
    else { return false }
    let length = Int(bytes[start] & 0x7f) << 8 | Int(bytes[start + 1])
    let suites = Int(bytes[start + 5]) << 8 | Int(bytes[start + 6])
    let session = Int(bytes[start + 7]) << 8 | Int(bytes[start + 8])
    let challenge = Int(bytes[start + 9]) << 8 | Int(bytes[start + 10])
    return length == 9 + suites + session + challenge && suites.isMultiple(of: 3)
      && (16...32).contains(challenge)
  }

  /// Whether records may stand here: whole ones, one behind the other, as far as the bytes go.
  static func isRecord(_ bytes: ArraySlice<UInt8>) -> Bool {
    var rest = bytes
    var count = 0
    while rest.count >= 5 {
      let start = rest.startIndex
      let length = Int(rest[start + 3]) << 8 | Int(rest[start + 4])
      guard (20...24).contains(rest[start]), rest[start + 1] == 3, rest[start + 2] <= 3,
        (1...18_432).contains(length)
      else { return false }
      count += 1
      rest = rest.dropFirst(5 + length)
    }
    return count > 0
  }
}
