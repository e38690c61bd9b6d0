public import Commands
import Explanations
import Files
import Lab
import Lessons
public import Platform
import Screens

/// `tlslab notes`: what the trainer sees beside the projector.
public struct NotesWindow {
  public var appearance: Appearance

  public init(appearance: Appearance) { self.appearance = appearance }

  /// Shows the notes until q or Ctrl-C; both are read from a terminal.
  public func run(lessons: URL?, places: StateDirectory = StateDirectory()) -> ExitStatus {
    let course = LessonFolder.course(in: lessons)
    let file = NotesFile(folder: places.state)
    let notebook = Notebook(folder: places.state)
    Interrupt.install()
    Terminal.beginKeys()
    defer { Terminal.endKeys() }
    var last: Shown?
    while !Interrupt.isRequested, !Terminal.isDeserted {
      let shown = shown(course, file.current, notebook)
      if shown != last { write(shown, over: last) }
      last = shown
      switch Terminal.readKey(within: 0.2, tellingOfResize: true) {
      case .interrupted, .endOfInput, .character("q"), .character("\u{4}"): return .ok
      case .resized, .character("\u{c}"): last = nil
      default: break
      }
    }
    return .ok
  }

  private var draws: Bool {
    Terminal.isOutputTerminal && Terminal.canClear && !appearance.screenReader
  }

  /// Only what changed is seen to change: the clock does not make the window flicker.
  private func write(_ shown: Shown, over last: Shown?) {
    guard draws else { return Terminal.write(shown) }
    if last == nil { Projector.clear() }
    let lines = shown.text.replacing("\n", with: "\u{1b}[K\n")
    Terminal.write("\u{1b}[H" + Shown(laidOut: lines) + "\u{1b}[J")
  }

  private func shown(
    _ course: Course, _ current: (id: String, position: NotesFile.Position)?, _ notebook: Notebook
  ) -> Shown {
    let time = Date()
    let clock = time.formatted(
      Date.ISO8601FormatStyle(timeZone: .current).time(includingFractionalSeconds: false))
    var top = Page(lines: [clock, said(.demonstration, "notes.none")])
    var parts: [[String]] = []
    if let current, let demonstration = course.demonstration(named: current.id) {
      let place = current.position.place
      top = DemonstrationScreens.standing(
        demonstration, current.position, clock: clock, now: Int(time.timeIntervalSince1970))
      if current.position.isLeft == true {
        top.add(.paragraph(Line(said(.demonstration, "notes.left"), .warning), indent: 0))
      }
      parts = [
        DemonstrationScreens.now(demonstration, place: place),
        DemonstrationScreens.next(demonstration, place: place),
      ].map(lines)
    }
    // Where nothing is drawn over, a clock would fill the screen.
    let head = draws ? lines(top) : Array(lines(top).dropFirst(current == nil ? 1 : 4))
    let book = page(of: notebook).map(lines) ?? []
    let room = draws ? Terminal.size.height - 1 - head.count : nil
    let all = head + NotesLayout.fitted(parts, book, room: room)
    return Shown(laidOut: all.map { $0 + "\n" }.joined())
  }

  /// The last lines of the notebook; nil where there are none.
  private func page(of notebook: Notebook) -> Page? {
    do throws(FileError) {
      let entries = try notebook.entries()
      return entries.isEmpty ? nil : DemonstrationScreens.notebook(entries.suffix(3))
    } catch {
      return Page([.paragraph(Line(CommandError(error).what, .warning), indent: 0)])
    }
  }

  private func lines(_ page: Page) -> [String] {
    let renderer = Renderer(appearance: appearance, hints: false)
    return renderer.text(of: page).split(separator: "\n", omittingEmptySubsequences: false)
      .dropLast().map(String.init)
  }
}

/// Who gets how many rows of a small window.
enum NotesLayout {
  /// - Parameters:
  ///   - parts: what is seen now and what comes next; each gets a half, or what the other leaves.
  ///   - book: shown where there is room left.
  ///   - room: in rows; nil: as many as it takes.
  static func fitted(_ parts: [[String]], _ book: [String], room: Int?) -> [String] {
    let now = parts.first ?? []
    let next = parts.dropFirst().first ?? []
    guard let room else { return now + next + (book.isEmpty ? [] : [""] + book) }
    guard room > 0 else { return [] }
    let nextRoom = min(next.count, max(room - now.count, (room + 1) / 2))
    let lines = cut(now, to: room - nextRoom) + cut(next, to: nextRoom)
    let left = room - lines.count
    // Part of a notebook says nothing.
    return book.isEmpty || left < book.count + 1 ? lines : lines + [""] + book
  }

  private static func cut(_ lines: [String], to count: Int) -> [String] {
    guard lines.count > count else { return lines }
    return count > 0 ? lines.prefix(count - 1) + ["     .."] : []
  }
}
