import Explanations
import Pages

// What other programs print when a connection fails.
extension Screens {
  /// The errors that a text quotes, and the entries that explain them.
  ///
  /// - Returns: nil when it quotes none that is known.
  static func errors(in text: String) -> Page? {
    let errors = Catalogue.current.errors(in: text)
    guard !errors.isEmpty else { return nil }
    var blocks: [Block] = []
    for quoted in errors {
      blocks += [
        .line(Line(quoted.wording, .field)), .rule, paragraph(quoted.error.explanation),
        .paragraph(Line(printed(quoted.error), .faint), indent: 1), .blank,
      ]
    }
    var told: Set<ExplanationKey> = []
    let leads = errors.flatMap(\.error.leads).filter { told.insert($0).inserted }
    let entries = leads.filter { $0.kind != .topic }.map { entry($0) }
    blocks += entries.joined(separator: [.blank])
    if entries.isEmpty { blocks.removeLast() }
    return Page(blocks, next: leads.filter { $0.kind == .topic }.map { "explain \($0.name)" })
  }

  /// Whose words they are.
  private static func printed(_ error: KnownError) -> String {
    let own =
      error.alternatives.isEmpty || error.programs.count < 2
      ? "" : String(worded: ", each in words of its own")
    return String(worded: "printed by \(error.programs.joined(separator: ", "))\(own)")
  }

  /// By who meets it, what is usually the matter and what helps; nothing where that is not known.
  static func causes(of key: ExplanationKey) -> [Block] {
    let causes = Catalogue.current.causes(of: key)
    guard !causes.isEmpty else { return [] }
    var rows: [[Line]] = []
    for (place, cause) in causes.enumerated() {
      let isNew = place == 0 || causes[place - 1].who != cause.who
      rows.append([Line(isNew ? cause.who.rawValue : "", .field), Line(cause.cause)])
      rows.append(["", Line("-> ", .faint) + Line(cause.remedy)])
    }
    return [
      .blank, .line(Line("WHO MEETS IT, WHY, AND WHAT HELPS", .heading)), .table(Table(rows: rows)),
    ]
  }
}
