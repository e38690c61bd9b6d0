import Bytes
import CryptoPrimitives
import Knowledge
import TLSKeys

// Whether a stolen ticket key, or a stolen pre-shared key, belongs to a session of TLS 1.3: the key of
// the session follows from it, and the client's binder proves that key (RFC 8446 §4.2.11.2). Before
// TLS 1.3 nothing on the wire proves it, and the key is tried like any other leak: a rule of the key
// schedule opens the ticket.
extension Decryption13 {
  /// Whether the binder follows from a pre-shared key, or from the key of the ticket that holds it.
  func makesBinder(_ leak: Leak, _ sharedKey: Leak?, _ table: RuleTable) -> Bool {
    var trial = Evaluator(evaluator.values)
    trial.values[leak.name] = leak.value
    if let sharedKey { trial.values[sharedKey.name] = sharedKey.value }
    if trial.values[.preSharedKey] == nil { trial.derive([.ticketState, .preSharedKey], table) }
    if let key = trial.values[.preSharedKey] {
      trial.values[.binderFinishedKey] = binderFinishedKey(key, table)
    }
    trial.derive([.binderHash, .binder], table)
    return trial.values[.binder] == session.facts.values[.binder]
  }

  /// The same for every session of one kind: many keys are tried on many.
  private func binderFinishedKey(_ key: [UInt8], _ table: RuleTable) -> [UInt8]? {
    let rules = table.rules.filter { $0.output == .binderKey }
    return thief.held.remembered(BinderMemory(rules: rules, key: key)) {
      var evaluator = Evaluator([.preSharedKey: key, .noMessages: []])
      evaluator.derive([.noMessagesHash, .earlySecret, .binderKey, .binderFinishedKey], table)
      return evaluator.values[.binderFinishedKey]
    }
  }

  private struct BinderMemory: Hashable, Sendable {
    var rules: [Rule]
    var key: [UInt8]
  }
}

extension Evaluator {
  /// Applies the rules that give these values, one after the other.
  fileprivate mutating func derive(_ names: [ValueName], _ table: RuleTable) {
    for name in names where values[name] == nil {
      for (rule, inputs) in zip(table.rules, table.inputs) where rule.output == name {
        guard inputs.allSatisfy({ values[$0] != nil }) else { continue }
        values[name] = try? value(of: rule.formula)
        break
      }
    }
  }
}
