public import Commands
import Files
import Lab
import Lessons
public import Platform
import Screens

/// The prompt: reads a line, carries it out, shows what came of it.
public final class Prompt {
  private let renderer: Renderer
  private let places: StateDirectory
  private var autosave: Autosave
  private var interpreter: Interpreter
  /// What Enter on an empty line does again.
  private var repeated: String?
  private var hasWarned = false
  private var keptAliases = Aliases()
  /// Sessions of the saved lab that could not be read, each said once.
  private var unreadable: Set<String> = []
  private var projector = Projector()
  private let keys = KeysAhead()

  /// - Parameters:
  ///   - seed: begins a new world; without one the lab of the last time goes on.
  ///   - lessons: their folder; nil: the usual ones.
  ///   - demonstration: shows it.
  ///   - pace: when that goes on: `key`, `auto` or seconds.
  ///   - first: a command that is carried out before the first line is read.
  ///   - lesson: goes on with it, or begins it; nil: with the one in which the window was closed.
  public init(
    appearance: Appearance, seed: UInt64?, lessons: URL? = nil, lesson: String? = nil,
    demonstration: String? = nil, pace: String = "key", first: String? = nil,
    places: StateDirectory = StateDirectory()
  ) {
    renderer = Renderer(appearance: appearance)
    self.places = places
    autosave = Autosave(file: places.autosave)
    autosave.adopt(places.formerAutosave)
    interpreter = Interpreter.make(
      seed: seed,
      course: LessonFolder.course(in: lessons, store: LessonStore(folder: places.state)))
    interpreter.surroundings.hasKeys = true
    if let problem = AliasFile(file: places.aliases).load(into: &interpreter) { warn(problem) }
    keptAliases = interpreter.aliases
    greet(seed, quietly: first != nil)
    if let demonstration {
      _ = carryOut("demo run \(demonstration) pace=\(pace)")
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
    defer {
      interpreter.hangUp()
      keys.wait()
    }
    Interrupt.install()
    let editor = LineEditor(program: "tlslab", historyFile: places.history) { [unowned self] in
      completions($0, $1)
    }
    guard let editor else {
      Terminal.write("tlslab: this terminal can't be edited on; 'tlslab run' takes scripts\n")
      return .failed
    }
    while true {
      keys.prepare(for: interpreter.lab)
      switch editor.readLine(prompt: prompt) {
      case .interrupted: continue
      case .endOfInput: return .ok
      case .text(let typed):
        let isEmpty = typed.allSatisfy(\.isWhitespace)
        if isEmpty, course?.demonstration != nil {
          demonstrate()
          continue
        }
        if isEmpty, !projector.folded.isEmpty {
          projector.showRest()
          continue
        }
        projector.forget()
        guard let line = isEmpty ? course?.lineForEnter ?? repeated : typed else { continue }
        if carryOut(line) { return .ok }
      }
    }
  }

  /// - Returns: whether the program is to end.
  private func carryOut(_ line: String) -> Bool {
    let outcome = interpreter.execute(line)
    show(outcome)
    repeated = outcome.repeats ? line : nil
    if outcome.changed { keep() }
    if interpreter.aliases != keptAliases { keepAliases() }
    warnOfUnreadable()
    warn()
    if course?.demonstration != nil, course?.demonstration?.paused == nil { demonstrate() }
    return outcome.quits
  }

  private func demonstrate() {
    var player = DemonstrationPlayer(
      renderer: renderer, notes: NotesFile(folder: places.state))
    player.play(on: &interpreter)
  }

  private func show(_ outcome: Outcome) {
    var text = ""
    for (place, answer) in outcome.answers.enumerated() {
      switch answer {
      case .page(var page):
        // Of several commands in a line, only the last one leads on.
        if place < outcome.answers.count - 1 { page.next = [] }
        text += renderer.text(of: page, for: interpreter.lab.settings)
      case .data(let value): text += value.printed + "\n"
      }
    }
    if let error = outcome.error {
      text += renderer.text(of: error.page, for: interpreter.lab.settings)
    }
    if text.isEmpty { return }
    if interpreter.lab.settings[.uiPresent], Terminal.isOutputTerminal {
      return projector.show(text)
    }
    if interpreter.lab.settings[.uiPager] {
      Pager.show(text)
    } else {
      Terminal.write(text)
    }
  }

  /// The lessons, where there are any.
  private var course: Course? { interpreter.companion as? Course }

  private func resume(_ lesson: String?) {
    warn()
    guard let id = lesson ?? course?.progress.current else { return }
    _ = carryOut("lesson resume \(id)")
  }

  private func warn() {
    guard var course, let warning = course.takeWarning() else { return }
    interpreter.companion = course
    warn(warning)
  }

  private func warn(_ what: String) {
    say(Page([.paragraph(Line("warning: ", .warning) + Line(what), indent: 0)]))
  }

  private func warnOfUnreadable() {
    for (id, reason) in interpreter.lab.sessions.unreadable
    where unreadable.insert(id).inserted {
      warn("\(id) of the saved lab can't be read (\(reason)): it is empty here, and its row stays")
    }
  }

  private func keepAliases() {
    keptAliases = interpreter.aliases
    do throws(FileError) {
      try AliasFile(file: places.aliases).keep(keptAliases)
    } catch {
      warn("\(CommandError(error).what): aliases are not kept")
    }
  }

  private func keep() {
    let problem: CommandError?
    switch course?.labFile ?? .own {
    case .own: problem = autosave.keep(interpreter.lab)
    case .file(let file): problem = autosave.keep(interpreter.lab, in: file)
    case .nowhere: return
    }
    guard let problem, !hasWarned else { return }
    hasWarned = true
    warn("\(problem.what): this lab is not kept")
  }

  private func say(_ page: Page) {
    Terminal.write(renderer.text(of: page, for: interpreter.lab.settings))
  }

  /// `S1 3/14 all>`
  private var prompt: String {
    let line = Line(course?.prompt ?? PromptText.text(for: interpreter.lab), .heading)
    return renderer.painted(line) + " "
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
      "\(session.id) \(session.steps.count)/\(session.outside == nil ? "\(session.total)" : "?") \(lab.view.rawValue)>"
  }
}

// MARK: The beginning

extension Prompt {
  /// - Parameter quietly: whether who comes knows what to do.
  private func greet(_ seed: UInt64?, quietly: Bool) {
    let isFirst =
      !quietly && !FileManager.default.fileExists(atPath: places.history.path) && !autosave.exists
    if isFirst { return say(Greeting.first) }
    if seed != nil {
      if case .lab(let lab) = autosave.restore(), !lab.sessions.isEmpty,
        let aside = autosave.setAside(as: "previous")
      {
        say(Greeting.kept(aside))
      }
      return say(Greeting.plain)
    }
    switch autosave.restore() {
    case .nothing: say(Greeting.plain)
    case .lab(let lab):
      interpreter.replace(with: lab)
      say(Greeting.restored(lab))
    case .unusable(let reason, let aside): say(Greeting.damaged(autosave.file, reason, aside))
    }
  }
}
