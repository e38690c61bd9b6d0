import Bytes
import CryptoPrimitives
public import Eavesdropper
public import Knowledge
import Network
import TLSEngine
import TLSKeys
import TLSWire
import X509

/// How one recording stands: the attempt that was made on it just now.
public struct VaultEntry: Hashable, Sendable {
  public var session: String
  public var wire: Wire
  public var state: VaultState
  /// nil when nothing was recorded.
  public var attempt: Attempt?
}

/// A secret that the attacker would need, and what became of it.
public struct MissingSecret: Hashable, Sendable {
  public var name: ValueName
  /// Who had it.
  public var holder: Actor
  /// The step at which it came into being, counted from 1.
  public var made: Int?
  /// The step at which it was erased; nil: it is still there to be stolen.
  public var erased: Int?
}

extension Lab {
  /// The vault: a real attempt on every recording with everything that the attacker holds.
  public var vault: [VaultEntry] { vaults.flatMap { $0 } }

  /// The same, by session.
  public var vaults: [[VaultEntry]] { sessions.mapInParallel(vault(of:)) }

  /// A real attempt on every stretch of wire of one session.
  public func vault(of session: Session) -> [VaultEntry] {
    session.wires.map { wire in
      let attempt = attempt(on: session, wire, with: attacker.held)
      return VaultEntry(
        session: session.id, wire: wire,
        state: attempt.map { VaultState($0, of: session, on: wire) } ?? .withoutRecording(session),
        attempt: attempt)
    }
  }

  /// The state of a session's recording on the client's stretch of wire.
  public func vaultState(of session: Session) -> VaultState {
    vault(of: session).first?.state ?? .withoutRecording(session)
  }

  /// What became of the secrets that would open a recording, one entry for each alternative.
  /// Of several handshakes those of the first that stays closed.
  public func missingSecrets(of session: Session, on wire: Wire) -> [[MissingSecret]] {
    let known = knowledgeByName(of: session, on: wire)
    let number =
      known.firstIndex { !$0.closure.known.contains(.applicationData(.client)) } ?? 0
    guard known.indices.contains(number) else { return [] }
    let missing = known[number].missing
    return session.remembered(MissingMemory(wire: wire, number: number, missing: missing)) {
      missing.map { set in
        set.sorted().map { name in missingSecret(name, of: session, on: wire, number) }
      }
    }
  }

  private struct MissingMemory: Hashable, Sendable {
    var wire: Wire
    var number: Int
    var missing: [Set<ValueName>]
  }

  private func missingSecret(
    _ name: ValueName, of session: Session, on wire: Wire, _ handshake: Int
  ) -> MissingSecret {
    let entry = session.ledger.entry(name, on: wire, inHandshake: handshake)
    let first = entry?.firstMade
    // Nobody made it in these steps: a long-term key, or one of another session, which both have.
    let holder = first?.actor ?? wire.actor(playing: name.owner ?? .server)
    return MissingSecret(
      name: name, holder: holder, made: first?.step, erased: entry?.erasures[holder])
  }
}

extension VaultState {
  static func withoutRecording(_ session: Session) -> VaultState {
    if session.talk.map({ $0.isWhole && $0.isRecorded }) == true { return .open }
    return session.isUnreadable ? .unreadable : .notRecorded
  }

  init(_ attempt: Attempt, of session: Session, on wire: Wire) {
    switch attempt {
    case .opened(let opened):
      self = opened.damaged == 0 && !session.isPartial(on: wire) ? .open : .partly
    case .sealed: self = .sealed
    case .nothingProtected: self = .empty
    }
  }
}

extension Session {
  /// Whether its recording is known not to have all that passed.
  func isPartial(on wire: Wire) -> Bool { recording(on: wire)?.isPartial == true }

  /// Whether anything was sent under protection on a stretch of wire.
  public func hasProtectedRecords(on wire: Wire) -> Bool {
    messages.contains { $0.step.wire == wire && $0.message.isProtected }
  }
}
