import Explanations
import Lab
import Pages
import Screens

/// What a key of the screen is for; help and the line of hints list them in this order.
enum Binding: String, CaseIterable {
  case forth, next, field, pane, eyes, keys, derivation, steal, find, command, into, why, redraw
  case leave, help

  /// What is pressed.
  func label(unicode: Bool) -> String {
    switch self {
    case .forth: unicode ? "\u{2192} \u{2190}" : "-> <-"
    case .next: "Space"
    case .field: unicode ? "\u{2193} \u{2191}" : "v ^"
    case .into: "Enter"
    case .pane: "Tab"
    case .eyes: "e"
    case .keys: "k"
    case .derivation: "d"
    case .why: "w"
    case .steal: "s"
    case .find: "/"
    case .command: ":"
    case .redraw: "Ctrl-L"
    case .leave: "q"
    case .help: "?"
    }
  }

  /// What it does, in a word.
  var word: String { said(.page, "screen.key.\(rawValue)") }

  /// What it does.
  var meaning: String { said(.page, "screen.key.\(rawValue)", for: .detail) }
}

extension Walk {
  /// Takes a key.
  ///
  /// - Returns: what is to be done now, if anything.
  public mutating func press(_ key: Key) -> Request? {
    note = nil
    if key == .control("l") { return .redraw }
    if isTooSmall { return [.character("q"), .control("d")].contains(key) ? .leave : nil }
    if input != nil { return type(key) }
    if over != nil {
      guard let key = turn(key) else { return nil }
      return key.command.map { .run($0, isTyped: true) } ?? act(key.rest)
    }
    return act(key)
  }

  private mutating func act(_ key: Key?) -> Request? {
    guard let key else { return nil }
    switch key {
    case .right: return .run("step", isTyped: false)
    case .left: return .run("back", isTyped: false)
    case .character(" "): return .run("next", isTyped: false)
    case .tab: turnPane(1)
    case .backTab: turnPane(-1)
    case .down: move(1)
    case .up: move(-1)
    case .pageDown: move(10)
    case .pageUp: move(-10)
    case .home: move(-Self.farAway)
    case .end: move(Self.farAway)
    case .enter: return enter()
    case .escape: fields = nil
    case .click(let row, let column): click(row, column)
    case .wheel(let isUp): move(isUp ? -3 : 3)
    case .control("d"): return .leave
    case .interrupted: say(said(.page, "screen.interrupted"))
    case .character(let character): return act(character)
    default: say(said(.page, "screen.unknown"))
    }
    return nil
  }

  private mutating func act(_ character: Character) -> Request? {
    switch character {
    case "e": return lookWithOtherEyes()
    case "k": return .run("show keys", isTyped: true)
    case "d": return derive()
    case "s": return .steal
    case "w": showReasons()
    case "/": input = InputLine(.search)
    case ":": input = InputLine(.command, history: history)
    case "?": over = .help(offset: 0)
    case "q": return .leave
    default: say(said(.page, "screen.unknown"))
    }
    return nil
  }

  private static let farAway = 1 << 30

  private mutating func lookWithOtherEyes() -> Request? {
    guard let place, let current = place.views.firstIndex(of: place.viewer.view) else {
      return .run("view all", isTyped: false)
    }
    let view = place.views[(current + 1) % place.views.count]
    return .run("view \(view.rawValue)", isTyped: false)
  }

  /// The value that the last step gave, or else the last one that was derived.
  private mutating func derive() -> Request? {
    guard let name = place?.derivations.last else {
      say(said(.page, "screen.underived"))
      return nil
    }
    return .run("show derivation \(place?.derived ?? name)", isTyped: true)
  }

  private mutating func turnPane(_ direction: Int) {
    let panes = Pane.allCases
    let place = (panes.firstIndex(of: focus) ?? 0) + direction + panes.count
    focus = panes[place % panes.count]
    lay()
  }

  // MARK: Moving

  private mutating func move(_ count: Int) {
    switch focus {
    case .ladder: selectMessage(by: count)
    case .standings:
      let most = parts.standings.count + 1 - arrangement.standings.height
      standingsOffset = max(0, min(most, standingsOffset + count))
    case .message:
      guard fields == nil else {
        fields?.move(by: count)
        return
      }
      let most = parts.happened.count - (arrangement.message?.height ?? 0)
      stepOffset = max(0, min(most, stepOffset + count))
    }
  }

  private mutating func selectMessage(by count: Int) {
    let numbers = numbers
    guard !numbers.isEmpty else { return }
    guard let current = fields.flatMap({ numbers.firstIndex(of: $0.message.number) }) else {
      return open(numbers[numbers.count - 1])
    }
    open(numbers[max(0, min(numbers.count - 1, current + count))])
  }

  /// Shows a message on the right.
  mutating func open(_ number: Int) {
    guard fields?.message.number != number, let message = place?.message(number) else { return }
    fields = FieldRows(message)
    layReaders()
  }

  private mutating func enter() -> Request? {
    switch focus {
    case .ladder:
      if fields == nil, let last = lastNumber { open(last) }
      focus = .message
      lay()
    case .standings: return .run("knowledge", isTyped: true)
    case .message:
      guard fields != nil else {
        if let last = lastNumber { open(last) }
        return nil
      }
      if fields?.turn() == false { showReasons() }
    }
    return nil
  }

  /// What the pane has no room for.
  private mutating func showReasons() {
    guard let fields, let row = fields.row, row.field != nil else {
      return say(said(.page, "screen.no-field"))
    }
    over = .page(Page([.line(row.line), .blank] + fields.reasons), offset: 0)
  }

  private mutating func click(_ row: Int, _ column: Int) {
    switch grid().target(row: row, column: column) {
    case .message(let number):
      focus = .ladder
      open(number)
    case .field(let place):
      focus = .message
      if fields?.selected == place { _ = fields?.turn() } else { fields?.select(place) }
    case .byte(let part, let offset):
      focus = .message
      fields?.select(byte: offset, of: part)
    case .pane(let pane): focus = pane
    case .choice, nil: return
    }
    lay()
  }
}
