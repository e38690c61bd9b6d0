import Applications

/// Takes messages of SIP out of one direction of a stream, in a WebSocket too.
struct SignallingReader: Sendable {
  private var reader = SIPMessageReader(isLenient: true)
  /// Whether the place in the stream is lost, until a message begins again.
  private var isLost = true
  /// The last bytes, where they were too few to tell: TLS 1.0 sends the first byte of a message in a record
  /// of its own, against BEAST.
  private var few: [UInt8] = []
  private var webSocket: WebSocketReader?

  mutating func take(_ bytes: ArraySlice<UInt8>) -> [SIPMessage] {
    if webSocket == nil, WebSocketReader.begins(bytes) { webSocket = WebSocketReader() }
    // Each message of a WebSocket is one of SIP (RFC 7118 §5).
    if let messages = webSocket?.take(bytes) {
      return messages.compactMap { Self.message(inDatagram: $0[...]) }
    }
    var bytes = bytes
    if isLost {
      let whole = Array(SignalledMessage.behindEmptyLines((few + bytes)[...]))
      few = whole.count < SignalledMessage.shortestLine ? whole : []
      if SignalledMessage.begins(whole[...]) { bytes = whole[...] }
      guard SignalledMessage.begins(bytes) else { return [] }
      (few, isLost) = ([], false)
      reader = SIPMessageReader(isLenient: true)
    }
    reader.append(Array(bytes))
    var messages: [SIPMessage] = []
    do throws(SIPParseError) {
      while let message = try reader.next() { messages.append(message) }
    } catch {
      isLost = true
    }
    return messages
  }

  /// Whether a stream begins as one that is read here.
  static func begins(_ bytes: ArraySlice<UInt8>) -> Bool {
    SignalledMessage.begins(bytes) || WebSocketReader.begins(bytes)
  }

  /// Takes note that bytes are missing.
  mutating func lose() {
    self = SignallingReader()
  }

  /// The message in a datagram, where its length need not be told (RFC 3261 §18.3).
  static func message(inDatagram bytes: ArraySlice<UInt8>) -> SIPMessage? {
    guard SignalledMessage.begins(bytes) else { return nil }
    let bytes = SignalledMessage.behindEmptyLines(bytes)
    var reader = SIPMessageReader(isLenient: true)
    reader.append(Array(bytes))
    do throws(SIPParseError) {
      return try reader.next()
    } catch {
      guard error.reason == .contentLengthMissing else { return nil }
    }
    guard
      let end = bytes.firstRange(of: Array("\r\n\r\n".utf8))
        ?? bytes.firstRange(of: Array("\n\n".utf8))
    else { return nil }
    let length = Array("\r\nContent-Length: \(bytes.endIndex - end.upperBound)".utf8)
    var whole = SIPMessageReader(isLenient: true)
    whole.append(bytes[..<end.lowerBound] + length + bytes[end.lowerBound...])
    return try? whole.next()
  }
}
