/// What follows, by name alone, from what somebody was given.
///
/// This is the prediction that the eavesdropper's real attempt is held against: both must agree
/// for every configuration and every set of leaks.
public struct Closure: Sendable {
  /// Every name that can be had.
  public private(set) var known: Set<ValueName>
  /// The rules that were used, each after the rules that gave its inputs.
  public private(set) var path: [Rule] = []
  private let rules: [Rule]

  /// Applies `rules` to `given` until nothing new follows.
  public init(of given: Set<ValueName>, under rules: [Rule]) {
    known = given
    self.rules = rules
    var waiting = rules
    var progress = true
    while progress {
      progress = false
      var stillWaiting: [Rule] = []
      for rule in waiting where !known.contains(rule.output) {
        if rule.inputs.allSatisfy(known.contains) {
          known.insert(rule.output)
          path.append(rule)
          progress = true
        } else {
          stillWaiting.append(rule)
        }
      }
      waiting = stillWaiting
    }
  }

  /// The rules that lead to `name`, each after the rules that gave its inputs.
  ///
  /// - Returns: `nil` when `name` can't be had; nothing but `[]` when it was given.
  public func path(to name: ValueName) -> [Rule]? {
    guard known.contains(name) else { return nil }
    var needed: Set<ValueName> = [name]
    var steps: [Rule] = []
    for rule in path.reversed() where needed.contains(rule.output) {
      needed.formUnion(rule.inputs)
      steps.append(rule)
    }
    return steps.reversed()
  }

  /// Values any one of which would be enough for `name`: what is missing, one alternative each,
  /// followed back to values that no rule gives.
  ///
  /// - Parameter kept: values that somebody may lose by themselves, though a rule gives them too.
  public func missing(
    for name: ValueName, kept: Set<ValueName> = []
  ) -> [Set<ValueName>] {
    var visiting: Set<ValueName> = []
    let sets = alternatives(for: name, kept, visiting: &visiting)
    let minimal = sets.filter { candidate in
      !sets.contains { $0.isStrictSubset(of: candidate) }
    }
    var unique: [Set<ValueName>] = []
    for set in minimal where !unique.contains(set) { unique.append(set) }
    return unique
  }

  private func alternatives(
    for name: ValueName, _ kept: Set<ValueName>, visiting: inout Set<ValueName>
  ) -> [Set<ValueName>] {
    if known.contains(name) { return [[]] }
    let ways = rules.filter { $0.output == name }
    guard !ways.isEmpty else { return [[name]] }
    guard visiting.insert(name).inserted else { return [] }
    defer { visiting.remove(name) }
    var sets: [Set<ValueName>] = []
    for way in ways {
      var combined: [Set<ValueName>] = [[]]
      for input in way.inputs {
        let more = alternatives(for: input, kept, visiting: &visiting)
        combined = combined.flatMap { left in more.map { left.union($0) } }
      }
      sets += combined
    }
    return kept.contains(name) ? sets + [[name]] : sets
  }
}
