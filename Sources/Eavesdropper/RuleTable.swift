import Knowledge
import Synchronization
import TLSKeys

/// The rules of one kind of session, with what is read off them once.
final class RuleTable: Sendable {
  let rules: [Rule]
  /// What each rule needs.
  let inputs: [[ValueName]]
  /// Everything that some rule needs.
  let useful: Set<ValueName>
  /// Private keys whose public halves pass on the wire.
  let halves: [ValueName: PublicHalf]

  /// How a private key is held against the wire.
  struct PublicHalf: Sendable {
    var agreement: KeyAgreement
    var shown: ValueName
  }

  private init(_ rules: [Rule]) {
    self.rules = rules
    inputs = rules.map(\.inputs)
    useful = Set(inputs.joined())
    halves = rules.reduce(into: [:]) { halves, rule in
      guard case .publicKey(let agreement, let name) = rule.formula, halves[name] == nil else {
        return
      }
      halves[name] = PublicHalf(agreement: agreement, shown: rule.output)
    }
  }

  static func of(_ schedule: KeySchedule) -> RuleTable {
    if let known = tables.withLock({ $0[schedule] }) { return known }
    let made = RuleTable(RuleBook.of(.whole(schedule)).rules)
    tables.withLock { tables in
      // Key updates without end must not fill the memory.
      if tables.count >= 256 { tables = [:] }
      tables[schedule] = made
    }
    return made
  }

  private static let tables = Mutex<[KeySchedule: RuleTable]>([:])
}

extension Evaluator {
  /// Applies the rules until nothing new comes.
  ///
  /// - Returns: what came, and the inputs of each rule that failed: what fails now will fail again.
  mutating func derive(by table: RuleTable) -> (derived: [Derivation], failed: [[ValueName]]) {
    var derived: [Derivation] = []
    var failed: [[ValueName]] = []
    var waiting = Array(table.rules.indices)
    var progress = true
    while progress {
      progress = false
      var stillWaiting: [Int] = []
      for place in waiting where values[table.rules[place].output] == nil {
        guard table.inputs[place].allSatisfy({ values[$0] != nil }) else {
          stillWaiting.append(place)
          continue
        }
        let rule = table.rules[place]
        guard let value = try? value(of: rule.formula) else {
          failed.append(table.inputs[place])
          continue
        }
        values[rule.output] = value
        derived.append(Derivation(rule: rule, value: value))
        progress = true
      }
      waiting = stillWaiting
    }
    return (derived, failed)
  }
}
