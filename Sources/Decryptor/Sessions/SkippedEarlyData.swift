import Captures
import TLSKeys
import TLSWire

/// A key that early data in front of a HelloRetryRequest may be under.
struct SkippedKey: Sendable {
  var secret: [UInt8]
  var opening: Opening
  var opener: RecordOpener
}

// Early data in front of a HelloRetryRequest: the server skips it (RFC 9846 §4.3.10), as it answers no early data
// after a retry; whoever has its key reads it all the same.
extension SessionReader {
  /// - Returns: false where it waits for a key log.
  func takeSkipped(_ record: ArraySlice<UInt8>) -> Bool {
    let keys = handshake.skipped ?? skippedKeys()
    if keys.isEmpty, patience.forKeyLog {
      isWaiting = true
      return false
    }
    handshake.skipped = keys
    for key in keys {
      var used = key
      guard let opened = used.opener.open(record) else { continue }
      handshake.skipped = [used]
      session.earlyOpening = used.opening
      keep(.client, .early, used.secret)
      client.isEarly = true
      defer { client.isEarly = false }
      take(.client, opened)
      return true
    }
    countSealed(.client, record)
    note(whySealed13(.client))
    return true
  }

  /// The suite is that of the HelloRetryRequest: the one of the pre-shared key has its hash (RFC 9846 §4.3.11).
  private func skippedKeys() -> [SkippedKey] {
    guard let retry = handshake.retry, let hello = handshake.clientHello,
      let suite = ReadableSuite.of(CipherSuite(rawValue: retry.suite))
    else { return [] }
    let logged = keyring.secrets(Label.early, hello.random).map { ($0, Opening.keyLog) }
    let derived = schedules(suite).compactMap { schedule in
      schedule.earlyTraffic(handshake.firstHello).map { ($0, schedule.opening) }
    }
    return (logged + derived).compactMap { secret, opening in
      opener(under: secret, suite).map { SkippedKey(secret: secret, opening: opening, opener: $0) }
    }
  }
}
