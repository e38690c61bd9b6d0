public import Lab
public import Screens

/// What came of a line.
public struct Outcome: Sendable {
  /// What there is to show, in order.
  public var answers: [Answer] = []
  /// Why it went no further, if it did not.
  public var error: CommandError?
  /// Whether the lab is another one than before.
  public var changed = false
  /// Whether the program is to end.
  public var quits = false
  /// Whether Enter on an empty line does the same again.
  public var repeats = false

  /// Something to show.
  public enum Answer: Sendable {
    /// For people.
    case page(Page)
    /// For other programs: printed as it is, whatever the width.
    case data(JSONValue)
  }

  public init() {}

  public var status: ExitStatus { error?.status ?? .ok }

  /// What people get to see, the error last.
  public var page: Page {
    var page = Page()
    for answer in answers {
      switch answer {
      case .page(let next):
        if !page.blocks.isEmpty && !next.blocks.isEmpty { page.add(.blank) }
        page.blocks += next.blocks
        page.next = next.next
      case .data(let value):
        page.blocks += value.printed.split(separator: "\n").map { .verbatim(String($0), indent: 0) }
      }
    }
    page.blocks += error?.page.blocks ?? []
    return page
  }

  /// Adds what came of the next command of the same line.
  mutating func append(_ next: Outcome) {
    answers += next.answers
    error = next.error
    changed = changed || next.changed
    quits = next.quits
    repeats = false
  }
}

extension JSONValue {
  /// Text as it is, anything else as JSON.
  public var printed: String {
    switch self {
    case .array, .object: json()
    default: text
    }
  }
}
