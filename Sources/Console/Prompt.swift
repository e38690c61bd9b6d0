public import Commands
import Files
import Lab
import Lessons
public import Platform
import Screens

/// The prompt: reads a line, carries it out, shows what came of it.
public final class Prompt {
  let renderer: Renderer
  let places: StateDirectory
  private let window: Window
  var keeper: Keeper
  var interpreter: Interpreter
  /// What Enter on an empty line does again.
  var repeated: String?
  /// Sessions of the saved lab that could not be read, each said once.
  private var unreadable: Set<String> = []
  var projector = Projector()
  /// The key with which the pager of the last screen was left.
  var pagerKey: Terminal.Key?
  /// The last screen, whole, where it was shown in few words.
  var unfolded: Page?
  private let keys = KeysAhead()
  /// What a lesson said of the command that asked for the full screen; it is opened before the next line is
  /// read.
  private var screenRemarks: Page??

  /// - Parameters:
  ///   - seed: begins a new world; without one the lab of the last time goes on.
  ///   - lessons: their folder; nil: the usual ones.
  ///   - demonstration: shows it.
  ///   - pace: when that goes on: `key`, `auto` or seconds.
  ///   - mark: where that begins; nil: where it was left, or at its beginning.
  ///   - first: a command that is carried out before the first line is read.
  ///   - lesson: goes on with it, or begins it; nil: with the one in which the window was closed.
  public init(
    appearance: Appearance, seed: UInt64?, lessons: URL? = nil, lesson: String? = nil,
    demonstration: String? = nil, pace: String = "key", from mark: String? = nil,
    first: String? = nil,
    places: StateDirectory = StateDirectory()
  ) {
    renderer = Renderer(appearance: appearance)
    self.places = places
    window = Window(in: places)
    keeper = Keeper(places, window: window)
    interpreter = Interpreter.make(
      seed: seed,
      course: LessonFolder.course(in: lessons, store: LessonStore(folder: places.state)))
    interpreter.surroundings.hasKeys = true
    interpreter.surroundings.confirm = { Terminal.confirm($0) }
    interpreter.surroundings.passphrase = Passphrase.ask
    interpreter.surroundings.screenRefusal = { ScreenSession.refusal(appearance) }
    warn(keeper.loadAliases(into: &interpreter))
    let goesElsewhere = first != nil || demonstration != nil
    greet(seed, quietly: goesElsewhere, lesson: goesElsewhere ? nil : lessonToResume(lesson))
    if let demonstration {
      let from = mark.map { " from=\($0.asOneWord)" } ?? ""
      Interrupt.install()
      _ = carryOut("demo run \(demonstration.asOneWord) pace=\(pace.asOneWord)\(from)")
    } else if let first {
      Interrupt.install()
      _ = carryOut(first)
    } else {
      resume(lesson)
    }
  }

  /// Reads and carries out lines until the user has enough.
  ///
  /// - Returns: how the program is to end.
  public func run() -> ExitStatus {
    defer { end() }
    Interrupt.install()
    let editor = LineEditor(program: "tlslab", historyFile: places.history) { [unowned self] in
      completions($0, $1)
    }
    guard let editor else {
      Terminal.write("tlslab: this terminal can't be edited on; 'tlslab run' takes scripts\n")
      return .failed
    }
    while !Terminal.isDeserted {
      keys.prepare(for: interpreter.lab)
      if let remarks = screenRemarks {
        screenRemarks = nil
        if let status = walkOnScreen(editor, remarks) { return status }
        continue
      }
      switch editor.readLine(prompt: prompt) {
      case .interrupted: continue
      case .endOfInput: return .ok
      case .text(let beginning):
        guard let typed = meant(wholeLine(beginning, editor)) else { continue }
        warn(keeper.note(.history, editor.historyProblem.map { CommandError($0).what }))
        let isEmpty = typed.allSatisfy(\.isWhitespace)
        if isEmpty, !projector.folded.isEmpty {
          projector.showRest()
          continue
        }
        projector.forget()
        if isEmpty, course?.demonstration != nil {
          demonstrate()
          continue
        }
        if showMore(typed) { continue }
        guard let line = isEmpty ? lineForEnter : typed else { continue }
        if carryOut(line) { return .ok }
      }
    }
    return .failed
  }

  /// A line that ends with a backslash goes on in the next one: so do commands that are too long for a screen,
  /// and they can be pasted.
  private func wholeLine(_ beginning: String, _ editor: LineEditor) -> String {
    var line = beginning
    while line.hasSuffix("\\"), case .text(let next) = editor.readLine(prompt: "> ") {
      line.removeLast()
      line += next
    }
    return line
  }

  /// What could not be kept so far is tried once more.
  private func end() {
    interpreter.hangUp()
    if keeper.hasUnkeptLab {
      _ = keeper.keep(interpreter.lab, in: course?.labFile ?? .own)
      if keeper.hasUnkeptLab { warn("what was done since is lost with this window") }
    }
    if var course {
      course.settle()
      interpreter.companion = course
      warn()
    }
    keys.wait()
  }

