import TLSKeys
import TLSWire

// What is no handshake and no data: heartbeats in the clear, and answers that are no TLS.
extension SessionReader {
  /// Whether a hello came.
  var isBegun: Bool { handshake.clientHello != nil || handshake.serverHello != nil }

  /// Counts a heartbeat (RFC 6520 §4): its type, the length of its payload, the payload, 16 bytes or more of padding.
  func takeHeartbeat(_ side: Side, _ content: ArraySlice<UInt8>) {
    self[side].seen.heartbeats += 1
    self[side].seen.heartbeatBytes += content.count
    var fields = FieldScanner(content)
    guard fields.byte() != nil, let length = fields.short() else { return }
    // "If the payload_length of a received HeartbeatMessage is too large, the received HeartbeatMessage MUST be
    // discarded silently": OpenSSL 1.0.1 to 1.0.1f answered it out of its memory.
    if 3 + Int(length) + 16 > content.count { self[side].seen.hasFalseHeartbeat = true }
  }

  /// Keeps the beginning of what a server answers to a ClientHello where that is no record of TLS.
  func takeOther(_ side: Side, _ bytes: ArraySlice<UInt8>) {
    guard side == .server, session.prelude == nil, handshake.serverHello == nil,
      session.otherAnswer.count < 64
    else { return }
    session.otherAnswer += bytes.prefix(64 - session.otherAnswer.count)
  }
}
