import CryptoPrimitives
import TLSKeys
import TLSWire

/// The secrets that follow from a pre-shared key in TLS 1.3 (RFC 8446 §7.1).
struct PreSharedSchedule: Sendable {
  let suite: ReadableSuite
  let draft: Int?
  private let early: [UInt8]
  let opening: Opening

  init?(_ key: [UInt8], _ suite: ReadableSuite, draft: Int?, opening: Opening) {
    let zeros = [UInt8](repeating: 0, count: suite.prfHash.length)
    guard let early = try? suite.prfHash.hkdfExtract(salt: zeros, inputKeyingMaterial: key) else {
      return nil
    }
    self.early = early
    self.suite = suite
    self.draft = draft
    self.opening = opening
  }

  private func derive(_ secret: [UInt8], _ label: String, _ messages: [UInt8]) -> [UInt8]? {
    let schedule = ReadingSecrets13(suite: suite, draft: draft)
    guard let hash = try? suite.prfHash.digest(messages) else { return nil }
    return try? schedule.expand(secret, label, hash, count: suite.prfHash.length)
  }

  /// The next secret of the schedule, where nothing is mixed in.
  private func next(_ secret: [UInt8]) -> [UInt8]? {
    guard let salt = derive(secret, "derived", []) else { return nil }
    let zeros = [UInt8](repeating: 0, count: suite.prfHash.length)
    return try? suite.prfHash.hkdfExtract(salt: salt, inputKeyingMaterial: zeros)
  }

  /// - Parameter hello: the ClientHello.
  func earlyTraffic(_ hello: [UInt8]) -> [UInt8]? { derive(early, "c e traffic", hello) }

  /// - Parameter hellos: up to the ServerHello.
  func handshakeTraffic(_ side: Side, _ hellos: [UInt8]) -> [UInt8]? {
    next(early).flatMap { derive($0, side == .client ? "c hs traffic" : "s hs traffic", hellos) }
  }

  /// - Parameter messages: up to the server's Finished.
  func traffic(_ side: Side, _ messages: [UInt8]) -> [UInt8]? {
    next(early).flatMap(next).flatMap {
      derive($0, side == .client ? "c ap traffic" : "s ap traffic", messages)
    }
  }
}

// Sessions of TLS 1.3 without Diffie-Hellman rest on the pre-shared key alone; and early data does always.
extension SessionReader {
  /// Says how a pre-shared key was used (RFC 9846 §2.2).
  func notePreShared(_ client: HelloFields, _ server: HelloFields) {
    guard let selected = server.selectedIdentity else { return }
    let isExternal = client.isExternal(identity: selected)
    session.preShared = .init(
      isExternal: isExternal, hasKeyShare: server.has(ExtensionNumber.keyShare))
    session.isResumed = !isExternal
  }

  /// Whether all rests on the pre-shared key: without Diffie-Hellman nothing is forward secret.
  var restsOnPreShared: Bool { session.preShared?.hasKeyShare == false }

  /// Adds what the keys at hand give to what the key log gave.
  func addPreShared(_ suite: ReadableSuite) {
    let schedules = schedules(suite)
    guard !schedules.isEmpty else { return }
    if let place = self[.client].epochs.firstIndex(where: { $0.kind == .early }) {
      for schedule in schedules {
        guard let secret = schedule.earlyTraffic(handshake.hello) else { continue }
        self[.client].epochs[place].secrets.append(secret)
        handshake.earlyOpenings.append(schedule.opening)
      }
    }
    // With Diffie-Hellman the rest is beyond the pre-shared key.
    guard restsOnPreShared, self[.server].epochs.allSatisfy(\.secrets.isEmpty) else { return }
    handshake.preShared = schedules
    let hellos = handshake.hello + handshake.serverFlight
    for side in Side.allCases {
      guard let place = self[side].epochs.firstIndex(where: { $0.kind == .handshake }) else {
        continue
      }
      self[side].epochs[place].secrets = schedules.compactMap {
        $0.handshakeTraffic(side, hellos)
      }
      self[side].epochs[place].logged = 0
    }
  }

  /// Of each key at hand that the client may have offered.
  func schedules(_ suite: ReadableSuite) -> [PreSharedSchedule] {
    guard let client = handshake.clientHello, client.has(ExtensionNumber.preSharedKey) else {
      return []
    }
    let keys =
      keyring.preSharedKeys.map { ($0, Opening.preSharedKey) }
      + client.identities.flatMap { identity in
        keyring.ticketKeys.compactMap { $0.secret(in: identity) }.map { ($0, Opening.ticketKey) }
      }
    return keys.compactMap { key, opening in
      PreSharedSchedule(key, suite, draft: session.draft, opening: opening)
    }
  }

  /// The server's Finished completes what the secrets of application data cover.
  func completePreShared() {
    guard let used = handshake.preSharedInUse else { return }
    let messages = handshake.hello + handshake.serverFlight
    for side in Side.allCases {
      guard let place = self[side].epochs.firstIndex(where: { $0.kind == .traffic }) else {
        continue
      }
      self[side].epochs[place].secrets = [used.traffic(side, messages)].compactMap(\.self)
    }
    handshake.preShared = []
  }

  /// Whether the client's data waits for the server's Finished.
  func waitsForFinished(_ side: Side) -> Bool {
    side == .client && patience.forOtherHalf && !handshake.preShared.isEmpty
      && self[side].opener == nil
  }
}
