/// Takes the messages out of one direction of a WebSocket (RFC 6455): behind the request or the answer of HTTP that
/// opened it, frames.
struct WebSocketReader: Sendable {
  private var buffer: [UInt8] = []
  private var isOpen = false
  /// Whether no more can be read: it is no WebSocket, or a frame is too long.
  private var isLost = false
  private var message: [UInt8] = []
  /// Whether the message that is being read is compressed (RFC 7692), which is not read here.
  private var isCompressed = false

  /// Bytes of HTTP, and of a message, at most.
  private static let longestHead = 16_384
  private static let longestMessage = 1 << 17

  /// Whether bytes may be the request for a WebSocket, or the answer that opens one (RFC 6455 §4).
  static func begins(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard [Array("GET ".utf8), Array("HTTP/1.1 101 ".utf8)].contains(where: bytes.starts) else {
      return false
    }
    let head = String(decoding: bytes.prefix(longestHead), as: UTF8.self).lowercased()
    return head.contains("\r\nupgrade: websocket\r\n")
  }

  mutating func take(_ bytes: ArraySlice<UInt8>) -> [[UInt8]] {
    guard !isLost else { return [] }
    buffer += bytes
    if !isOpen {
      guard let head = buffer.firstRange(of: Array("\r\n\r\n".utf8)) else {
        isLost = buffer.count > Self.longestHead
        return []
      }
      buffer.removeSubrange(..<head.upperBound)
      isOpen = true
    }
    var messages: [[UInt8]] = []
    while let frame = nextFrame() {
      if let whole = add(frame) { messages.append(whole) }
    }
    return messages
  }

  /// RFC 6455 §5.2.
  private struct Frame {
    var isFinal: Bool
    var isCompressed: Bool
    var operation: UInt8
    var payload: [UInt8]
  }

  private mutating func nextFrame() -> Frame? {
    guard !isLost, buffer.count >= 2 else { return nil }
    let isMasked = buffer[1] & 0x80 != 0
    var length = Int(buffer[1] & 0x7f)
    var start = 2
    if length >= 126 {
      start += length == 126 ? 2 : 8
      guard buffer.count >= start else { return nil }
      length = buffer[2..<start].reduce(0) { $0 &<< 8 | Int($1) }
    }
    guard (0...Self.longestMessage).contains(length) else {
      isLost = true
      return nil
    }
    let mask = isMasked ? buffer.dropFirst(start).prefix(4) : [0, 0, 0, 0]
    if isMasked { start += 4 }
    guard buffer.count >= start + length else { return nil }
    let masked = buffer[start..<start + length]
    let payload = masked.indices.map { masked[$0] ^ mask[mask.startIndex + ($0 - start) % 4] }
    let frame = Frame(
      isFinal: buffer[0] & 0x80 != 0, isCompressed: buffer[0] & 0x40 != 0,
      operation: buffer[0] & 0x0f, payload: payload)
    buffer.removeFirst(start + length)
    return frame
  }

  /// - Returns: the message that a frame completes.
  private mutating func add(_ frame: Frame) -> [UInt8]? {
    // Pings and the like come between the parts of a message (RFC 6455 §5.4).
    guard frame.operation < 8 else { return nil }
    if frame.operation != 0 { (message, isCompressed) = ([], frame.isCompressed) }
    guard message.count + frame.payload.count <= Self.longestMessage else {
      isLost = true
      return nil
    }
    message += frame.payload
    return frame.isFinal && !isCompressed ? message : nil
  }
}
