import CryptoPrimitives
import Knowledge
import TLSEngine
import TLSKeys
import TLSWire
import TestConnections

/// Makes records in the name of one end, as a peer that breaks the rules could.
struct Forger {
  private var protection: RecordProtection?
  private var protection13: RecordProtection13?
  private var version = ProtocolVersion.tls12

  /// Plain records.
  init() {}

  /// Records under the keys of `sender`, who holds them in memory.
  ///
  /// - Parameter sequence: how many records went before.
  init(as sender: Side, _ end: Connection, after sequence: Int) throws {
    guard let suite = end.facts.parameters else { return }
    func value(_ name: ValueName) -> [UInt8] { end.memory[name] ?? [] }
    version = end.facts.version ?? version
    protection = RecordProtection(
      version: version, suite: suite, encryptThenMAC: end.facts.encryptThenMAC,
      keys: .init(
        macKey: value(.writeMACKey(sender)), key: value(.writeKey(sender)),
        fixedIV: value(.writeIV(sender))))
    for _ in 0..<sequence { _ = try record(.applicationData, []) }
  }

  /// Records of TLS 1.3 that `reader` takes for the other side's next ones.
  ///
  /// - Parameter effects: what `reader` did so far: they tell its keys, and how many records it has
  ///   opened with them.
  init(for reader: Connection, _ effects: [Effect]) throws {
    var installed: InstalledKeys?
    var sequence = 0
    for effect in effects {
      if case .install(let keys) = effect, !keys.forWriting {
        installed = keys
        sequence = 0
      } else if case .received(let message) = effect, message.isProtected, !message.records.isEmpty
      {
        sequence += 1
      }
    }
    guard let installed, let suite = installed.suite.parameters13 else { return }
    let values = installed.names.map { reader.memory[$0] ?? [] }
    protection13 = RecordProtection13(
      algorithm: AEADAlgorithm(suite.cipher), key: values[0], iv: values[1])
    for _ in 0..<sequence { _ = try record(.applicationData, []) }
  }

  /// Lets a protected record pass that the real sender made.
  mutating func passOver(_ records: [UInt8]) throws {
    var reader = RecordReader()
    reader.append(records)
    while let record = try reader.next() { protection?.passOver(record) }
  }

  mutating func record(
    _ type: ContentType, _ plaintext: [UInt8], padding: Int = 0
  ) throws -> [UInt8] {
    if protection13 != nil {
      return try protection13?.protect(plaintext, type: type, padding: padding).bytes ?? []
    }
    guard protection != nil else {
      return Record(type: type, legacyVersion: version, fragment: plaintext).bytes
    }
    let record = try protection?.protect(
      plaintext, type: type, version: version, random: .seeded(9))
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
    if self[next.sender.other].facts.version == .tls13 {
      return try forger13(to: next.sender.other)
    }
    return try Forger(as: next.sender, self[next.sender], after: 0)
  }

  /// A forger of what comes after everything that one end has sent, before TLS 1.3.
  func forger(after sender: Side) throws -> Forger {
    var forger = try Forger(as: sender, self[sender], after: 0)
    for message in effects(of: sender).sent where message.isProtected {
      try forger.passOver(message.records)
    }
    return forger
  }

  /// A forger of records of TLS 1.3 for that end.
  func forger13(to reader: Side) throws -> Forger {
    try Forger(for: self[reader], effects(of: reader))
  }

  /// The next message, if it belongs to the handshake protocol.
  var nextHandshake: HandshakeMessage? {
    if case .handshake(let message) = underWay.first?.content { message } else { nil }
  }

  /// Goes on until the next message is of that kind.
  mutating func run(until type: HandshakeType) {
    while !underWay.isEmpty, nextHandshake?.type != type { step() }
  }

  /// Goes on until the next message is of that kind and from that side.
  mutating func run(until type: HandshakeType, from sender: Side) {
    while let next = underWay.first, nextHandshake?.type != type || next.sender != sender { step() }
  }
}
