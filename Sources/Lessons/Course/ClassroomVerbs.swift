import Commands
import Files
import Lab
import Platform
import Screens

/// What goes from students to their trainer.
enum ClassroomVerbs {
  static func report(
    _ interpreter: inout Interpreter, _ name: String, _ replacing: Bool
  ) throws(CommandError) -> Page {
    let progress = try interpreter.course().progress
    guard !progress.lessons.isEmpty else {
      throw CommandError("no lesson was begun: there is nothing to report", meant: "lesson list")
    }
    if let shown = try interpreter.handOut(
      Report(progress).bytes, to: name, mode: 0o644, replacing: replacing)
    {
      return shown
    }
    var page = Page(lines: ["\(name) says what was done, with a digest over all of it"])
    if progress.student == nil {
      page.add(
        .paragraph(
          "It bears no name: 'world new uc student=NAME' gives you one, and values of your own.",
          indent: 0))
    }
    page.next = ["lesson grade \(name)"]
    return page
  }

  /// Plays reports again and says what came of each.
  ///
  /// - Throws: with the table before it, where a report is not what it claims to be.
  static func grade(
    _ interpreter: inout Interpreter, _ names: [String], _ isCSV: Bool, _ isJSON: Bool
  ) throws(CommandError) -> Page {
    let library = try interpreter.course().library
    var book = GradeBook()
    for (name, file) in try files(names, interpreter) {
      do throws(Report.Failure) {
        book.add(try Report.read(file), from: name, library, beside: interpreter.table)
      } catch {
        book.unread.append((name, error))
      }
    }
    let page =
      isJSON
      ? GradeScreens.json(book) : isCSV ? GradeScreens.csv(book) : GradeScreens.table(book)
    guard !book.isClean else { return page }
    var error = CommandError(
      "\(book.blemished) of \(book.files) reports are not what they claim, or can't be read",
      status: .expectationFailed)
    error.before = page
    throw error
  }

  /// The reports that are meant: files, and those in folders.
  private static func files(
    _ names: [String], _ interpreter: Interpreter
  ) throws(CommandError) -> [(name: String, file: URL)] {
    var found: [(name: String, file: URL)] = []
    for name in names {
      let place = interpreter.url(name)
      guard Folder.isThere(place) else {
        found.append((name, place))
        continue
      }
      let entries = (try? FileManager.default.contentsOfDirectory(atPath: place.path)) ?? []
      let inside = entries.filter { $0.hasSuffix(".json") }.sorted()
      guard !inside.isEmpty else { throw CommandError("no file in \(name) ends in .json") }
      let folder = name.hasSuffix("/") ? name : name + "/"
      found += inside.map { ("\(folder)\($0)", place.appendingPathComponent($0)) }
    }
    return found
  }
}
