public import Bytes

/// Cuts a stream of bytes into records.
///
/// What does not fit is said as soon as the header is there, before the fragment has come.
public struct RecordReader: Hashable, Sendable, Codable {
  @Hexadecimal private var buffer: [UInt8] = []
  /// Where in the buffer the next record begins: taking each record out of its front would move all
  /// the others.
  private var start = 0
  /// Bytes of records that were handed out before.
  private var consumed = 0

  public init() {}

  /// Whether no part of a record is waiting for the rest.
  public var isEmpty: Bool { available == 0 }

  private var available: Int { buffer.count - start }

  /// Takes bytes that arrived.
  public mutating func append(_ bytes: [UInt8]) {
    if start > 0 {
      buffer.removeFirst(start)
      start = 0
    }
    // What is whole need not be copied.
    if buffer.isEmpty { buffer = bytes } else { buffer += bytes }
  }

  private func byte(_ place: Int) -> UInt8 { buffer[start + place] }

  /// Goes on behind bytes that were handed out.
  private mutating func advance(by count: Int) {
    start += count
    if available == 0 {
      buffer = []
      start = 0
    }
  }

  /// The next whole record, or nil until more bytes arrive.
  ///
  /// - Throws: `WireError` when the bytes can't be a record; its offset counts from the beginning
  ///   of the stream. The reader stays where it is, so asking again gives the same error.
  public mutating func next() throws(WireError) -> Record? {
    try nextRaw()?.record
  }

  /// The same, as the bytes that it came in: those that were appended, if they were one record.
  public mutating func nextRaw() throws(WireError) -> RawRecord? {
    guard available >= Record.headerLength else { return nil }
    let length = Int(byte(3)) << 8 | Int(byte(4))
    try checkHeader(length: length)
    let end = Record.headerLength + length
    guard available >= end else { return nil }
    let bytes = available == end && start == 0 ? buffer : Array(buffer[start..<start + end])
    advance(by: end)
    // Only for the offsets of errors; a reader from a saved lab may hold any number.
    consumed &+= end
    return RawRecord(bytes: bytes)
  }

  /// Whether the stream begins with a hello of SSL 2.0: two bytes of length with the highest bit set,
  /// which no record of TLS has, and the type 1 (RFC 5246 §E.2).
  public var beginsWithSSL2Hello: Bool {
    consumed == 0 && available >= 3 && byte(0) & 0x80 != 0 && byte(2) == 1
  }

  /// Takes such a hello off the stream, without the length in front of it.
  ///
  /// - Returns: nil until all of it has come.
  public mutating func takeSSL2Hello() -> [UInt8]? {
    guard beginsWithSSL2Hello else { return nil }
    let end = 2 + (Int(byte(0) & 0x7f) << 8 | Int(byte(1)))
    guard available >= end else { return nil }
    defer {
      advance(by: end)
      consumed = end
    }
    return Array(buffer[start + 2..<start + end])
  }

  private func checkHeader(length: Int) throws(WireError) {
    // Every version since SSL 3.0 has a 3 here; anything else is another protocol.
    guard byte(1) == 3 else {
      throw error(
        .illegalValue("not a TLS record: major version \(byte(1))"), at: 1, Self.version)
    }
    // "The length MUST NOT exceed 2^14 + 2048." (RFC 5246 §6.2.3)
    guard length <= Record.fragmentLimit else {
      throw error(
        .lengthOutOfBounds(length: length, allowed: 0...Record.fragmentLimit), at: 3, Self.length)
    }
    // "Implementations MUST NOT send zero-length fragments of Handshake, Alert, or
    // ChangeCipherSpec content types." (RFC 5246 §6.2.1)
    guard length > 0 || ContentType(rawValue: byte(0)) == .applicationData else {
      throw error(
        .lengthOutOfBounds(length: 0, allowed: 1...Record.fragmentLimit), at: 3, Self.length)
    }
  }

  private static let version = "legacy_record_version"
  private static let length = "length"

  private func error(_ reason: WireError.Reason, at offset: Int, _ field: String) -> WireError {
    WireError(reason, offset: consumed &+ offset, path: FieldPath([field]))
  }
}

// What was handed out is not saved, and where the rest begins need not be.
extension RecordReader {
  private enum CodingKeys: String, CodingKey {
    case buffer
    case consumed
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    buffer = try container.decode(Hexadecimal.self, forKey: .buffer).wrappedValue
    consumed = try container.decode(Int.self, forKey: .consumed)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(Hexadecimal(wrappedValue: Array(buffer[start...])), forKey: .buffer)
    try container.encode(consumed, forKey: .consumed)
  }
}
