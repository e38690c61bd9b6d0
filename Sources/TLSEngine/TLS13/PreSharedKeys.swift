import Bytes
import CryptoPrimitives
import Knowledge
import TLSKeys
import TLSWire

// What follows from a pre-shared key before the server's answer (RFC 8446 §7.1), for both sides.
extension Exchange {
  /// Fixes the rules that hold with a key that is offered.
  mutating func useEarlyRules(
    _ kind: PreSharedKeyKind, _ suite: CipherSuite
  ) throws(HandshakeFailure) {
    guard let parameters = suite.parameters13 else {
      throw .internalError("\(suite.label) is no suite of TLS 1.3")
    }
    use(
      .early(KeySchedule13(suite: parameters, agreement: nil, preSharedKey: .offered(kind))))
  }

  /// Takes a pre-shared key out of memory, and goes on to its early secret.
  mutating func begin(with key: [UInt8]) throws(HandshakeFailure) {
    recall(.preSharedKey, key)
    try derive(.earlySecret)
  }

  /// The proof that one has the key: an HMAC over the ClientHello so far (RFC 8446 §4.2.11.2).
  ///
  /// - Parameter messages: the transcript up to where the binders begin.
  mutating func deriveBinder(over messages: [UInt8]) throws(HandshakeFailure) -> [UInt8] {
    facts.note([], as: .noMessages)
    facts.note(messages, as: .binderMessages)
    try deriveOnce(.noMessagesHash)
    for name in [ValueName.binderKey, .binderFinishedKey, .binderHash] { try derive(name) }
    let binder = try derive(.binder)
    erase(.binderKey, .binderFinishedKey)
    return binder
  }

  /// The keys of early data (RFC 8446 §7.3).
  mutating func deriveEarlyKeys() throws(HandshakeFailure) {
    try derive(.clientHelloHash)
    try derive(.earlyTrafficSecret)
    try derive(.recordKey(.client, .early))
    try derive(.recordIV(.client, .early))
  }
}
