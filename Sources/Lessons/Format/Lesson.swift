public import Lab

/// One lesson, as its author wrote it.
public struct Lesson: Hashable, Sendable {
  /// The name of its folder, which is what one types.
  public var id: String
  public var title: String
  public var language: String
  /// How long it takes, about.
  public var minutes: Int
  /// Lessons that come before it.
  public var needs: [String]
  /// Verbs that it introduces.
  public var teaches: [String]
  public var preset: World.Preset
  /// The world's seed; a student's name takes its place.
  public var seed: UInt64
  public var skip: SkipPolicy
  /// What it calls sessions whose numbers depend on what its learner did.
  public var sessions = SessionNames()
  /// What of the learner's lab the lessons to come open or explain; nil: nothing is said.
  public var ends: String?
  public var pages: [LessonPage]
  /// Questions that only a quiz asks.
  public var quiz: [Question] = []
  /// Which file it was read from: `tutorial/lesson.md`.
  public var file: String
  /// The lines of the file in which the keys of its head stand, counted from 1.
  var lines: [String: Int] = [:]

  /// When skipping is offered. It may be typed at any time: nobody is locked in.
  public enum SkipPolicy: String, Hashable, Sendable, CaseIterable {
    case always
    case afterHints = "after-hints"
  }

  /// The tasks in their order.
  public var tasks: [Task] { pages.compactMap(\.task) }

  /// Whether it is a challenge: one state to reach, in a world of its own.
  public var isChallenge: Bool { tasks.count == 1 && tasks.allSatisfy(\.isChallenge) }

  /// With how many commands a challenge can be done.
  public var par: Int {
    if case .step(let step)? = tasks.first?.kind { step.par ?? 0 } else { 0 }
  }

  /// Those that must be done to get to its end.
  var required: [Task] { tasks.filter { !$0.isOptional } }
}

/// What a learner has before them at one time: something to read, and at most one thing to do.
public struct LessonPage: Hashable, Sendable {
  /// The heading that stands above, of this page or an earlier one.
  public var heading: String
  /// Markdown.
  public var prose: String
  public var task: Task?
  /// The line of the file in which the prose begins, counted from 1.
  var line = 1
  /// The line of its heading, where the page is the first below it.
  var headingLine: Int?
}

/// Something to do, with the name by which progress remembers it.
public struct Task: Hashable, Sendable {
  public var id: String
  /// The line of the file in which it begins, counted from 1.
  public var line: Int
  /// For the trainer alone.
  public var note: String?
  public var kind: Kind
  /// The lines of the file in which the values of its keys begin, by the key.
  var lines: [String: [Int]] = [:]

  /// Where a value of a key stands; the block's own line where that is not known.
  func line(of key: String, _ place: Int = 0) -> Int {
    guard let lines = lines[key], lines.indices.contains(place) else { return line }
    return lines[place]
  }

  public enum Kind: Hashable, Sendable {
    case step(Step)
    case prediction(Prediction)
    case question(Question)
  }

  var isStep: Bool { if case .step = kind { true } else { false } }

  var isChallenge: Bool {
    if case .step(let step) = kind { step.par != nil && !step.isBonus } else { false }
  }

  /// Whether the page may be turned without it.
  public var isOptional: Bool {
    if case .step(let step) = kind { step.isBonus } else { false }
  }
}

/// Something to bring about in the lab.
public struct Step: Hashable, Sendable {
  /// What to do, in words.
  public var goal: String
  public var expect: [Goal]
  /// What must hold at the end, and not only have held once.
  public var keep: [Goal]
  /// Commands that reach the goal.
  public var solution: [String]
  /// Commands that arrange the lab before the step.
  public var setup: [String]
  /// From a nudge to the answer.
  public var hints: [String]
  /// Said when the goal is reached.
  public var explain: String
  public var whenWrong: [Remark]
  /// With how many commands that change the lab it can be done; nil: nobody counts.
  public var par: Int?
  /// Whether it is there for who wants more.
  public var isBonus = false

  /// What is worth typing for who does not know on: a challenge has no hints.
  var help: [String] { hints.isEmpty ? ["check", "skip"] : ["hint", "check"] }

  /// What to say to a command that does not lead on.
  public struct Remark: Hashable, Sendable {
    /// A command; `*` stands for anything.
    public var typed: String
    public var say: String
  }
}

/// Something to say before it shows itself.
public struct Prediction: Hashable, Sendable {
  public var question: String
  public var items: [Item]
  /// Commands that show what is right: carried out on a copy of the learner's lab.
  public var reveal: [String]

  /// One value of the state document.
  public struct Item: Hashable, Sendable {
    public var path: String
    /// What it may be; `null` for nothing.
    public var choices: [String]
  }
}

/// Something to answer.
public struct Question: Hashable, Sendable {
  public var question: String
  public var answer: Answer

  public enum Answer: Hashable, Sendable {
    case choices([Choice])
    /// The value at a path of the state document.
    case value(path: String)
  }

  public struct Choice: Hashable, Sendable {
    public var text: String
    /// What is said to whoever chooses it.
    public var say: String
    public var isCorrect: Bool
  }
}