  /// - Returns: whether the program is to end.
  private func carryOut(_ line: String) -> Bool {
    if Terminal.isOutputTerminal, var course {
      course.screen = (Terminal.size.width, Terminal.size.height)
      interpreter.companion = course
    }
    let outcome = interpreter.execute(line)
    // Before it is shown: what somebody has seen done is not lost, however long they look at it.
    let problem = outcome.changed ? keeper.keep(interpreter.lab, in: course?.labFile ?? .own) : nil
    if outcome.opensScreen, outcome.error == nil {
      screenRemarks = .some(outcome.remarks)
    } else {
      show(outcome)
    }
    repeated = outcome.repeats ? line : nil
    warn(problem)
    warn(keeper.keepAliases(of: &interpreter))
    warnOfUnreadable()
    warn()
    if course?.demonstration != nil, course?.demonstration?.paused == nil { demonstrate() }
    return outcome.quits
  }

  /// What Enter on an empty line does.
  var lineForEnter: String? {
    course.map { $0.lineForEnter(repeating: repeated) } ?? repeated
  }

  /// The lessons, where there are any.
  var course: Course? { interpreter.companion as? Course }

  /// The lesson that is open is open in the first window.
  private func resume(_ lesson: String?) {
    warn()
    guard let id = lessonToResume(lesson) else { return }
    _ = carryOut("lesson resume \(id.asOneWord)")
  }

  private func lessonToResume(_ asked: String?) -> String? {
    asked ?? (window.isFirst ? course?.progress.current : nil)
  }

  private func warn() {
    guard var course, let warning = course.takeWarning() else { return }
    interpreter.companion = course
    warn(warning)
  }

  func warn(_ what: String?) {
    guard let what else { return }
    say(Page([.paragraph(Line("warning: ", .warning) + Line(what), indent: 0)]))
  }

  private func warnOfUnreadable() {
    for (id, reason) in interpreter.lab.sessions.unreadable
    where unreadable.insert(id).inserted {
      warn("\(id) of the saved lab can't be read (\(reason)): it is empty here, and its row stays")
    }
  }

  private func say(_ page: Page) {
    Terminal.write(renderer.shown(page, for: interpreter.lab.settings))
  }

  /// `S1 3/14 all>`
  private var prompt: String {
    let text = Shown(course?.prompt ?? PromptText.text(for: interpreter.lab)).text
    return renderer.painted(Line(text.replacing("\n", with: " "), .heading)) + " "
  }

  private func completions(_ line: String, _ cursor: Int) -> [Completion] {
    interpreter.candidates(after: String(line.prefix(cursor))).map {
      Completion(insert: $0.insert, description: $0.description)
    }
  }
}

/// What the prompt says: which session, how far, and whose eyes.
enum PromptText {
  static func text(for lab: Lab) -> String {
    guard let session = lab.currentSession else { return "tlslab>" }
    return
      "\(session.id) \(session.steps.count)/\(session.totalText) \(lab.view.rawValue)>"
  }
}

// MARK: The beginning

extension Prompt {
  /// - Parameters:
  ///   - quietly: whether who comes knows what to do.
  ///   - lesson: the one that is opened next, if one is.
  private func greet(_ seed: UInt64?, quietly: Bool, lesson: String?) {
    let file = keeper.autosave.file
    let isFirst =
      window.isFirst && !quietly && !FileManager.default.fileExists(atPath: places.history.path)
      && !keeper.autosave.exists
    if isFirst { return say(Greeting.first) }
    if !window.isFirst { say(Greeting.another(window.number, keptIn: file)) }
    if seed != nil { return makeRoom() }
    switch keeper.autosave.restore() {
    case .nothing: beginAnew(lesson)
    case .lab(let lab):
      interpreter.replace(with: lab)
      say(Greeting.restored(lab))
    case .unwritable(let lab, let error):
      interpreter.replace(with: lab)
      say(Greeting.restored(lab))
      warn("\(error.what): \(Keeper.Subject.lab.rawValue)")
    case .unusable(let reason, let aside): say(Greeting.damaged(file, reason, aside))
    }
    if window.isFirst { greetFurther() }
  }

  /// A world of a seed is a new one; the lab of the last time is kept under another name.
  private func makeRoom() {
    switch keeper.autosave.restore() {
    case .lab(let lab), .unwritable(let lab, _):
      if !lab.sessions.isEmpty, let aside = keeper.autosave.setAside(as: "previous") {
        say(Greeting.kept(aside))
      }
    case .unusable(let reason, let aside):
      return say(Greeting.damaged(keeper.autosave.file, reason, aside))
    case .nothing: break
    }
    say(Greeting.plain)
  }

  /// A further window begins with a copy of what the first one has kept; a lesson that was begun before goes
  /// on in its own lab.
  private func beginAnew(_ lesson: String?) {
    guard !window.isFirst, let lab = try? SavedLab.read(places.autosave) else {
      let isBegun = lesson.map { course?.progress.lessons[$0] != nil } ?? false
      return say(isBegun ? Greeting.lesson : Greeting.plain)
    }
    interpreter.replace(with: lab)
    say(Greeting.restored(lab))
  }

  private func greetFurther() {
    let files = (2...Window.most).map(places.autosave).filter {
      FileManager.default.fileExists(atPath: $0.path)
    }
    if !files.isEmpty { say(Greeting.further(files)) }
  }
}
