public import Knowledge
import TLSKeys

// The leaks by where they were stolen.
extension LeakSet {
  private enum Origin: Hashable, Sendable {
    case longTerm
    case sessions
    case sharedKeys
  }

  /// Keys that belong to somebody for years.
  public var longTerm: [Leak] {
    remembered(Origin.longTerm) {
      leaks.filter { leak in
        switch leak.origin {
        case .longTerm, .computedLongTerm, .file: true
        case .session, .computed: false
        }
      }
    }
  }

  /// What was stolen from one session, or computed from what was seen of it.
  public func leaks(ofSession name: String) -> [Leak] {
    let all = remembered(Origin.sessions) {
      Dictionary(grouping: leaks) { leak -> String? in
        switch leak.origin {
        case .longTerm, .computedLongTerm, .file: nil
        case .session(let name), .computed(let name): name
        }
      }
    }
    return all[name, default: []]
  }

  /// The pre-shared keys that were stolen from sessions.
  public var sharedKeysOfSessions: Set<[UInt8]> {
    remembered(Origin.sharedKeys) {
      Set(
        leaks.filter { leak in
          if case .session = leak.origin { leak.name == .preSharedKey } else { false }
        }.map(\.value))
    }
  }

  /// The ephemeral keys of one name whose public half is this one.
  ///
  /// - Parameter values: those of a session, for a group that has no name.
  public func keys(
    _ name: ValueName, _ agreement: KeyAgreement, _ values: KnownValues, showing half: [UInt8]
  ) -> [Leak] {
    let places = halves(of: name, agreement, values)[half, default: []]
    return places.isEmpty ? [] : leaks(named: name, at: places)
  }
}
