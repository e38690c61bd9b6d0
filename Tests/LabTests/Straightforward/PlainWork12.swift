import Bytes
import CryptoPrimitives
import Knowledge
import Network
import TLSKeys
import TLSWire

@testable import Eavesdropper

/// One try at a recording of TLS 1.2 or before, with one set of leaks.
struct PlainWork12 {
  let session: RecordedSession
  let schedule: KeySchedule12
  let leaks: [Leak]
  var evaluator: Evaluator
  var derivations: [Derivation] = []
  var misfits: [Leak] = []
  let earlier: EarlierSecret?

  init(
    _ session: RecordedSession, _ schedule: KeySchedule12, _ leaks: [Leak],
    _ earlier: EarlierSecret?
  ) {
    self.earlier = earlier
    self.session = session
    self.schedule = schedule
    self.leaks = leaks
    evaluator = Evaluator(session.facts.values)
    evaluator.values[.earlierMasterSecret] = earlier?.value
    for leak in leaks { evaluator.values[leak.name] = leak.value }
  }

  /// Applies the rules until nothing new comes. A leak that contradicts the wire is set aside.
  mutating func derive() {
    for leak in leaks where contradicts(leak) {
      evaluator.values[leak.name] = nil
      misfits.append(leak)
    }
    var progress = true
    while progress {
      progress = false
      for rule in schedule.rules where evaluator.values[rule.output] == nil {
        guard rule.inputs.allSatisfy({ evaluator.values[$0] != nil }) else { continue }
        do throws(Evaluator.Failure) {
          let value = try evaluator.value(of: rule.formula)
          evaluator.values[rule.output] = value
          derivations.append(Derivation(rule: rule, value: value))
          progress = true
        } catch {
          misfits += leaks.filter { rule.inputs.contains($0.name) && !misfits.contains($0) }
        }
      }
    }
  }

  /// An ephemeral private key belongs to this session when its public half is the one on the wire.
  private func contradicts(_ leak: Leak) -> Bool {
    for rule in schedule.rules {
      guard case .publicKey(_, leak.name) = rule.formula,
        let onTheWire = session.facts.values[rule.output]
      else { continue }
      return (try? evaluator.value(of: rule.formula)) != onTheWire
    }
    return false
  }

  /// Opens every record that opens.
  ///
  /// - Returns: what they say, and the further handshake among them if there is one; nil when none
  ///   opens, be it for want of keys or because they are not the right ones.
  func open() -> (opened: Attempt.Opened, next: RecordedSession?)? {
    var protections = Side.allCases.reduce(into: [Side: RecordProtection]()) { table, side in
      table[side] = protection(of: side)
    }
    guard protections.count == Side.allCases.count else { return nil }
    let unsealing = Unsealing(session) { entry in
      guard let bytes = try? protections[entry.sender]?.unprotect(entry.record) else {
        protections[entry.sender]?.passOver(entry.record)
        return nil
      }
      return bytes
    }
    guard !unsealing.plaintexts.isEmpty else { return nil }
    let own = leaks.filter { leak in
      !misfits.contains(leak) && derivations.contains { $0.rule.inputs.contains(leak.name) }
    }
    return (
      Attempt.Opened(
        plaintexts: unsealing.plaintexts, by: derivations,
        using: own + (earlier?.using ?? []).filter { !own.contains($0) },
        damaged: unsealing.damaged, earlier: usesEarlier ? earlier?.origin : nil), unsealing.next
    )
  }

  /// A pre-shared key or a master secret fits any session until the records say otherwise: where
  /// keys came out and nothing opens, it was another one.
  mutating func blameSecrets() {
    guard Side.allCases.allSatisfy({ protection(of: $0) != nil }) else { return }
    misfits += leaks.filter { [.preSharedKey, .masterSecret].contains($0.name) }
  }

  private var usesEarlier: Bool {
    derivations.contains { $0.rule.inputs.contains(.earlierMasterSecret) }
  }

  private func protection(of side: Side) -> RecordProtection? {
    var parts: [ValueName: [UInt8]] = [:]
    for name in schedule.recordKeys(of: side) {
      guard let value = evaluator.values[name] else { return nil }
      parts[name] = value
    }
    return RecordProtection(
      version: schedule.version, suite: schedule.suite,
      encryptThenMAC: session.facts.encryptThenMAC,
      keys: .init(
        macKey: parts[.writeMACKey(side)] ?? [], key: parts[.writeKey(side)] ?? [],
        fixedIV: parts[.writeIV(side)] ?? []))
  }
}
