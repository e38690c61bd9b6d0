import Bytes
import Explanations
import Knowledge
public import Lab
import Pages
import TLSEngine
import TLSKeys
import TLSWire

/// What a step does, in a few words that give no secret away.
public struct StepPhrase {
  let step: Step
  private let telling: EffectTelling

  public init(_ step: Step) {
    self.step = step
    telling = EffectTelling(step)
  }

  /// `sends ClientHello`; what a check found is left open, because it is yet to be seen.
  var announcement: String {
    switch step.effect {
    case .verified(let check): telling.words(.done, "announced" + (check.skipped ? ".skipped" : ""))
    case .failed: telling.words(.done, "announced")
    default: summary
    }
  }

  /// The same with the outcome.
  public var summary: String { telling.words(.done, nil, ["choice": telling.choice]) }
}

extension Check.Outcome {
  /// `passed`, `FAILED`, `NOT CHECKED`, `LEFT OUT`.
  var word: String {
    switch self {
    case .passed: String(worded: "passed")
    case .failed: String(worded: "FAILED")
    case .undecided: String(worded: "NOT CHECKED")
    case .skipped: String(worded: "LEFT OUT")
    }
  }

  /// The word in colour.
  var badge: Line {
    switch self {
    case .passed: Line("passed", .good)
    case .failed: Line("FAILED", .bad)
    case .undecided: Line("NOT CHECKED", .bad)
    case .skipped: Line("NOT CHECKED", .warning)
    }
  }
}
