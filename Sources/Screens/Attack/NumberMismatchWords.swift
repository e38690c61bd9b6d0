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
  let cause = said(.failure, "record_number")

  /// Both numbers, and where they go.
  var sentence: String {
    said(
      .failure,
      mismatch.hasNewKeys ? "record_number.keys_changed" : "record_number.keys_kept",
      [
        "sender": mismatch.sender.spoken, "made": String(mismatch.made),
        "receiver": mismatch.receiver.spoken, "expected": String(mismatch.expected),
        "place": place,
      ])
  }

  private var place: String {
    let facts = session.facts(on: session.clientWire)
    if facts.version == .tls13 { return said(.failure, "record_number.nonce") }
    return facts.parameters?.mac == nil
      ? said(.failure, "record_number.tag") : said(.failure, "record_number.mac")
  }
}
