public import Captures
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
        let secrets = ledger.derivedValues(ofHandshake: number, on: wire)
        for (label, name) in Self.logged {
          // The master secret of TLS 1.3 is another one, and no line of the format is for it.
          guard name != .masterSecret || facts.version != .tls13 else { continue }
          if let secret = secrets[name] { log.add(label, random, secret) }
        }
      }
    }
    return log
  }

  private static let logged: [(KeyLog.Label, ValueName)] = [
    (.masterSecret, .masterSecret), (.clientEarly, .earlyTrafficSecret),
    (.clientHandshake, .handshakeTrafficSecret(.client)),
    (.serverHandshake, .handshakeTrafficSecret(.server)),
    (.client0, .applicationTrafficSecret(.client)), (.server0, .applicationTrafficSecret(.server)),
    (.exporter, .exporterMasterSecret),
  ]
}
