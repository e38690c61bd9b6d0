import Commands
import Lab
import Lessons
import Platform
import Screens

/// Plays a demonstration in front of a class: a key for each command, which types itself at a
/// human pace. Waits for people; for a clock only where a pace was asked for.
struct DemonstrationPlayer {
  var renderer: Renderer
  var notes: NotesFile
  /// What types itself takes this long a character; nothing in tests.
  var typing: TimeInterval = 0.03
  private var projector = Projector()
  /// What is on the screen, for its reading time.
  private var shown: Shown = ""

  init(renderer: Renderer, notes: NotesFile) {
    self.renderer = renderer
    self.notes = notes
  }

  /// Plays until the trainer types freely, or the demonstration is over.
  mutating func play(on interpreter: inout Interpreter) {
    guard var run = interpreter.demonstration else { return }
    if run.paused != nil {
      run.goOn(on: &interpreter)
      show(line("on with the demonstration") + cue(run), interpreter)
    } else {
      show(DemonstrationScreens.keys.blocks + cue(run), interpreter)
    }
    defer { notes.write(interpreter.demonstration) }
    while true {
      notes.write(run)
      switch key(run) {
      case .character("\n"), .character("\r"), .character(" "), .nothing, .right, .pageDown:
        if !projector.folded.isEmpty {
          projector.showRest()
        } else if !next(&run, &interpreter) {
          return end(run, &interpreter)
        }
      case .character("b"), .left, .pageUp:
        guard let lab = run.back() else { continue }
        interpreter.goBack(to: lab)
        show(line("back") + cue(run), interpreter)
      case .character("g"):
        show(DemonstrationScreens.marks(run.demonstration).blocks, interpreter)
        guard case .character(let digit) = Terminal.readKey(), let number = digit.wholeNumberValue,
          run.demonstration.marks.indices.contains(number - 1)
        else { continue }
        run.jump(to: run.demonstration.marks[number - 1].place, on: &interpreter)
        show(cue(run), interpreter)
      case .character("f"):
        run.paused = interpreter.lab
        interpreter.demonstration = run
        show(line("type what you like; Enter on an empty line goes on where you were"), interpreter)
        return
      case .character("q"), .interrupted, .endOfInput:
        Interrupt.clear()
        return end(run, &interpreter)
      default: continue
      }
    }
  }

  private func key(_ run: DemonstrationRun) -> Terminal.Key {
    guard let seconds = run.pace.wait(after: shown.text) else { return Terminal.readKey() }
    return Terminal.readKey(within: seconds)
  }

  /// Types and carries out the next command.
  ///
  /// - Returns: whether there was one.
  private mutating func next(
    _ run: inout DemonstrationRun, _ interpreter: inout Interpreter
  ) -> Bool {
    guard let beat = run.next else { return false }
    let isPresented = isPresented(interpreter)
    if isPresented { Projector.clear() }
    type(beat.command)
    guard let outcome = run.play(on: &interpreter) else { return true }
    let text = text(outcome.page.blocks + cue(run), interpreter)
    shown = text
    // It may have been this command that switched projection on or off.
    if isPresented, self.isPresented(interpreter) {
      projector.show(text, below: 3)
    } else {
      Terminal.write(text)
    }
    return true
  }

  private mutating func end(_ run: DemonstrationRun, _ interpreter: inout Interpreter) {
    interpreter.demonstration = nil
    interpreter.holdsReasons = false
    interpreter.replace(with: run.own)
    show(line("the demonstration is over; your own lab is back"), interpreter)
  }

  private func cue(_ run: DemonstrationRun) -> [Block] {
    run.next.map { DemonstrationScreens.cue($0).blocks } ?? line("the end: Enter or q")
  }

  private func line(_ text: String) -> [Block] { [.blank, .line(Line(text, .faint))] }

  private func type(_ command: String) {
    Terminal.write("\n> ")
    for character in command {
      Terminal.write(Shown(String(character)))
      if typing > 0 { usleep(useconds_t(typing * 1e6)) }
    }
    Terminal.write("\n")
  }

  private func isPresented(_ interpreter: Interpreter) -> Bool {
    interpreter.lab.settings[.uiPresent] && Terminal.isOutputTerminal
  }

  private func text(_ blocks: [Block], _ interpreter: Interpreter) -> Shown {
    renderer.shown(Page(blocks), for: interpreter.lab.settings)
  }

  private mutating func show(_ blocks: [Block], _ interpreter: Interpreter) {
    let text = text(blocks, interpreter)
    shown = text
    if isPresented(interpreter) { projector.show(text) } else { Terminal.write(text) }
  }
}
