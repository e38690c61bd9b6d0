import Explanations
import Lab
import TLSEngine
import TLSKeys
import TLSWire

/// A record with another number than the one that was due, in words.
struct NumberMismatchWords {
  let mismatch: NumberMismatch
  private let session: Session

  init?(_ session: Session) {
    guard let mismatch = session.numberMismatch else { return nil }
    self.mismatch = mismatch
    self.session = session
  }

  /// The fault, in place of what a bad record is usually taken for.
  let cause = "a record came that was not the next one: its sequence number does not fit"

  /// Both numbers, and where they go.
  var sentence: String {
    let old = mismatch.hasNewKeys ? " with the keys before" : ""
    let new = mismatch.hasNewKeys ? " with new keys" : ""
    return "made by the \(mismatch.sender.word) as number \(mismatch.made)\(old); the"
      + " \(mismatch.receiver.word) expected number \(mismatch.expected)\(new), and the number goes into"
      + " \(place)"
  }

  private var place: String {
    let facts = session.facts(on: session.clientWire)
    if facts.version == .tls13 { return "the nonce (RFC 9846 section 5.3)" }
    return facts.parameters?.mac == nil
      ? "what the tag covers (\(Citation.words("RFC 5246 §6.2.3.3")))"
      : "the MAC (\(Citation.words("RFC 5246 §6.2.3.1")))"
  }
}
