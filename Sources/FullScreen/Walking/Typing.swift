import Explanations
import Lab
import Pages
import Screens

// Lines that are typed, and what lies above the panes.
extension Walk {
  mutating func type(_ key: Key) -> Request? {
    guard var line = input else { return nil }
    let isAgain = line.isAfterTab
    if case .candidates? = over { over = nil }
    let result = line.press(key)
    input = line
    switch result {
    case .edited: return nil
    case .left: input = nil
    case .completes: return .complete(before: line.before, next: line.next, again: isAgain)
    case .done(let text): return finish(text, line.purpose)
    }
    return nil
  }

  private mutating func finish(_ text: String, _ purpose: InputLine.Purpose) -> Request? {
    input = nil
    let isEmpty = text.allSatisfy(\.isWhitespace)
    switch purpose {
    case .command:
      if !isEmpty, history.last != text { history.append(text) }
      return .run(text, isTyped: true)
    case .search:
      guard !isEmpty else { return nil }
      selectField(with: text)
      return .find(text, session: place?.id)
    }
  }

  /// Goes to the next field that says it, or whose bytes it is, from the one that is selected on.
  private mutating func selectField(with text: String) {
    guard let fields else { return }
    let places = Array(fields.rows.indices)
    let order = places.filter { $0 > fields.selected } + places.filter { $0 <= fields.selected }
    if let found = order.first(where: { fields.rows[$0].holds(text) }) {
      self.fields?.select(found)
    }
  }

  /// Takes a key while something lies above the panes.
  ///
  /// - Returns: nil: it was for that. Else it is closed, and a command was chosen or the key is for the panes.
  mutating func turn(_ key: Key) -> (command: String?, rest: Key?)? {
    switch over {
    case .choice(let title, let choices, let selected):
      return choose(key, title, choices, selected)
    case .page(let page, let offset):
      guard let offset = scrolled(offset, key, of: overlayLines.count) else { return close(key) }
      over = .page(page, offset: offset)
    case .help(let offset):
      guard let offset = scrolled(offset, key, of: overlayLines.count) else { return close(key) }
      over = .help(offset: offset)
    case .remarks:
      // Enter turns a lesson's page, as it does at the prompt.
      guard key == .enter else { return close(key) }
      over = nil
      return ("", nil)
    case .candidates, nil: return (nil, key)
    }
    return nil
  }

  /// Keys that close do nothing else; any other one is for what lies below.
  private mutating func close(_ key: Key) -> (command: String?, rest: Key?)? {
    let closed = over
    over = nil
    let closing: Set<Key> = [
      .enter, .escape, .character("q"), .interrupted, .control("d"), .backspace,
    ]
    if case .click = key { return nil }
    if key == .character(" "), case .page? = closed { return nil }
    return closing.contains(key) ? nil : (nil, key)
  }

  private mutating func choose(
    _ key: Key, _ title: Line, _ choices: [Choice], _ selected: Int
  ) -> (command: String?, rest: Key?)? {
    if key == .enter, choices.indices.contains(selected) {
      over = nil
      return (choices[selected].command, nil)
    }
    if case .click(let row, let column) = key,
      case .choice(let place) = grid().target(row: row, column: column)
    {
      over = .choice(title: title, choices, selected: place)
      return nil
    }
    guard let place = scrolled(selected, key, by: 1, most: choices.count - 1) else {
      return close(key)
    }
    over = .choice(title: title, choices, selected: place)
    return nil
  }

  /// At its end Space closes a page, as everywhere where one turns pages.
  private func scrolled(_ offset: Int, _ key: Key, of count: Int) -> Int? {
    let room = overlayArea.height
    if key == .character(" "), offset + room >= count { return nil }
    return scrolled(offset, key, by: max(1, room - 2), most: max(0, count - room))
  }

  /// Where a key leads among so many places; nil for one that leads nowhere.
  private func scrolled(_ place: Int, _ key: Key, by page: Int, most: Int) -> Int? {
    let move: Int
    switch key {
    case .down: move = 1
    case .up: move = -1
    case .pageDown, .character(" "): move = page
    case .pageUp: move = -page
    case .home: move = -most
    case .end: move = most
    case .wheel(let isUp): move = isUp ? -3 : 3
    default: return nil
    }
    return max(0, min(most, place + move))
  }
}
