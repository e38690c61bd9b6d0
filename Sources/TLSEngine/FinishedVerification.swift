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
    let matches = constantTimeEqual(expected, finished.verifyData)
    effects.append(
      .verified(
        Check(
          .finished, matches ? .passed : .failed(.init(reason: "mismatch")),
          facts.version == .tls13 ? RFCSection(9846, "4.5.3") : RFCSection(5246, "7.4.9"),
          compared: [.init("expected", expected), .init("found", finished.verifyData)])))
    guard matches else { throw .misbehaving(.finishedMismatch) }
  }

}
