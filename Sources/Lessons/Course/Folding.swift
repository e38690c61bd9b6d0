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

  /// Folds what a real attempt on a recording prints: record after record, it would push the page out of sight.
  mutating func foldLong(_ outcome: inout Outcome, after typed: TypedCommand, _ table: CommandTable)
  {
    guard case .page(let own)? = outcome.answers.last, outcome.error == nil,
      table.words(of: typed)?.command.name == "decrypt"
    else { return }
    let fold = Fold(own.blocks, to: Fold.most, columns: screen.columns)
    guard !fold.isWhole else { return }
    folded = own
    var page = own
    page.blocks = fold.head + [Self.more]
    outcome.answers[outcome.answers.count - 1] = .page(page)
  }

  private static let more = Block.line(
    Line(" ... ", .faint) + Line("more", .command) + Line(" shows it whole", .faint))

  /// The beginning of a screen, and how one sees the rest: fewer lines where what stands above it is long.
  mutating func fold(_ own: Page, below led: [Block]) -> [Block] {
    guard !own.blocks.isEmpty else { return [] }
    let fold = Fold(
      own.blocks, to: Fold.room(below: led, on: screen), about: about, columns: screen.columns)
    guard !fold.isWhole else { return [.blank] + own.blocks }
    folded = own
    return [.blank] + fold.head + [Self.more]
  }

  /// The last screen that was folded, whole.
  func more() throws(CommandError) -> Page {
    guard let folded else {
      throw CommandError("nothing of the last screen was folded", meant: "goal")
    }
    return folded
  }
}
