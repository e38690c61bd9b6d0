public import Knowledge
import TLSEngine

extension Session {
  /// Whether somebody made a key and erased it without having derived anything from it: an offer of which the
  /// other side made no use (RFC 9846 §4.3.8).
  ///
  /// - Parameter number: the step, counted from 1, at which it was erased.
  public func neverUsed(_ name: ValueName, erasedAt number: Int) -> Bool {
    guard steps.indices.contains(number - 1) else { return false }
    let erasing = steps[number - 1]
    for step in steps.prefix(number - 1).reversed()
    where step.actor == erasing.actor && step.wire == erasing.wire {
      switch step.effect {
      case .derived(let derivation) where derivation.rule.inputs.contains(name): return false
      case .generated(let made) where made.secretPart?.name == name: return true
      default: continue
      }
    }
    return false
  }

  /// Whether whoever made a value erased it and never used it.
  public func neverUsed(_ value: ValueLedger.Entry) -> Bool {
    value.erasures.values.contains { neverUsed(value.name, erasedAt: $0) }
  }
}
