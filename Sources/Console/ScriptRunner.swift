public import Commands
import Files
import Lab
import Lessons
public import Platform
import Screens

/// `tlslab run`: a script without prompt, colour, paging or pacing.
public struct ScriptRunner {
  /// Where the script comes from.
  public enum Source: Sendable, Hashable {
    case file(URL)
    /// A script among the lessons in the program, by its path there.
    case lesson(String)
    case standardInput
    /// A command that was typed at the shell.
    case line(String)
  }

  public var appearance: Appearance
  /// Whether to go on after a failure.
  public var keepGoing: Bool
  /// The folder with the lessons; nil: the usual ones.
  public var lessons: URL?
  /// Whether each command is printed before what it shows.
  public var echo: Bool

  /// Whether it knows the learner's progress: to hand it in.
  public var keepsProgress = false

  private var store: LessonStore? {
    keepsProgress ? LessonStore(folder: StateDirectory().state) : nil
  }

  public init(appearance: Appearance, keepGoing: Bool = false, echo: Bool = false) {
    self.appearance = appearance
    self.appearance.color = false
    self.keepGoing = keepGoing
    self.echo = echo
  }

  /// Runs the script to its end or to its first failure.
  ///
  /// - Parameter seed: of the world that the script begins in; random if there is none.
  /// - Returns: how the program is to end.
  public func run(_ source: Source, seed: UInt64?) -> ExitStatus {
    play(seed) { interpreter throws(CommandError) in
      switch source {
      case .file(let url):
        interpreter.enterFolder(of: url)
        return [try Script(file: url)]
      case .lesson(let path):
        return [
          try Script(
            name: path,
            reading: { () throws(FileError) in
              try LessonPlace.program.read(path)
            })
        ]
      case .standardInput: return [try standardInput()]
      case .line(let line): return [Script(name: "tlslab", text: line)]
      }
    }
  }

  /// Begins a session with a server outside and runs what comes on standard input from there, as at
  /// the prompt; where nothing comes, the whole handshake.
  ///
  /// - Parameter words: what follows `connect`: the server, and settings.
  /// - Returns: how the program is to end.
  public func run(reaching words: String, seed: UInt64?) -> ExitStatus {
    play(seed, mustConnect: true) { _ throws(CommandError) in
      let script = try standardInput()
      let isEmpty = script.lines.allSatisfy { $0.allSatisfy(\.isWhitespace) }
      return [Script(name: "tlslab", text: (isEmpty ? "connect " : "walk ") + words), script]
    }
  }

  private func standardInput() throws(CommandError) -> Script {
    try Script(name: "standard input", reading: FileContents.standardInput)
  }

  /// - Parameter mustConnect: with nobody to look at it, a handshake that came to nothing is a failure.
  private func play(
    _ seed: UInt64?, mustConnect: Bool = false,
    _ read: (inout Interpreter) throws(CommandError) -> [Script]
  ) -> ExitStatus {
    let renderer = Renderer(appearance: appearance, hints: false)
    var interpreter = Interpreter.make(
      seed: seed, course: LessonFolder.course(in: lessons, store: store))
    let scripts: [Script]
    do throws(CommandError) {
      scripts = try read(&interpreter)
    } catch {
      complain(error, renderer, interpreter.lab)
      return error.status
    }
    Interrupt.install()
    var status = ExitStatus.ok
    for script in scripts where status == .ok {
      status = script.run(on: &interpreter, keepGoing: keepGoing) { event, lab in
        show(event, renderer, lab)
      }
    }
    if mustConnect, status == .ok, let outcome = interpreter.lab.currentSession?.outcome,
      ![.established, .closed].contains(outcome)
    {
      status = .failed
    }
    interpreter.hangUp()
    return status
  }

  private func show(_ event: Script.Event, _ renderer: Renderer, _ lab: Lab) {
    switch event {
    case .said(let text):
      Terminal.write(
        renderer.shown(Page([.blank, .paragraph(Line(text), indent: 0)]), for: lab.settings))
    case .claimed: break
    case .began(let command):
      // A passed expectation says itself what it was.
      if echo && !command.hasPrefix("expect ") { Terminal.write(Shown("\n> \(command)\n")) }
    case .came(let outcome):
      for answer in outcome.answers {
        switch answer {
        case .page(let page): Terminal.write(renderer.shown(page, for: lab.settings))
        case .data(let value): Terminal.write(Shown(value.printed + "\n"))
        }
      }
      if let error = outcome.error { complain(error, renderer, lab) }
    }
  }

  private func complain(_ error: CommandError, _ renderer: Renderer, _ lab: Lab) {
    // Whoever has left needs no word on why it stopped.
    if Terminal.isDeserted { return }
    Terminal.complain(renderer.shown(error.page, for: lab.settings))
  }
}

extension Interpreter {
  /// An interpreter in a new world that Ctrl-C can stop.
  static func make(seed: UInt64?, course: Course?) -> Interpreter {
    var surroundings = Surroundings(isInterrupted: { Interrupt.isRequested })
    if !Terminal.isOutputTerminal { surroundings.output = Terminal.pass }
    surroundings.announce = { Terminal.write(Shown($0 + "\n")) }
    var interpreter = Interpreter(
      Lab(seed: seed ?? surroundings.makeSeed()),
      table: .program,
      surroundings: surroundings)
    interpreter.companion = course
    return interpreter
  }
}
