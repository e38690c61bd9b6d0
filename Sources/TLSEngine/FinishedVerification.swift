import Bytes
import CryptoPrimitives
import Knowledge
import TLSKeys
import TLSWire

// The proof that both saw the same handshake (RFC 5246 §7.4.9, RFC 8446 §4.4.4).
extension Exchange {
  /// Computes what `sender`'s Finished must hold at this point of the handshake.
  mutating func deriveVerifyData(of sender: Side) throws(HandshakeFailure) -> [UInt8] {
    facts.beginFinished(of: sender)
    if facts.version == .tls13 { try derive(.finishedKey(sender)) }
    try derive(.finishedHash(sender))
    return try derive(.verifyData(sender))
  }

  /// Compares the peer's Finished with what it must be (RFC 5246 §7.4.9), and takes it into the
  /// transcript.
  mutating func verifyFinished(
    _ message: Message.Content, of sender: Side
  ) throws(HandshakeFailure) {
    let expected = try deriveVerifyData(of: sender)
    try compareFinished(message, with: expected)
    if case .handshake(let handshake) = message { try observe(handshake, from: sender) }
  }

  /// Holds a Finished against what it must be.
  mutating func compareFinished(
    _ message: Message.Content, with expected: [UInt8]
  ) throws(HandshakeFailure) {
    let finished = try message.read(Finished.self)
    try checkLength(of: finished.verifyData, like: expected, "finished.verify_data")
    let matches = constantTimeEqual(expected, finished.verifyData)
    effects.append(
      .verified(
        Check(
          .finished, matches ? .passed : .failed(.init(reason: "mismatch")),
          facts.version == .tls13 ? RFCSection(9846, "4.5.3") : RFCSection(5246, "7.4.9"),
          compared: [.init("expected", expected), .init("found", finished.verifyData)])))
    guard matches else { throw .misbehaving(.finishedMismatch) }
  }

  /// A proof of another length than the hash gives is none that could be compared: the message "could not
  /// be decoded because some field was out of the specified range or the length of the message was
  /// incorrect" (decode_error, RFC 9846 §6.2).
  func checkLength(
    of found: [UInt8], like expected: [UInt8], _ field: String
  ) throws(HandshakeFailure) {
    let (has, needs) = (found.count, expected.count)
    guard has != needs else { return }
    throw .malformed(
      WireError(
        has < needs ? .truncated(needed: needs, available: has) : .trailingBytes(has - needs),
        offset: min(has, needs), path: FieldPath(field.split(separator: ".").map(String.init))))
  }
}
