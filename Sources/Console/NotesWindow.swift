public import Commands
import Lab
import Lessons
public import Platform
import Screens

/// `tlslab notes`: what the trainer sees beside the projector.
public struct NotesWindow {
  public var appearance: Appearance

  public init(appearance: Appearance) { self.appearance = appearance }

  /// Shows the notes until Ctrl-C.
  public func run(lessons: URL?, places: StateDirectory = StateDirectory()) -> ExitStatus {
    let course = LessonFolder.course(in: lessons)
    let renderer = Renderer(appearance: appearance, hints: false)
    let file = NotesFile(folder: places.state)
    let notebook = Notebook(folder: places.state)
    var last: Shown?
    Interrupt.install()
    while !Interrupt.isRequested {
      let shown = renderer.shown(page(course, file.position, notebook))
      if shown != last {
        last = shown
        if Terminal.isOutputTerminal && !appearance.screenReader { Projector.clear() }
        Terminal.write(shown)
      }
      usleep(200_000)
    }
    return .ok
  }

  private func page(_ course: Course, _ position: NotesFile.Position?, _ notebook: Notebook) -> Page
  {
    var page = Page(lines: ["no demonstration runs; begin one with 'demo run ID'"])
    if let position, let demonstration = course.demonstration(named: position.id) {
      page = DemonstrationScreens.notes(demonstration, place: position.place)
    }
    let last = notebook.entries.suffix(3)
    if !last.isEmpty {
      page.add(.rule)
      page.blocks += DemonstrationScreens.notebook(Array(last)).blocks
    }
    return page
  }
}
