import CryptoPrimitives
import Knowledge
import TLSEngine
import TLSKeys
import TLSWire
import TestConnections

/// Makes records in the name of one end, as a peer that breaks the rules could.
struct Forger {
  private var protection: RecordProtection?

  /// Plain records.
  init() {}

  /// Records under the keys of `sender`, who holds them in memory.
  ///
  /// - Parameter sequence: how many records went before.
  init(as sender: Side, _ end: Connection, after sequence: Int) throws {
    guard let suite = end.facts.parameters else { return }
    func value(_ name: ValueName) -> [UInt8] { end.memory[name] ?? [] }
    protection = RecordProtection(
      suite: suite, encryptThenMAC: end.facts.encryptThenMAC,
      keys: .init(
        macKey: value(.writeMACKey(sender)), key: value(.writeKey(sender)),
        fixedIV: value(.writeIV(sender))))
    for _ in 0..<sequence { _ = try record(.applicationData, []) }
  }

  mutating func record(_ type: ContentType, _ plaintext: [UInt8]) throws -> [UInt8] {
    guard protection != nil else {
      return Record(type: type, legacyVersion: .tls12, fragment: plaintext).bytes
    }
    let record = try protection?.protect(
      plaintext, type: type, version: .tls12, random: .seeded(9))
    return record?.bytes ?? []
  }

  mutating func handshake(_ type: HandshakeType, _ body: [UInt8] = []) throws -> [UInt8] {
    try record(.handshake, HandshakeMessage(type: type, body: body).bytes)
  }

  mutating func alert(_ level: AlertLevel, _ description: AlertDescription) throws -> [UInt8] {
    try record(.alert, [level.rawValue, description.rawValue])
  }
}

extension Pair {
  /// A forger for the sender of the next message.
  func forger() throws -> Forger {
    guard let next = underWay.first, next.isProtected else { return Forger() }
    return try Forger(as: next.sender, self[next.sender], after: 0)
  }

  /// The next message, if it belongs to the handshake protocol.
  var nextHandshake: HandshakeMessage? {
    if case .handshake(let message) = underWay.first?.content { message } else { nil }
  }

  /// Goes on until the next message is of that kind.
  mutating func run(until type: HandshakeType) {
    while !underWay.isEmpty, nextHandshake?.type != type { step() }
  }
}
