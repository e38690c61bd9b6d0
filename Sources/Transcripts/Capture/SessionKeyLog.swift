public import Captures
import Eavesdropper
import Knowledge
public import Lab
import TLSKeys
import TLSWire

extension Session {
  /// The secrets of every handshake so far, as a program with `SSLKEYLOGFILE` would write them
  /// (RFC 9850): one connection, or with an attacker in between both of hers.
  public var keyLog: KeyLog {
    var log = KeyLog()
    for wire in wires {
      for (number, facts) in handshakes(on: wire).enumerated() {
        guard let random = facts.values[.clientRandom] else { continue }
        log.add(ledger.derivedValues(ofHandshake: number, on: wire), random, facts.version)
      }
    }
    return log
  }
}

extension KeyLog {
  /// The lines of one handshake.
  fileprivate mutating func add(
    _ secrets: KnownValues, _ random: [UInt8], _ version: ProtocolVersion?
  ) {
    for (label, name) in Self.logged {
      // The master secret of TLS 1.3 is another one, and no line of the format is for it.
      guard name != .masterSecret || version != .tls13 else { continue }
      if let secret = secrets[name] { add(label, random, secret) }
    }
  }

  private static let logged: [(KeyLog.Label, ValueName)] = [
    (.masterSecret, .masterSecret), (.clientEarly, .earlyTrafficSecret),
    (.clientHandshake, .handshakeTrafficSecret(.client)),
    (.serverHandshake, .handshakeTrafficSecret(.server)),
    (.client0, .applicationTrafficSecret(.client)), (.server0, .applicationTrafficSecret(.server)),
    (.exporter, .exporterMasterSecret),
  ]
}

extension Lab {
  /// The secrets of a session that are known: those that its steps made; of an imported one those that opened
  /// it, out of a key log or derived, a line for each handshake that opens.
  public func keyLog(of session: Session) -> KeyLog {
    guard session.isImported else { return session.keyLog }
    var log = KeyLog()
    for entry in vault(of: session) {
      guard case .opened(let first)? = entry.attempt else { continue }
      for (attempt, facts) in zip(
        [.opened(first)] + first.further, session.handshakes(on: entry.wire))
      {
        guard case .opened(let opened) = attempt, let random = facts.values[.clientRandom] else {
          continue
        }
        log.add(opened.secrets, random, facts.version)
      }
    }
    return log
  }
}

extension Attempt.Opened {
  /// What it was opened with. Of two values of one name the first is this handshake's: what a further one
  /// wanted stands behind.
  fileprivate var secrets: KnownValues {
    var values: KnownValues = [:]
    for derivation in by where values[derivation.name] == nil {
      values[derivation.name] = derivation.value
    }
    for leak in using where values[leak.name] == nil { values[leak.name] = leak.value }
    return values
  }
}
