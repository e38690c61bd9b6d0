import Bytes
import Explanations
import Knowledge
import Lab
import Screens
import TLSKeys

// Values, and how each came about.
extension SessionAnnotator {
  var values: [AnnotatedValue] {
    mutating get { registry.entries.map { annotated($0) } }
  }

  private mutating func annotated(_ entry: ValueRegistry.Entry) -> AnnotatedValue {
    let words = ValueWords(entry.name)
    let isPublic = entry.knownFrom["eavesdropper"] != nil
    let compromised = lab.closure(of: session, on: entry.wire).known.contains(entry.name)
    let side = ExplanationKey.side(ofValue: entry.name.rawValue)
    return AnnotatedValue(
      id: entry.id, name: entry.name.rawValue, wire: entry.wire.rawValue, noun: words.noun,
      bytes: isRedacted && !isPublic ? nil : entry.bytes.hex,
      length: entry.bytes.count, isSecret: words.isSecret,
      derivation: entry.rule.map { computation($0, entry) }, knownFrom: entry.knownFrom,
      erasedAt: entry.erasedAt, isCompromised: compromised && !isPublic,
      source: entry.source?.cited,
      why: glossary.keys([[.value(entry.name.rawValue)]], version, side))
  }

  private func computation(
    _ rule: Rule, _ entry: ValueRegistry.Entry
  ) -> AnnotatedValue.Computation {
    let words = FormulaWords(rule: rule)
    var computation = AnnotatedValue.Computation(
      formula: words.symbols, words: words.words, inputs: entry.inputs, files: [])
    guard !isRedacted else {
      computation.withoutCommand = "Left out with the secrets."
      return computation
    }
    switch Recomputation(rule, from: registry.inputs(of: entry)) {
    case .command(let command):
      computation.command = command.line
      computation.files = command.files.map { "\($0.name): export key \($0.name)" }
    case let other: computation.withoutCommand = other.words
    }
    return computation
  }
}
