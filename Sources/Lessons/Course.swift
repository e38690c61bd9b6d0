public import Bytes
public import Commands
import Files
import Lab
public import Platform
import Screens

/// Someone's way through the lessons. Goes along with an interpreter, judges what its commands
/// brought about, and never keeps one from being carried out.
public struct Course: Sendable {
  private var shelf: Shelf
  /// Where progress is kept; nil: nowhere.
  var store: LessonStore?
  public internal(set) var progress: Progress
  /// The lesson that is open.
  @Boxed public internal(set) var active: ActiveLesson?
  /// The learner's own lab while a lesson is open.
  var outside: Lab?
  /// What `play end` goes back to.
  var sandbox: Sandbox?
  /// The quiz that is on.
  @Boxed var quiz: Quiz?
  /// The demonstration that is being shown.
  @Boxed public internal(set) var demonstration: DemonstrationRun?
  /// What a learner was told is missing; said once.
  var missed: [Block] = []
  /// The size of the screen on which all of it is read.
  public var screen: (columns: Int, rows: Int) = (80, 24)
  /// What rows begin with that the open page is about: they stay where a screen is folded.
  var about: Set<String> = []
  /// The last screen of which the lesson showed the first lines.
  @Boxed var folded: Page?
  /// Why something could not be kept; said once.
  var warning: String?
  /// Whether some of the progress here is not on disk.
  var hasMissed = false
  /// Labs in which lessons begin, where that is not the lesson's own: a test tries another one.
  var worlds: [String: Lab] = [:]
  /// Seconds since 1970.
  var now: @Sendable () -> Int

  /// - Parameter library: is read when somebody asks for a lesson.
  public init(
    library: @escaping @autoclosure @Sendable () -> Library, store: LessonStore? = nil,
    now: @escaping @Sendable () -> Int = { 0 }
  ) {
    shelf = Shelf(library)
    self.store = store
    self.now = now
    let loaded = store?.load()
    progress = loaded?.progress ?? Progress()
    warning = loaded?.warning
  }

  public internal(set) var library: Library {
    get { shelf.library }
    set { shelf = Shelf { newValue } }
  }

  /// Where the lab is to be kept; nil: with the learner's own.
  public var labFile: LessonStore.Place {
    if sandbox != nil || demonstration != nil { return .nowhere }
    guard let active, let store else { return .own }
    return .file(store.labFile(of: active.lesson.id))
  }

  /// What there was to say about the files of the last time; said once.
  public mutating func takeWarning() -> String? {
    defer { warning = nil }
    return warning
  }

  /// What the prompt says: `forward-secrecy 3/9>`.
  public var prompt: String? {
    if let demonstration { return "demo \(demonstration.demonstration.id)>" }
    if let quiz { return "quiz \(quiz.place + 1)/\(quiz.questions.count)>" }
    if sandbox != nil { return "play>" }
    guard let active else { return nil }
    return "\(active.lesson.id) \(active.record.page + 1)/\(active.lesson.pages.count)>"
  }

  /// What Enter on an empty line does: it turns the page once that is worth something; before, it says what is
  /// to be done, where it does nothing else again.
  public func lineForEnter(repeating repeated: String?) -> String? {
    guard let active, sandbox == nil, quiz == nil else { return repeated }
    return active.isPassed ? "turn" : repeated ?? "check"
  }
}

extension LessonStore {
  /// Where a lab is to be kept.
  public enum Place: Hashable, Sendable {
    /// With what the learner does outside lessons.
    case own
    case file(URL)
    /// It is an experiment.
    case nowhere
  }
}

/// The lesson that is open, and how far it is.
public struct ActiveLesson: Hashable, Sendable {
  public var lesson: Lesson
  public var record: LessonRecord

  /// The page before the learner.
  public var page: LessonPage { lesson.pages[min(record.page, lesson.pages.count - 1)] }

  public func isPassed(_ task: Task) -> Bool {
    record.passed.contains(task.id) && !isTakenBack(task)
  }

  /// Whether there is nothing left that must be done on this page.
  public var isPassed: Bool { isPassed(page) }

  func isPassed(_ page: LessonPage) -> Bool {
    page.task.map { isPassed($0) || $0.isOptional } ?? true
  }

  /// The last page that may be opened, counted from 0: all before it are done.
  var furthest: Int {
    lesson.pages.firstIndex { !isPassed($0) } ?? lesson.pages.count - 1
  }

  var isLastPage: Bool { record.page >= lesson.pages.count - 1 }

