import Bytes
import Knowledge
import Lab
import TLSKeys

/// How a value comes about: in words, in symbols, with its inputs.
struct DerivationBlocks {
  let rule: Rule
  let wire: Wire
  let sight: Sight

  init(_ rule: Rule, on wire: Wire, _ sight: Sight) {
    self.rule = rule
    self.wire = wire
    self.sight = sight
  }

  var blocks: [Block] {
    let words = FormulaWords(rule: rule)
    return [
      row("is", Line(ValueWords(rule.output).sentence(in: sight.session.facts(on: wire).version))),
      row("how", Line(words.words)),
      row("formula", Line(words.symbols)),
    ] + inputs + value + [row("source", Line(rule.source.cited))]
  }

  private func row(_ label: String, _ line: Line) -> Block { .labelled(label, line) }

  private var inputs: [Block] {
    let rows = rule.inputs.enumerated().map { index, name in
      let known = sight.session.allValues(on: wire)[name] ?? transcript(name)
      let secrecy =
        ValueWords(name).isSecret ? Line("SECRET", .warning) : Line("public", .faint)
      return [
        Line(padded(index == 0 ? "inputs" : "", to: 8), .faint), Line(name.rawValue, .field),
        input(name, known),
        Line(known.map { ByteText.count($0.count) } ?? "", .faint), secrecy,
      ]
    }
    return [.table(Table(rows: rows))]
  }

  /// A Finished covers the messages up to now; they get their name only when it is sent.
  private func transcript(_ name: ValueName) -> [UInt8]? {
    name.tail == "finished_messages" ? sight.session.facts(on: wire).transcript : nil
  }

  private var readsAllMessages: Bool {
    sight.session.messages.allSatisfy { $0.step.wire != wire || sight.reads($0.message, on: wire) }
  }

  private func input(_ name: ValueName, _ known: [UInt8]?) -> Line {
    if name == .serverPrivateKey { return Line("// // // //", .faint) }
    if sight.view == .all, let known { return Line(ByteText.brief(known)) }
    // Not in anyone's memory by that name so far; whoever reads each message has it all the same.
    if let transcript = transcript(name), readsAllMessages {
      return Line(ByteText.brief(transcript))
    }
    return sight.brief(name, on: wire, count: known?.count)
  }

  private var value: [Block] {
    guard let bytes = sight.value(rule.output, on: wire) else {
      return [row("value", Line("// // // //  not visible for \(sight.viewer)", .faint))]
    }
    let style: Style = ValueWords(rule.output).isSecret ? .secret : .plain
    return ByteText.rows(bytes).enumerated().map { index, digits in
      row(index == 0 ? "value" : "", Line(digits, style))
    }
  }
}
