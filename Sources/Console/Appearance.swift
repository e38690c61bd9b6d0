import Explanations
import Lab
import Screens

/// How everything looks that the program prints.
public struct Appearance: Sendable, Hashable {
  /// Columns; nil: those of the terminal, or of the setting `ui.width` where there is none.
  public var width: Int?
  public var color: Bool
  /// Lines drawn with Unicode characters; nil: as the setting `ui.unicode` says.
  public var unicode: Bool?
  /// One sentence a row, no tables.
  public var screenReader: Bool

  public init(
    width: Int? = nil, color: Bool = false, unicode: Bool? = nil, screenReader: Bool = false
  ) {
    self.width = width
    self.color = color
    // The letters of other languages need more than ASCII has.
    self.unicode = unicode ?? (Language.needsUnicode ? true : nil)
    self.screenReader = screenReader
  }
}

/// Turns pages into what is printed.
struct Renderer {
  var appearance: Appearance
  /// Whether pages may end in commands worth typing next.
  var hints = true

  /// A page as text, a newline at its end; nothing for an empty page.
  ///
  /// - Parameter settings: those of the lab that it is about, where there is one.
  func text(of page: Page, for settings: Settings = Settings()) -> String {
    let hints = hints && settings[.uiHints]
    var page = settings[.uiPresent] ? page.presented : page
    if appearance.screenReader { page = ScreenReader.sentences(of: page) }
    let unicode = appearance.unicode ?? settings[.uiUnicode]
    let layout = Layout(width: width(settings), unicode: unicode)
    return layout.lines(of: page, hints: hints).map { painted($0) + "\n" }.joined()
  }

  /// The same as what may go to a terminal.
  func shown(_ page: Page, for settings: Settings = Settings()) -> Shown {
    Shown(laidOut: text(of: page, for: settings))
  }

  private func width(_ settings: Settings) -> Int {
    if let width = appearance.width { return width }
    return Terminal.isOutputTerminal ? Terminal.size.width : settings[.uiWidth]
  }

  /// A line with its colours, if there are any.
  func painted(_ line: Line) -> String {
    guard appearance.color else { return line.text.withoutTrailingBlanks }
    return line.spans.map { span in
      guard let code = span.style.code else { return span.text }
      return "\u{1b}[\(code)m\(span.text)\u{1b}[0m"
    }.joined()
  }
}

extension Style {
  /// The colour, of the sixteen that a terminal names by itself. Red, magenta and green can be read
  /// on black and on white; yellow, cyan and white vanish on the one, blue and black on the other.
  fileprivate var code: String? {
    switch self {
    case .plain: nil
    case .heading, .field: "1"
    case .faint: "2"
    case .good: "32"
    case .bad: "1;31"
    case .warning: "1;35"
    case .secret: "31"
    case .command: "35"
    }
  }
}