  /// The lesson with its page as this learner reads it. The lab is looked at only where the page names sessions.
  func told(in document: @autoclosure () -> JSONValue) -> ActiveLesson {
    guard !lesson.pages.isEmpty else { return self }
    var copy = self
    let place = min(max(record.page, 0), lesson.pages.count - 1)
    let document = lesson.namesSessions ? document() : .null
    copy.lesson.pages[place] = lesson.pages[place].told(
      lesson.sessions, in: document, seed: record.seed ?? lesson.seed)
    return copy
  }

  /// What helps on with this page.
  var help: [String] {
    if case .step(let step)? = page.task?.kind { step.help } else { ["goal", "skip"] }
  }

  /// What goals, predictions and questions of this page are about: so much of the state is looked at, and no more.
  var paths: [String] {
    var paths = ["sessions"]
    switch page.task?.kind {
    case .step(let step)?:
      for case .value(let expectation) in step.expect + step.keep { paths.append(expectation.path) }
    case .prediction(let prediction)?: paths += prediction.items.map(\.path)
    case .question(let question)?:
      if case .value(let path) = question.answer { paths.append(path) }
    case nil: break
    }
    paths += predicted?.prediction.items.map(\.path) ?? []
    return paths.map { $0.hasPrefix("sessions.") ? "sessions" : $0 }
  }

  /// A step as this learner reads it.
  func told(_ step: Step, in document: JSONValue) -> Step {
    guard let task = told(in: document).page.task, case .step(let told) = task.kind else {
      return step
    }
    return told
  }
}

extension Lesson {
  /// Whether some text depends on which sessions there are.
  var namesSessions: Bool {
    !sessions.descriptions.isEmpty
      || tasks.contains { $0.namingTexts.contains { $0.contains(SessionNames.suchThat) } }
  }
}

/// What experiments leave untouched.
struct Sandbox: Sendable {
  var history: LabHistory
}

extension Interpreter {
  /// As much of the state as the page that is open asks for.
  func document(for here: ActiveLesson?) -> JSONValue {
    here.map { stateDocument(alongAll: $0.paths) } ?? .null
  }

  /// Which sessions there are, and what is so of them.
  var sessionDocument: JSONValue { stateDocument(alongAll: ["sessions"]) }

  /// The demonstration that is being shown.
  public var demonstration: DemonstrationRun? {
    get { (companion as? Course)?.demonstration }
    set {
      guard var course = companion as? Course else { return }
      course.demonstration = newValue
      companion = course
    }
  }

  /// The lessons that go along.
  ///
  /// - Throws: when there are none.
  func course() throws(CommandError) -> Course {
    guard let course = companion as? Course else {
      throw CommandError(
        "there are no lessons here", details: ["say where they are with --lessons"])
    }
    return course
  }

  /// Changes the lessons; the interpreter has none meanwhile.
  mutating func withCourse<Result>(
    _ body: (inout Course, inout Interpreter) throws(CommandError) -> Result
  ) throws(CommandError) -> Result {
    var course = try course()
    companion = nil
    defer { companion = course }
    return try body(&course, &self)
  }
}

// MARK: What is kept

extension Course {
  /// Keeps the record of the lesson that is open.
  mutating func keep() {
    guard let active else { return }
    let id = active.lesson.id
    keep { progress in
      // A lesson that one begins again was done all the same.
      if let before = progress.lessons[id], before.finished != nil,
        before.attempt < active.record.attempt
      {
        progress.done = (progress.done ?? [:]).merging([id: before]) { $1 }
      }
      progress.lessons[id] =
        progress.lessons[id].map { active.record.merged(with: $0) }
        ?? active.record
      progress.current = id
    }
    if let merged = progress.lessons[id], merged.attempt == active.record.attempt {
      self.active?.record = merged
      self.active?.record.page = active.record.page
    }
  }

  /// Changes the progress, here and on disk.
  mutating func keep(_ change: (inout Progress) -> Void) {
    guard let store else { return change(&progress) }
    let missed = hasMissed ? progress : nil
    do throws(FileError) {
      progress = try store.update { kept in
        if let missed { kept.take(missed) }
        change(&kept)
      }
      hasMissed = false
    } catch {
      change(&progress)
      if !hasMissed {
        warning = String(worded: "\(CommandError(error).what): progress is not kept")
      }
      hasMissed = true
    }
  }

  /// Writes what could not be written so far, before the program ends.
  public mutating func settle() {
    guard hasMissed else { return }
    keep { _ in }
    if hasMissed { warning = String(worded: "the progress since is lost with this window") }
  }
}
