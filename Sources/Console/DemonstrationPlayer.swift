import Commands
import Explanations
import Lab
import Lessons
import Platform
import Screens

/// Shows a demonstration to a class, driven like slides: a key for each command, which types itself at a
/// human pace. Waits for people; for a clock only where a pace was asked for.
struct DemonstrationPlayer {
  var renderer: Renderer
  var notes: NotesFile
  /// What types itself takes this long a character; nothing in tests.
  var typing: TimeInterval = 0.03
  /// Seconds since 1970.
  var now: () -> Int = { Int(Date().timeIntervalSince1970) }
  private var slide = Slide()
  private var form = Form.usual
  /// What is said below the screen until the next key.
  private var notice: Page?

  /// How much of a screen is seen.
  private enum Form: Hashable {
    /// As the setting has it.
    case usual
    case whole
    /// Reasons that were held back, as a command shows them.
    case reasons(command: String, Page)
  }

  /// How it comes to an end.
  private enum Ending {
    case over
    /// The next start goes on there.
    case left
    case free
    /// It was not begun.
    case refused
  }

  init(renderer: Renderer, notes: NotesFile) {
    self.renderer = renderer
    self.notes = notes
  }

  /// Plays until the trainer types freely, or the demonstration is over.
  mutating func play(on interpreter: inout Interpreter) {
    guard var run = interpreter.demonstration else { return }
    Terminal.beginKeys()
    defer { Terminal.endKeys() }
    var ending = begin(&run, &interpreter)
    while ending == nil {
      let key = key(run)
      if key == .interrupted { Interrupt.clear() }
      ending = act(DemonstrationKey(key), &run, &interpreter)
      if ending == nil { keep(run, interpreter) }
    }
    if let ending { end(ending, run, &interpreter) }
  }

  /// - Returns: how it ended, where somebody changed their mind.
  private mutating func begin(
    _ run: inout DemonstrationRun, _ interpreter: inout Interpreter
  ) -> Ending? {
    if run.paused != nil {
      run.goOn(on: &interpreter)
    } else if !run.isPlaced, let left = notes.left(run.demonstration.id) {
      var key = DemonstrationKey.draw
      while key == .draw {
        show(DemonstrationScreens.offer(run.demonstration, left), interpreter)
        key = DemonstrationKey(self.key(run))
      }
      if key == .quit { return .refused }
      if key == .next { run.resume(left, on: &interpreter) }
    }
    keep(run, interpreter, isNew: true)
    draw(run, interpreter)
    return nil
  }

  private func key(_ run: DemonstrationRun) -> Terminal.Key {
    Terminal.readKey(within: run.pace.wait(after: slide.whole.text), tellingOfResize: true)
  }

  private func keep(_ run: DemonstrationRun, _ interpreter: Interpreter, isNew: Bool = false) {
    notes.write(
      run, isPresented: interpreter.lab.settings[.uiPresent], isNew: isNew, now: now())
  }

  /// Does what a key asks for.
  private mutating func act(
    _ key: DemonstrationKey, _ run: inout DemonstrationRun, _ interpreter: inout Interpreter
  ) -> Ending? {
    notice = nil
    switch key {
    case .next: return next(&run, &interpreter)
    case .back:
      if clears, slide.turnBack() {
        write()
      } else if run.back(on: &interpreter) {
        drawAnew(run, interpreter)
      }
    case .first, .last:
      run.jump(to: key == .first ? 0 : run.demonstration.beats.count, on: &interpreter)
      drawAnew(run, interpreter)
    case .more:
      guard form != .usual || run.screen?.page.sparse != nil else { return nil }
      form = form == .usual ? .whole : .usual
      draw(run, interpreter)
    case .why:
      var copy = interpreter
      let command = run.why(interpreter.lab)
      form = .reasons(command: command, copy.execute(command).page)
      draw(run, interpreter)
    case .vote: vote(&run, interpreter)
    case .marks: chooseMark(&run, &interpreter)
    case .black: return black(run, interpreter)
    case .draw: draw(run, interpreter, part: slide.part)
    case .help:
      notice = DemonstrationScreens.keys
      draw(run, interpreter, alone: notice)
    case .free: return .free
    case .quit: return run.next == nil ? .over : .left
    case .nothing: break
    }
    return nil
  }
}

// MARK: What keys do

extension DemonstrationPlayer {
  /// The rest of the screen, or the next command.
  private mutating func next(
    _ run: inout DemonstrationRun, _ interpreter: inout Interpreter
  ) -> Ending? {
    if clears, !slide.isAtEnd {
      slide.turn()
      write()
      return nil
    }
    guard let beat = run.next else { return .over }
    if clears { Projector.clear() } else { Terminal.write("\n") }
    type(beat.command)
    _ = run.play(on: &interpreter)
    form = .usual
    draw(run, interpreter, isTyped: true)
    return nil
  }

  private func type(_ command: String) {
    Terminal.write("> ")
    for (place, character) in command.enumerated() {
      // Who presses on does not want to watch.
      if Terminal.hasInput || typing <= 0 {
        Terminal.write(Shown(String(command.dropFirst(place))))
        break
      }
      Terminal.write(Shown(String(character)))
      usleep(useconds_t(typing * 1e6))
    }
    Terminal.write("\n")
  }

