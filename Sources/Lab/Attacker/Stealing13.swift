import CryptoPrimitives
import Eavesdropper
import Knowledge
import Network
import TLSEngine
import TLSKeys
import TLSWire
import X509

// Secrets of TLS 1.3 that can be stolen, and what a quantum computer would find.
extension Lab {
  /// The traffic secret with which a side protects what it says now.
  func trafficSecret(
    of side: Side, _ loot: Loot, _ session: Session
  ) throws(LabError) -> Leak {
    let wire = session.wire(reaching: side)
    guard !session.isOutside(wire.actor(playing: side)) else { throw .outside(side) }
    let memory = session.ledger.held(by: wire.actor(playing: side), on: wire)
    let held = memory.keys.filter { $0.rawValue.hasPrefix(Loot.trafficPrefix(side)) }
    guard let name = held.max(by: { generation($0) < generation($1) }), let value = memory[name]
    else { throw .nothingToSteal(loot, session: session.id) }
    return Leak(name: name, origin: .session(session.id), value: value)
  }

  private func generation(_ name: ValueName) -> Int {
    Int(name.rawValue.split(separator: "_").last ?? "") ?? 0
  }

  /// The key that both had before a session, or by which the client could resume it.
  func preSharedKey(_ session: Session) throws(LabError) -> Leak {
    if let key = session.settings[.clientPSK] {
      return Leak(name: .preSharedKey, origin: .session(session.id), value: key.key)
    }
    guard let key = session.client?.resumableSessions.last(where: { $0.version == .tls13 }) else {
      throw .nothingToSteal(.preSharedKey, session: session.id)
    }
    return Leak(name: .preSharedKey, origin: .session(session.id), value: key.secret)
  }

  func victim(_ name: String?) throws(LabError) -> Session {
    guard let id = name ?? current else { throw .noCurrentSession }
    guard let session = session(id) else { throw .noSession(id) }
    return session
  }

  /// The private halves of all public keys that passed on the wire, as if somebody had computed
  /// them: of a named session, or of all. Of the hybrid only the half on the curve: nobody knows how
  /// to compute the other (FIPS 203).
  mutating func quantumKeys(_ name: String?) throws(LabError) -> [Leak] {
    let chosen = name == nil ? Array(sessions) : [try victim(name)]
    guard !chosen.isEmpty else { throw .noCurrentSession }
    var leaks: [Leak] = []
    var certified: [Shown: PrivateKey?] = [:]
    for session in chosen {
      for wire in session.wires where session.recording(on: wire)?.isEmpty == false {
        let facts = session.facts(on: wire)
        guard facts.parameters?.keyExchange == .rsa else {
          leaks += session.computedKeys(on: wire)
          continue
        }
        let shown = Shown(certificate: facts.certificates.first, wire: wire)
        if certified[shown] == nil { certified[shown] = .some(try certifiedKey(shown)) }
        guard let key = certified[shown] ?? nil else {
          leaks += session.computedKeys(on: wire)
          continue
        }
        leaks.append(
          Leak(name: .serverPrivateKey, origin: .computed(session.id), value: key.der))
      }
    }
    guard let first = chosen.first else { return [] }
    if leaks.isEmpty { throw .nothingToSteal(.quantum, session: first.id) }
    return leaks + (try computedLongTermKeys(chosen))
  }

  /// Whether a quantum computer would find keys of a recording that this lab did not make, and can't hand out as
  /// if it had computed them. Nobody finds a pre-shared key, or the other half of a hybrid.
  public func isUncomputed(_ session: Session, on wire: Wire) -> Bool {
    guard session.outside != nil,
      let exchange = session.facts(on: wire).keyExchangeWord,
      ["rsa", "dhe", "ecdhe", "anonymous"].contains(exchange)
    else { return false }
    // A key that was never made here is that of no certificate; making it takes a while.
    if exchange == "rsa", world.existingKey(.serverRSA) == nil { return true }
    var thief = self
    let found = (try? thief.quantumKeys(session.id)) ?? []
    return !found.contains { $0.origin == .computed(session.id) }
  }

  /// The private keys of certificates: the authority's and the server's are public, the client's is seen
  /// where it was shown.
  private mutating func computedLongTermKeys(_ sessions: [Session]) throws(LabError) -> [Leak] {
    guard sessions.contains(where: { !$0.isOutside(.server) }) else { return [] }
    var stolen = [try longTermKey(.authorityKey, 1)]
    for number in (1...world.number(of: .serverKey)).reversed() {
      stolen = try serverKeys(number) + stolen
    }
    if sessions.contains(where: \.showsClientCertificate) {
      for number in 1...world.number(of: .clientKey) {
        stolen.append(try longTermKey(.clientKey, number))
      }
    }
    return stolen.compactMap { leak in
      guard case .longTerm(let label) = leak.origin else { return nil }
      return Leak(name: leak.name, origin: .computedLongTerm(label), value: leak.value)
    }
  }

  /// A certificate that was shown on some stretch of wire.
  private struct Shown: Hashable {
    var certificate: [UInt8]?
    var wire: Wire
  }

  /// The private key of the certificate that the server showed.
  private mutating func certifiedKey(_ shown: Shown) throws(LabError) -> PrivateKey? {
    do {
      var identities = try (1...world.number(of: .serverKey)).reversed().compactMap {
        try world.serverIdentity(.serverRSA, number: $0)
      }
      if shown.wire == .clientSide {
        for certificate in ForgedCertificate.allCases where !certificate.lacksKey {
          identities.append(try world.forgedIdentity(certificate))
        }
      }
      return identities.first { $0.chain.first?.der == shown.certificate }?.key
    } catch {
      throw .crypto(errorWords(error))
    }
  }
}

extension Session {
  /// Whether the lab's client signed with the key of its certificate.
  fileprivate var showsClientCertificate: Bool {
    steps.contains { step in
      if case .signed = step.effect { step.actor == .client } else { false }
    }
  }

  /// Ephemeral keys that would be found from what was shown on a stretch of wire.
  fileprivate func computedKeys(on wire: Wire) -> [Leak] {
    remembered(ComputedMemory(wire: wire)) { findComputedKeys(on: wire) }
  }

  private struct ComputedMemory: Hashable, Sendable { var wire: Wire }

  private func findComputedKeys(on wire: Wire) -> [Leak] {
    let facts = facts(on: wire)
    let origin = Leak.Origin.computed(id)
    // The lab hands over what it made itself.
    let own: Side = isOutside(wire.actor(playing: .client)) ? .server : .client
    let name = ValueName.ephemeralPrivate(own)
    guard facts.version == .tls13 else {
      return handshakes(on: wire).indices.compactMap { number in
        ledger.entry(name, on: wire, inHandshake: number)
          .map { Leak(name: name, origin: origin, value: $0.bytes) }
      }
    }
    guard facts.agreement != nil, let value = ledger.values(on: wire)[name] else { return [] }
    guard facts.agreement != .hybrid || own == .client else { return [] }
    return facts.agreement == .hybrid
      ? [Leak(name: .offeredPrivate("x25519"), origin: origin, value: Array(value.suffix(32)))]
      : [Leak(name: name, origin: origin, value: value)]
  }
}
