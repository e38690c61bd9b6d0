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
  /// Whether what was begun is to be gone through on the full screen.
  public var opensScreen = false
  /// What the companion said beside the command's own answer; it stands in the answers too.
  public private(set) var remarks: Page?

  /// Something to show.
  public enum Answer: Sendable {
    /// For people.
    case page(Page)
    /// For other programs: printed as it is, whatever the width.
    case data(JSONValue)
  }

  public init() {}

  /// Notes what was added to the command's own answers: all of the last page, where it isn't only added to.
  mutating func noteRemarks(beside own: [Answer]) {
    guard case .page(let page)? = answers.last else { return }
    guard case .page(let before)? = own.last, own.count == answers.count else {
      remarks = page
      return
    }
    guard page.blocks != before.blocks else { return }
    let count = before.blocks.count
    if page.blocks.starts(with: before.blocks) {
      remarks = Page(Array(page.blocks.dropFirst(count)), next: page.next)
    } else if page.blocks.suffix(count) == before.blocks[...] {
      remarks = Page(Array(page.blocks.dropLast(count)), next: page.next)
    } else {
      remarks = page
    }
  }

  public var status: ExitStatus { error?.status ?? .ok }

  /// What people get to see, the error last.
  public var page: Page {
    var page = Page()
    for answer in answers {
      switch answer {
      case .page(let next):
        page.append(next)
      case .data(let value):
        let lines = value.printed.split(separator: "\n")
        page.append(Page(lines.map { .verbatim(String($0), indent: 0) }))
      }
    }
    if let error { page.append(Page(error.page.blocks, next: page.next)) }
    return page
  }

  /// Adds what came of the next command of the same line.
  mutating func append(_ next: Outcome) {
    answers += next.answers
    error = next.error
    changed = changed || next.changed
    quits = next.quits
    repeats = false
    opensScreen = opensScreen || next.opensScreen
    if let more = next.remarks {
      remarks = Page((remarks?.blocks ?? []) + more.blocks, next: more.next)
    }
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
