import Explanations
public import Lab
public import Pages
import Screens

/// A walk through a session on a full screen: what is looked at, and what keys do to it. It has no terminal:
/// keys come in, requests and a grid of characters go out.
public struct Walk {
  /// How many characters the screen has.
  public private(set) var rows: Int
  public private(set) var columns: Int
  /// Whether lines are drawn with Unicode characters.
  public var unicode: Bool
  /// What was typed before, oldest first.
  public var history: [String]

  var place: Place?
  /// What stands on the right: the last step, or a message.
  var fields: FieldRows? { didSet { layField() } }
  var focus = Pane.message
  var over: Overlay?
  var input: InputLine?
  /// What is said below until the next key.
  var note: Line?
  /// Lines of the step, and of the table of who knows what, that are above the edge.
  var stepOffset = 0
  var standingsOffset = 0
  var parts = Parts()
  private var holdsReasons = false
  private(set) var earlier: [KnowledgeRow] = []
  private var now: (id: String, steps: Int, rows: [KnowledgeRow])?

  /// What lies above everything else until it is closed.
  enum Overlay {
    /// A page of the prompt, and how many of its lines are above the edge.
    case page(Page, offset: Int)
    case help(offset: Int)
    /// What a lesson says, in front of the lower part: no key is lost on it.
    case remarks(Page)
    case choice(title: Line, [Choice], selected: Int)
    /// What fits what is being typed; any key goes on typing.
    case candidates([Choice])
  }

  /// One of several commands to choose from.
  public struct Choice: Hashable, Sendable {
    public var command: String
    public var name: String
    public var meaning: String

    public init(command: String, name: String, meaning: String) {
      self.command = command
      self.name = name
      self.meaning = meaning
    }
  }

  /// What whoever has the lab and the terminal is to do.
  public enum Request: Hashable, Sendable {
    /// A command of the prompt's language.
    ///
    /// - Parameter isTyped: whether it was typed; then its answer is shown as it is.
    case run(String, isTyped: Bool)
    /// Tab was pressed in a command line.
    case complete(before: String, next: Character?, again: Bool)
    /// Text, or digits, in a session; in all of them where there is none.
    case find(String, session: String?)
    /// What can be stolen is to be offered.
    case steal
    case redraw
    case leave
  }

  /// What came of a command.
  public struct Answer {
    /// What it says by itself; nil where the screen tells it anyway.
    public var page: Page?
    /// What a lesson says of it.
    public var remarks: Page?
    public var error: Page?

    public init(page: Page? = nil, remarks: Page? = nil, error: Page? = nil) {
      self.page = page
      self.remarks = remarks
      self.error = error
    }
  }

  public init(rows: Int, columns: Int, unicode: Bool, history: [String] = []) {
    self.rows = rows
    self.columns = columns
    self.unicode = unicode
    self.history = history
  }

  public mutating func resize(rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
    lay()
  }

  /// Looks at a lab as it is now.
  ///
  /// - Parameter holdsReasons: whether no reasons are said before they are asked for.
  public mutating func look(at lab: Lab, holdsReasons: Bool = false) {
    self.holdsReasons = holdsReasons || lab.settings[.uiReasons] == .asked
    let former = place
    place = Place(lab)
    noteKnowledge()
    let isSamePlace = former?.id == place?.id && former?.steps == place?.steps
    if !isSamePlace {
      stepOffset = 0
      standingsOffset = 0
    }
    if isSamePlace, let fields {
      self.fields = place?.message(fields.message.number).map { FieldRows($0, like: fields) }
    } else {
      fields = place.flatMap { place in place.sent.flatMap(place.message) }.map { FieldRows($0) }
    }
    lay()
  }

  /// Remembers what was known one place before, so that what is new can be shown.
  private mutating func noteKnowledge() {
    guard let place else {
      now = nil
      earlier = []
      return
    }
    let rows = place.knowledge
    if let now, now.id == place.id {
      if now.steps != place.steps || now.rows != rows { earlier = now.rows }
    } else {
      earlier = rows
    }
    now = (place.id, place.steps, rows)
  }

  /// Takes what came of a command.
  public mutating func take(_ answer: Answer) {
    if let error = answer.error {
      let lines = lines(of: error, columns: columns)
      if lines.count > 1, answer.page != nil || lines.count > 2 {
        over = .page(error, offset: 0)
      } else {
        note = lines.first
      }
      return
    }
    if let page = answer.page, !page.blocks.isEmpty { over = .page(page, offset: 0) }
    if var remarks = answer.remarks {
      remarks.blocks = Array(remarks.blocks.drop { $0 == .blank })
      let count = lines(of: remarks, columns: columns - 1).count
      let hasRoom = count <= arrangement.middle.height - 2 && answer.page == nil
      over = hasRoom ? .remarks(remarks) : .page(joined(answer.page, remarks), offset: 0)
    }
  }

  /// What a lesson says comes first: it is looked for there.
  private func joined(_ page: Page?, _ remarks: Page) -> Page {
    guard let page, !page.blocks.isEmpty else { return remarks }
    return Page(remarks.blocks + [.blank] + page.blocks, next: remarks.next)
  }

  /// Says something below until the next key.
  public mutating func say(_ text: String) { note = Line(text, .warning) }

  /// Says for whom the next step waits.
  ///
  /// - Returns: whether it waits at all.
  public mutating func saysWaiting() -> Bool {
    guard let awaited = place?.awaited else { return false }
    say(said(.page, "screen.waiting", ["others": awaited]))
    return true
  }

  /// Puts what completes a word into the line.
  public mutating func complete(_ text: String) { input?.insert(text) }

  /// Offers commands to choose from.
  public mutating func offer(_ choices: [Choice], _ title: String) {
    over = .choice(title: Line(title, .heading), choices, selected: 0)
  }

  /// Lists what fits what is being typed.
  public mutating func list(_ choices: [Choice]) { over = .candidates(choices) }

  /// A page's lines as wide as an area.
  func lines(of page: Page, columns: Int) -> [Line] {
    let page = holdsReasons ? page.withoutReasons : page
    return Layout(width: columns + 1, unicode: unicode).lines(of: page)
  }
}
