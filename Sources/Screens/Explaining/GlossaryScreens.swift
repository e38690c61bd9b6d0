import Explanations
import Pages

// The words of the field, and the attacks that have names.
extension Screens {
  /// Every word of the glossary, with what it is short for.
  static var glossary: Page {
    let rows = Catalogue.current.words.map { word -> [Line] in
      let synonyms = word.synonyms.filter { $0 != word.standsFor }
      let others =
        synonyms.isEmpty ? "" : String(worded: "also: \(synonyms.joined(separator: ", "))")
      let standsFor = word.standsFor.map { others.isEmpty ? $0 : "\($0); " } ?? ""
      return [Line(typed(word.name), .command), Line(standsFor) + Line(others, .faint)]
    }
    return Page(
      [.line(Line("GLOSSARY", .heading)), .table(Table(rows: rows))],
      next: ["explain nonce", "explain AEAD", "explain"])
  }

  /// Every attack that has a name, by year.
  static var namedAttacks: Block {
    .table(
      Table(
        rows: Catalogue.current.attacks.map { attack in
          [Line(typed(attack.name), .command), Line(attack.year, .faint), Line(attack.stopped)]
        }))
  }

  /// A name as one word, which is what one can type.
  public static func typed(_ name: String) -> String { name.replacing(" ", with: "-") }

  static func entry(_ word: GlossaryWord) -> [Block] {
    var blocks: [Block] = [
      .edges(left: Line(word.name, .field), right: Line("glossary", .faint)), .rule,
    ]
    if let standsFor = word.standsFor { blocks.append(.labelled("in full", Line(standsFor))) }
    let others = word.synonyms.filter { $0 != word.standsFor }
    if !others.isEmpty { blocks.append(.labelled("also", Line(others.joined(separator: ", ")))) }
    return blocks + [paragraph(word.explanation)]
  }

  static func entry(_ attack: NamedAttack) -> [Block] {
    var blocks: [Block] = [
      .edges(left: Line(attack.name, .field), right: Line("attack of \(attack.year)", .faint)),
      .rule, paragraph(attack.explanation), .labelled("needed", Line(attack.needed)),
      .labelled("stopped", Line(attack.stopped)), .labelled("here", Line(attack.here)),
    ]
    blocks += attack.commands.map { .line(Line("  \($0)", .command)) }
    return blocks
  }
}
