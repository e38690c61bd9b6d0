public import Commands
public import Foundation
import Lab
import Lessons
import Screens

/// Plays a demonstration in front of a class: a key for each command, which types itself at a
/// human pace. Waits for people, never for a clock.
struct DemonstrationPlayer {
  var renderer: Renderer
  var notes: NotesFile
  /// What types itself takes this long a character; nothing in tests.
  var pace: TimeInterval = 0.03

  /// Plays until the trainer types freely, or the demonstration is over.
  func play(on interpreter: inout Interpreter) {
    guard var run = interpreter.demonstration else { return }
    if let paused = run.paused {
      interpreter.replace(with: paused)
      run.paused = nil
      show(Page([.blank, .line(Line("on with the demonstration", .faint))]), interpreter)
    } else {
      show(DemonstrationScreens.keys, interpreter)
    }
    defer { notes.write(interpreter.demonstration) }
    cue(run, interpreter)
    while true {
      notes.write(run)
      switch Terminal.readKey() {
      case .character("\n"), .character("\r"), .character(" "):
        guard let beat = run.next else { return end(run, &interpreter) }
        type(beat.command, interpreter)
        if let outcome = run.play(on: &interpreter) { show(outcome.page, interpreter) }
        cue(run, interpreter)
      case .character("b"):
        guard let lab = run.back() else { continue }
        interpreter.replace(with: lab)
        show(Page([.blank, .line("back")]), interpreter)
        cue(run, interpreter)
      case .character("g"):
        show(DemonstrationScreens.marks(run.demonstration), interpreter)
        guard case .character(let digit) = Terminal.readKey(), let number = digit.wholeNumberValue,
          run.demonstration.marks.indices.contains(number - 1)
        else { continue }
        run.jump(to: run.demonstration.marks[number - 1].place, on: &interpreter)
        cue(run, interpreter)
      case .character("f"):
        run.paused = interpreter.lab
        interpreter.demonstration = run
        show(
          Page(lines: ["type what you like; Enter on an empty line goes on where you were"]),
          interpreter)
        return
      case .character("q"), .interrupted, .endOfInput:
        Interrupt.clear()
        return end(run, &interpreter)
      default: continue
      }
    }
  }

  private func end(_ run: DemonstrationRun, _ interpreter: inout Interpreter) {
    interpreter.demonstration = nil
    interpreter.replace(with: run.own)
    show(Page([.blank, .line("the demonstration is over; your own lab is back")]), interpreter)
  }

  private func cue(_ run: DemonstrationRun, _ interpreter: Interpreter) {
    guard let beat = run.next else {
      return show(Page([.blank, .line(Line("the end: Enter or q", .faint))]), interpreter)
    }
    show(DemonstrationScreens.cue(beat), interpreter)
  }

  private func type(_ command: String, _ interpreter: Interpreter) {
    Terminal.write("\n> ")
    for character in command {
      Terminal.write(String(character))
      if pace > 0 { Thread.sleep(forTimeInterval: pace) }
    }
    Terminal.write("\n")
  }

  private func show(_ page: Page, _ interpreter: Interpreter) {
    var page = page
    page.next = []
    Terminal.write(renderer.text(of: page, for: interpreter.lab))
  }
}

/// `tlslab notes`: what the trainer sees beside the projector.
public struct NotesWindow {
  public var appearance: Appearance

  public init(appearance: Appearance) { self.appearance = appearance }

  /// Shows the notes until Ctrl-C.
  public func run(lessons: URL?, places: StateDirectory = StateDirectory()) -> ExitStatus {
    guard let course = LessonFolder.course(in: lessons) else {
      Terminal.write("tlslab: no lessons found; say where they are with --lessons\n")
      return .failed
    }
    let renderer = Renderer(appearance: appearance, hints: false)
    let file = NotesFile(folder: places.state)
    var shown: NotesFile.Position??
    Interrupt.install()
    while !Interrupt.isRequested {
      let position = file.position
      if shown != .some(position) {
        shown = .some(position)
        var page = Page(lines: ["no demonstration runs; begin one with 'demo run ID'"])
        if let position, let demonstration = course.demonstration(named: position.id) {
          page = DemonstrationScreens.notes(demonstration, place: position.place)
        }
        let isScreen = Terminal.isOutputTerminal && !appearance.screenReader
        Terminal.write(
          (isScreen ? "\u{1b}[2J\u{1b}[H" : "") + renderer.text(of: page, for: Lab(seed: 1)))
      }
      Thread.sleep(forTimeInterval: 0.2)
    }
    return .ok
  }
}
