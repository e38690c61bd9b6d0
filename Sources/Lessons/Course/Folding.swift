import Commands
import Screens

// What a command prints in a lesson: first what the learner looks for, then the command's own screen, folded.
// Something that is there to be looked at stays whole, and the lesson speaks below it, beside the prompt.
extension Course {
  /// Adds what the lesson has to say of a command.
  ///
  /// - Parameter page: begins with a blank line.
  mutating func add(
    _ page: Page, to outcome: inout Outcome, after typed: TypedCommand, _ table: CommandTable
  ) {
    guard case .page(let own)? = outcome.answers.last, outcome.changed,
      Looking.isFolded(typed, table)
    else { return outcome.add(page) }
    var led = page
    led.blocks = Array(page.blocks.drop { $0 == .blank })
    led.blocks += fold(own, below: led.blocks)
    outcome.answers[outcome.answers.count - 1] = .page(led)
  }

  /// The beginning of a screen, and how one sees the rest: fewer lines where what stands above it is long.
  mutating func fold(_ own: Page, below led: [Block]) -> [Block] {
    guard !own.blocks.isEmpty else { return [] }
    let fold = Fold(own.blocks, to: Fold.room(below: led))
    guard !fold.isWhole else { return [.blank] + own.blocks }
    folded = own
    return [.blank] + fold.head
      + [.line(Line(" ... ", .faint) + Line("more", .command) + Line(" shows it whole", .faint))]
  }

  /// The last screen that was folded, whole.
  func more() throws(CommandError) -> Page {
    guard let folded else {
      throw CommandError("no screen was folded on this page", meant: "goal")
    }
    return folded
  }
}

/// The first lines of a screen that say something: a drawing that is cut says nothing.
struct Fold {
  private(set) var head: [Block] = []
  private(set) var isWhole = false

  /// As many lines stay, on a screen of 80 columns.
  static let lines = 5

  /// How many lines there is room for on a screen of 24, with a line that leads on, one with commands and the
  /// prompt.
  static func room(below led: [Block]) -> Int { max(1, min(lines, 24 - 4 - height(led))) }

  init(_ blocks: [Block], to lines: Int = Self.lines) {
    let all = Self.height(blocks)
    guard all > lines + 2 else {
      head = blocks
      isWhole = true
      return
    }
    for block in blocks where Self.says(block) {
      if Self.height(head + [block]) <= lines {
        head.append(block)
        continue
      }
      if let rest = Self.cut(block, to: lines - Self.height(head)) { head.append(rest) }
      break
    }
  }

  /// As many rows of a table as there is room for.
  private static func cut(_ block: Block, to lines: Int) -> Block? {
    guard case .table(var table) = block else { return nil }
    while !table.rows.isEmpty, height([.table(table)]) > lines { table.rows.removeLast() }
    return table.rows.isEmpty ? nil : .table(table)
  }

  private static func says(_ block: Block) -> Bool {
    switch block {
    case .blank, .rule, .drawn: false
    default: true
    }
  }

  private static func height(_ blocks: [Block]) -> Int {
    Layout(width: 80).lines(of: Page(blocks)).count
  }
}
