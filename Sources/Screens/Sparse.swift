import Explanations
public import Lab
import Pages

/// Screens for a projector: few words, with air around them.
enum Sparse {
  /// The most rows that have air between them: more would not fit on a screen.
  private static let airy = 4

  /// A heading and rows below it.
  ///
  /// - Parameter rows: cells; rows whose cells are all empty are left out.
  static func blocks(_ heading: Line, _ rows: [[Line]] = []) -> [Block] {
    let rows = rows.filter { row in row.contains { !$0.text.isEmpty } }
    let head: [Block] = [.blank, .paragraph(heading, indent: 3)]
    guard !rows.isEmpty else { return head }
    let empty = [Line](repeating: "", count: rows.map(\.count).max() ?? 0)
    let spaced = rows.count > airy ? rows : Array(rows.flatMap { [$0, empty] }.dropLast())
    return head + [.blank, .table(Table(rows: spaced, indent: 6))]
  }

  /// A row with a label.
  static func row(_ label: String, _ line: Line) -> [Line] {
    [Line(Wording.text(of: label), .faint), line]
  }

  /// Steps one below the other, each with what it is called; arrows lead from one to the next.
  static func steps(_ heading: Line, _ steps: [(label: String, line: Line)]) -> [Block] {
    let labels = steps.map { Wording.text(of: $0.label) }
    let width = (labels.map(\.columns).max() ?? 0) + 2
    var blocks: [Block] = [.blank, .paragraph(heading, indent: 3), .blank]
    for (place, step) in steps.enumerated() {
      if place > 0 {
        let arrow = Line(String(repeating: " ", count: 6 + width) + "v", .faint)
        blocks.append(.drawn(arrow, spoken: said(.ability, "cascade.then")))
      }
      let label = Line(padded(labels[place], to: width), .faint)
      blocks.append(.table(Table(rows: [[label, step.line]], indent: 6)))
    }
    return blocks
  }
}

extension Screens {
  /// A heading and a few words below it, for a projector.
  public static func inFewWords(_ heading: String, _ words: [Line] = []) -> [Block] {
    Sparse.blocks(Line(heading, .heading), words.map { [$0] })
  }

  /// `[OPEN]`, `[SEALED]`: how a recording stands.
  public static func badge(_ state: VaultState) -> Line { state.badge }

  /// Who noticed, as one predicts it: `client`, `server`, `nobody`.
  public static func noticing(_ notice: Notice) -> String { notice.whom.rawValue }
}
