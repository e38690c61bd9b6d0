import Commands
import Lab
import Screens

/// Whether a path of the state leads anywhere, whatever is done in the lab.
struct StatePaths {
  private let settings = SettingCatalogue.all.map(\.key)
  private let facts = SessionRecord.Fact.allCases.map(\.rawValue)
  /// What stands below a name at the top, where that is always the same.
  private let members: [String: [String]]

  static let all = StatePaths()

  private init() {
    let lab = Lab(seed: 1)
    var members = ["attacker": Lab.attackerNames]
    for name in ["world", "cursor", "audit"] {
      guard case .object(let object)? = lab.state(at: name) else { continue }
      members[name] = object.keys.sorted()
    }
    self.members = members
  }

  /// What is wrong with a path, and what was probably meant.
  ///
  /// - Parameter path: with some session in the place of each name.
  func problem(_ path: String) -> (what: Wording, instead: Wording)? {
    let parts = path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    let top = Lab.stateNames + ["lesson"]
    guard let first = parts.first, top.contains(first) else {
      return ("nothing in the state is called '\(parts.first ?? "")'", meant(parts.first, top))
    }
    let rest = parts.dropFirst().joined(separator: ".")
    switch first {
    case "settings":
      return rest.isEmpty || settings.contains(rest)
        ? nil : ("there is no setting '\(rest)'", meant(rest, settings))
    case "sessions":
      guard parts.count > 2, !facts.contains(parts[2]) || parts.count > 3 else { return nil }
      return (
        "a session has no '\(parts.dropFirst(2).joined(separator: "."))'", meant(parts[2], facts)
      )
    default:
      guard parts.count > 1, let names = members[first], !names.contains(parts[1]) else {
        return nil
      }
      return ("'\(first)' has no '\(parts[1])'", meant(parts[1], names))
    }
  }

  private func meant(_ word: String?, _ words: [String]) -> Wording {
    word.flatMap { likely($0, among: words) }.map { "did you mean '\($0)'?" }
      ?? "'state' prints what there is"
  }
}
