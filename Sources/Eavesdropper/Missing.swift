import Knowledge
import Synchronization
import TLSKeys

/// What it would take to open a recording: the same for every one of its kind.
enum Missing {
  private struct Kind: Hashable {
    var schedule: KeySchedule
    var known: Set<ValueName>
  }

  private static let secrets = Mutex<[Kind: [Set<ValueName>]]>([:])

  /// Each entry one alternative, all of its values together.
  static func secrets(
    of session: RecordedSession, under schedule: KeySchedule
  ) -> [Set<ValueName>] {
    var known = session.publicNames
    if case .tls12 = schedule {
      known = Set(session.facts.values.keys).union([
        .protectedRecords(.client), .protectedRecords(.server),
      ])
    }
    let kind = Kind(schedule: schedule, known: known)
    if let found = secrets.withLock({ $0[kind] }) { return found }
    let closure = Closure(of: known, under: schedule.rules)
    let made = closure.missing(for: .applicationData(.client), kept: .keptBetweenSessions)
    secrets.withLock { secrets in
      // Key updates without end must not fill the memory.
      if secrets.count >= 256 { secrets = [:] }
      secrets[kind] = made
    }
    return made
  }
}
