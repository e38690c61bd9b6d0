public import Lab
public import Screens

/// One verb, declared once: grammar, help, completion and reference come from this.
public struct Command: Sendable {
  public var name: String
  /// Other words for the verb.
  public var aliases: [String]
  public var group: CommandGroup
  /// What it does, in one line.
  public var summary: String
  public var forms: [Form]
  public var examples: [Example]
  /// Whether Enter on an empty line carries it out again.
  public var repeatsOnEnter: Bool
  /// Whether it could do anything now; completion offers it only then.
  public var isPossible: @Sendable (Interpreter) -> Bool

  public init(
    _ name: String, aliases: [String] = [], _ group: CommandGroup, _ summary: String,
    forms: [Form], examples: [Example] = [], repeatsOnEnter: Bool = false,
    isPossible: @escaping @Sendable (Interpreter) -> Bool = { _ in true }
  ) {
    self.repeatsOnEnter = repeatsOnEnter
    self.name = name
    self.aliases = aliases
    self.group = group
    self.summary = summary
    self.forms = forms
    self.examples = examples
    self.isPossible = isPossible
  }

  /// A command line and what it does.
  public struct Example: Hashable, Sendable {
    public var line: String
    public var meaning: String

    public init(_ line: String, _ meaning: String) {
      self.line = line
      self.meaning = meaning
    }
  }
}

/// One way to use a verb.
public struct Form: Sendable {
  /// What follows the verb.
  public var parts: [Part]
  /// Other words for the verb together with the fixed words of this form.
  public var aliases: [String]
  public var meaning: String
  /// Carries it out; nil when all there is to show is data.
  var run: Run?
  /// The same for other programs, where there is something to show: what `--json` asks for.
  var data: ReadData?

  public typealias Run =
    @Sendable (inout Interpreter, Arguments) throws(CommandError) -> Page
  public typealias ReadData =
    @Sendable (Interpreter, Arguments) throws(CommandError) -> JSONValue

  /// A form that does something.
  public init(
    _ parts: Part..., aliases: [String] = [], meaning: String, run: @escaping Run
  ) {
    self.parts = parts
    self.aliases = aliases
    self.meaning = meaning
    self.run = run
  }

  /// A form that shows something, to people and to other programs.
  public init(
    _ parts: Part..., aliases: [String] = [], meaning: String, data: @escaping ReadData,
    run: Run? = nil
  ) {
    self.parts = parts + [.json]
    self.aliases = aliases
    self.meaning = meaning
    self.run = run
    self.data = data
  }

  /// Whether it does nothing before the first session.
  var needsSession = false

  /// The same form, offered from the first session on only.
  func afterConnecting() -> Form {
    var copy = self
    copy.needsSession = true
    return copy
  }

  /// The fixed words that the form begins with.
  var leadingWords: [String] {
    var words: [String] = []
    for part in parts {
      guard case .word(let word) = part else { break }
      words.append(word)
    }
    return words
  }

  /// The form as it is printed: `show message [N|NAME] [--as FORM]`.
  public func syntax(of verb: String) -> String {
    ([verb] + parts.map(\.syntax)).joined(separator: " ")
  }
}

/// What one wants to do.
public enum CommandGroup: String, Hashable, Sendable, CaseIterable {
  case learn, connect, step, look, attack, world, teach, files, help

  /// The heading in `help`.
  public var title: String {
    switch self {
    case .learn: "learn step by step"
    case .connect: "make connections"
    case .step: "go through one step by step"
    case .look: "look at it"
    case .attack: "attack"
    case .world: "arrange the world"
    case .teach: "show it to others"
    case .files: "keep, check and hand out"
    case .help: "find your way"
    }
  }
}
