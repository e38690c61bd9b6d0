import Commands
import Lab
import Screens

/// The first lines of a screen that say something, and those that a page is about: a drawing that is cut says nothing.
struct Fold {
  private(set) var head: [Block] = []
  private(set) var isWhole = false
  private let labels: Set<String>
  private let columns: Int

  /// As many lines stay.
  static let lines = 5
  /// As many where the screen itself is what was asked for.
  static let most = 12

  /// How many lines there is room for on a screen, with a line that leads on, one with commands and the prompt.
  static func room(below led: [Block], on screen: (columns: Int, rows: Int)) -> Int {
    max(1, min(lines, screen.rows - 4 - height(led, screen.columns)))
  }

  /// - Parameters:
  ///   - labels: what rows begin with that stay wherever they stand.
  ///   - columns: of the screen.
  init(
    _ blocks: [Block], to lines: Int = Self.lines, about labels: Set<String> = [],
    columns: Int = 80
  ) {
    self.labels = labels
    self.columns = columns
    let all = Self.height(blocks, columns)
    guard all > lines + 2 else {
      head = blocks
      isWhole = true
      return
    }
    let speaking = blocks.filter(Self.says)
    // The first line says what all of it is.
    let kept = speaking.enumerated().compactMap { place, block -> Block? in
      place == 0 ? block : matching(block)
    }
    guard kept.count > 1, Self.height(kept, columns) <= lines + 2 else {
      head = first(speaking, lines)
      return
    }
    head = filled(speaking, kept, lines)
  }

  /// As much from the beginning as there is room for beside what is kept.
  private func filled(_ speaking: [Block], _ kept: [Block], _ lines: Int) -> [Block] {
    var room = lines - Self.height(kept, columns)
    var shown: [Block] = []
    for (place, block) in speaking.enumerated() {
      let own = place == 0 ? block : matching(block)
      if let own {
        shown.append(own)
      } else if Self.height([block], columns) <= room {
        room -= Self.height([block], columns)
        shown.append(block)
      } else {
        room = 0
      }
    }
    return shown
  }

  private func first(_ speaking: [Block], _ lines: Int) -> [Block] {
    var head: [Block] = []
    for block in speaking {
      if Self.height(head + [block], columns) <= lines {
        head.append(block)
        continue
      }
      if let rest = cut(block, to: lines - Self.height(head, columns)) { head.append(rest) }
      break
    }
    return head
  }

  /// The rows of a table that the page is about, below its header; nil where it has none.
  private func matching(_ block: Block) -> Block? {
    guard case .table(var table) = block else { return nil }
    table.rows = table.rows.filter { row in
      guard let label = row.first?.text.split(separator: " ").joined(separator: " ") else {
        return false
      }
      return labels.contains(label) || labels.contains(label.replacing("> ", with: ""))
        || row.dropFirst().contains(where: \.saysOpen)
    }
    return table.rows.isEmpty ? nil : .table(table)
  }

  /// As many rows of a table as there is room for.
  private func cut(_ block: Block, to lines: Int) -> Block? {
    guard case .table(var table) = block else { return nil }
    while !table.rows.isEmpty, Self.height([.table(table)], columns) > lines {
      table.rows.removeLast()
    }
    return table.rows.isEmpty ? nil : .table(table)
  }

  private static func says(_ block: Block) -> Bool {
    switch block {
    case .blank, .rule, .drawn: false
    default: true
    }
  }

  private static func height(_ blocks: [Block], _ columns: Int) -> Int {
    Layout(width: columns).lines(of: Page(blocks)).count
  }
}

extension Line {
  /// Whether it begins with the mark of a recording that opens: that is what one looks for after a theft.
  fileprivate var saysOpen: Bool {
    guard let first = spans.first else { return false }
    return first.style == .bad && first.text.hasPrefix("[")
  }
}

extension ActiveLesson {
  /// What rows begin with that this page is about: facts of sessions by their labels, and sessions by their names.
  func labels(of step: Step, in document: JSONValue) -> Set<String> {
    var paths = (step.expect + step.keep).flatMap(\.conditions).map(\.path)
    paths += predicted?.prediction.items.map(\.path) ?? []
    paths = paths.map { lesson.sessions.filled($0, in: document) }
    var labels: Set<String> = [Wording.text(of: "because"), Wording.text(of: "call")]
    for path in paths {
      let parts = path.split(separator: ".").map(String.init)
      if parts.first == "sessions", parts.count > 1 { labels.insert(parts[1]) }
      for label in Self.rows[GoalWords.leaf(of: path)] ?? [] {
        labels.insert(Wording.text(of: label))
      }
    }
    return labels
  }

  private static let rows: [String: [String]] = [
    "vault": ["tap", "READ"], "audio": ["tap", "gains"], "suite": ["suite"],
    "kx": ["keys by"], "group": ["keys by"], "verified": ["verified"], "not_checked": ["NOT"],
    "alert": ["because"], "noticed_by": ["noticed"], "noticed_means": ["noticed"],
    "resumed_from": ["keys by"], "early_data": ["early"],
    "hop": ["hop 1", "hop 2"], "round_trips": ["data"], "read_by": ["READ"],
    "gains": ["gains"],
  ]
}
