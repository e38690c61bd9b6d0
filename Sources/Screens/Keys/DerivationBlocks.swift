import Bytes
import Explanations
import Knowledge
import Lab
import Pages
import TLSKeys

/// How a value comes about: in words, in symbols, with its inputs.
struct DerivationBlocks {
  let rule: Rule
  let wire: Wire
  let viewer: Viewer

  init(_ rule: Rule, on wire: Wire, _ viewer: Viewer) {
    self.rule = rule
    self.wire = wire
    self.viewer = viewer
  }

  var blocks: [Block] {
    let words = FormulaWords(rule: rule)
    return [
      row("is", Line(ValueWords(rule.output).sentence(in: viewer.facts(on: wire).version))),
      row("how", Line(words.words)),
      row("formula", Line(words.symbols)),
    ] + inputs + value + [row("source", Line(rule.source.cited))]
  }

  private func row(_ label: String, _ line: Line) -> Block { .labelled(label, line) }

  private var inputs: [Block] {
    let rows = rule.inputs.enumerated().map { index, name in
      let known = viewer.value(name, on: wire) ?? transcript(name)
      let secrecy =
        ValueWords(name).isSecret ? Line("SECRET", .warning) : Line("public", .faint)
      return [
        Line(padded(index == 0 ? String(worded: "inputs") : "", to: 8), .faint),
        Line(name.rawValue, .field),
        input(name, known),
        Line(known.map { ByteText.count($0.count) } ?? "", .faint), secrecy,
      ]
    }
    return [.table(Table(rows: rows))]
  }

  /// A Finished covers the messages up to now; they get their name only when it is sent.
  private func transcript(_ name: ValueName) -> [UInt8]? {
    name.tail == "finished_messages" ? viewer.facts(on: wire).transcript : nil
  }

  private var readsAllMessages: Bool {
    viewer.session.messages.allSatisfy { $0.step.wire != wire || !$0.message.isSealed }
  }

  private func input(_ name: ValueName, _ known: [UInt8]?) -> Line {
    if name == .serverPrivateKey { return Line("// // // //", .faint) }
    if viewer.view == .all, let known { return Line(ByteText.brief(known)) }
    // Not in anyone's memory by that name so far; whoever reads each message has it all the same.
    if let transcript = transcript(name), readsAllMessages {
      return Line(ByteText.brief(transcript))
    }
    return viewer.brief(name, on: wire, count: known?.count)
  }

  private var value: [Block] {
    guard let bytes = viewer.value(rule.output, on: wire) else {
      return [
        row(
          "value",
          Line("// // // //  " + said(.page, "value.not_visible", ["viewer": viewer.name]), .faint))
      ]
    }
    let style: Style = ValueWords(rule.output).isSecret ? .secret : .plain
    return ByteText.rows(bytes).enumerated().map { index, digits in
      row(index == 0 ? "value" : "", Line(digits, style))
    }
  }
}
