import Screens

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
    self.summary = Wording.text(of: summary)
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
      self.meaning = Wording.text(of: meaning)
    }
  }
}

extension Command {
  /// What the words, pairs and switches of a form mean, but for what an earlier form has told.
  func newMeanings(of place: Int) -> [Choice] {
    let told = Set(forms[..<place].flatMap(\.meanings))
    return forms[place].meanings.filter { !told.contains($0) }
  }
}

/// What one wants to do.
public enum CommandGroup: String, Hashable, Sendable, CaseIterable {
  case learn, connect, step, look, attack, world, teach, files, help

  /// The heading in `help`.
  public var title: String { Wording.text(of: english) }

  private var english: String {
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
