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
    let words = ValueWords(entry.value.name)
    let isPublic = entry.value.heard != nil
    let compromised =
      !isRedacted
      && lab.closure(of: session, on: entry.value.wire).known.contains(entry.value.name)
    let side = ExplanationKey.side(ofValue: entry.value.name.rawValue)
    return AnnotatedValue(
      id: entry.id, name: entry.value.name.rawValue, wire: entry.value.wire.rawValue,
      noun: words.noun,
      bytes: entry.value.bytes.hex,
      length: entry.value.bytes.count, isSecret: words.isSecret,
      derivation: entry.value.rule.map { computation($0, entry) }, knownFrom: entry.knownFrom,
      erasedAt: entry.erasedAt, isCompromised: compromised && !isPublic,
      source: entry.value.source?.cited,
      why: glossary.keys(
        [[ValueWords.explanation(of: entry.value.name, isUnused: session.neverUsed(entry.value))]],
        version, side))
  }

  private func computation(
    _ rule: Rule, _ entry: ValueRegistry.Entry
  ) -> AnnotatedValue.Computation {
    let words = FormulaWords(rule: rule)
    var computation = AnnotatedValue.Computation(
      formula: words.symbols, words: words.words, inputs: entry.inputs, files: [])
    let inputs = registry.inputs(of: entry).merging(viewer.eyes.kept) { own, _ in own }
    switch Recomputation(rule, from: inputs) {
    case .command(let command):
      computation.command = command.line
      computation.files = command.files.map { "\($0.name): export key \($0.name)" }
    case let other: computation.withoutCommand = other.words
    }
    return computation
  }
}
