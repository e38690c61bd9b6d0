/// Finds the messages in a stream of bytes (RFC 3261 §18.3).
public struct SIPMessageReader: Sendable, Hashable, Codable {
  /// Bytes of a start line and headers at most.
  public static let longestHead = 16_384
  /// Bytes of a body at most.
  public static let longestBody = 65_536

  private var buffer: [UInt8] = []
  private let isLenient: Bool

  /// - Parameter isLenient: whether text of others is to be read as far as it goes: bytes that are no UTF-8 and
  ///   control characters become U+FFFD, and a line may end in a line feed alone.
  public init(isLenient: Bool = false) {
    self.isLenient = isLenient
  }

  /// Whether no started message is waiting for its rest.
  public var isEmpty: Bool { buffer.isEmpty }

  /// Adds what has arrived.
  public mutating func append(_ bytes: [UInt8]) {
    buffer += bytes
  }

  /// Takes the next complete message, if there is one.
  ///
  /// - Throws: what is wrong; the stream can't be read any further then.
  public mutating func next() throws(SIPParseError) -> SIPMessage? {
    var keepAlives = SIPScanner(buffer)
    keepAlives.skipKeepAlives()
    buffer.removeFirst(keepAlives.position)  // Or they would fill the memory, message or not.
    var scanner = SIPScanner(buffer, isLenient: isLenient)
    guard let message = try scanner.message() else { return nil }
    buffer.removeFirst(scanner.position)
    return message
  }
}