  private mutating func vote(_ run: inout DemonstrationRun, _ interpreter: Interpreter) {
    draw(run, interpreter, part: slide.part)
    if let text = KeyedLine.ask(Shown("\n" + said(.demonstration, "vote.ask"))) {
      do throws(CommandError) {
        notice = try run.vote(text, interpreter.lab)
      } catch {
        notice = error.page
      }
    }
    draw(run, interpreter, part: .max)
  }

  private mutating func chooseMark(
    _ run: inout DemonstrationRun, _ interpreter: inout Interpreter
  ) {
    var key = Terminal.Key.resized
    while key == .resized {
      show(DemonstrationScreens.marks(run.demonstration), interpreter)
      key = Terminal.readKey(tellingOfResize: true)
    }
    if key == .interrupted { Interrupt.clear() }
    let marks = run.demonstration.marks
    if case .character(let character) = key,
      let number = DemonstrationScreens.markKeys.firstIndex(of: character),
      marks.indices.contains(number)
    {
      run.jump(to: marks[number].place, on: &interpreter)
      form = .usual
    }
    draw(run, interpreter)
  }

  /// Nothing to look at but the speaker, until any key.
  private mutating func black(_ run: DemonstrationRun, _ interpreter: Interpreter) -> Ending? {
    var key = Terminal.Key.resized
    while key == .resized {
      if clears { Projector.clear() }
      key = Terminal.readKey(tellingOfResize: true)
    }
    if key == .interrupted { Interrupt.clear() }
    if key == .endOfInput { return .left }
    draw(run, interpreter, part: slide.part)
    return nil
  }

  private mutating func end(
    _ ending: Ending, _ run: DemonstrationRun, _ interpreter: inout Interpreter
  ) {
    if case .free = ending {
      var run = run
      run.paused = interpreter.lab
      interpreter.demonstration = run
      return show(Page(lines: [said(.demonstration, "free")]), interpreter)
    }
    let isPresented = interpreter.lab.settings[.uiPresent]
    interpreter.demonstration = nil
    interpreter.holdsReasons = false
    interpreter.replace(with: run.own)
    if case .over = ending {
      notes.finish(run.demonstration.id)
      return show(Page(lines: [said(.demonstration, "over")]), interpreter)
    }
    if case .left = ending {
      notes.write(run, isPresented: isPresented, isLeft: true, now: now())
    }
    let id = run.demonstration.id
    let left = notes.left(id).map(\.place) ?? 0
    let place = run.demonstration.mark(at: left).map { "'\($0)'" } ?? "\(left)"
    let words = said(.demonstration, "left", ["demonstration": id, "place": place])
    show(Page(lines: [words], next: ["demo run \(id)"]), interpreter)
  }
}

// MARK: The screen

extension DemonstrationPlayer {
  /// Whether the screen is cleared for each step: not where somebody listens, or the terminal can't.
  private var clears: Bool {
    Terminal.isOutputTerminal && !renderer.appearance.screenReader && Terminal.canClear
  }

  private mutating func drawAnew(_ run: DemonstrationRun, _ interpreter: Interpreter) {
    form = .usual
    draw(run, interpreter)
  }

  /// Draws what the class is to see now.
  ///
  /// - Parameters:
  ///   - part: of what does not fit on one screen.
  ///   - alone: instead of it.
  ///   - isTyped: whether the command stands there already where nothing is cleared.
  private mutating func draw(
    _ run: DemonstrationRun, _ interpreter: Interpreter, part: Int = 0, alone: Page? = nil,
    isTyped: Bool = false
  ) {
    let settings = interpreter.lab.settings
    let opening = DemonstrationScreens.opening(run.demonstration).blocks
    let screen = run.screen.map { seen($0, isPresented: settings[.uiPresent]) }
    var page = alone ?? Page(screen ?? opening)
    if alone == nil {
      let end = Page([.blank, .line(Line(said(.demonstration, "end"), .faint))])
      page.blocks += (run.next.map(DemonstrationScreens.cue) ?? end).blocks
      if let notice { page.blocks += [.blank] + notice.blocks }
    }
    var shown = renderer.shown(page, for: settings)
    if let screen = run.screen, alone == nil, clears || !isTyped {
      let command = if case .reasons(let asked, _) = form { asked } else { screen.command }
      shown = Shown("> \(command)\n") + shown
    }
    slide = Slide(
      shown, on: Terminal.size, isPresented: settings[.uiPresent], part: part)
    write()
  }

  private func seen(_ screen: DemonstrationRun.Screen, isPresented: Bool) -> [Block] {
    switch form {
    case .usual: isPresented ? screen.page.presented.blocks : screen.page.blocks
    case .whole: screen.page.blocks
    case .reasons(_, let page): isPresented ? page.presented.blocks : page.blocks
    }
  }

  private func write() {
    if clears { Projector.clear() }
    Terminal.write(clears ? slide.seen : slide.whole)
  }

  private mutating func show(_ page: Page, _ interpreter: Interpreter) {
    let shown = renderer.shown(page, for: interpreter.lab.settings)
    slide = Slide(shown, on: Terminal.size, isPresented: false)
    if clears { Projector.clear() } else { Terminal.write("\n") }
    Terminal.write(slide.whole)
  }
}
