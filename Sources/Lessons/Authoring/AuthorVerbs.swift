import Commands
import Files
import Lab
import Platform
import Screens

/// What authors and trainers type.
enum AuthorVerbs {
  static func lint(_ interpreter: inout Interpreter, _ name: String?) throws(CommandError) -> Page {
    let (library, lessons) = try chosen(&interpreter, name)
    let linter = Linter(library: library, table: interpreter.table)
    return try report(
      linter.findings(of: lessons), counted(lessons, in: library))
  }

  static func test(_ interpreter: inout Interpreter, _ name: String?) throws(CommandError) -> Page {
    let (library, lessons) = try chosen(&interpreter, name)
    var findings = Linter(library: library, table: interpreter.table).findings(of: lessons)
    // One that can't be read right can't be played either.
    for id in lessons {
      guard let lesson = library.lesson(id) ?? library.challenge(id) else { continue }
      findings += LessonTest(lesson: lesson, library: library, table: interpreter.table).findings
    }
    return try report(
      findings, "\(counted(lessons, in: library)), played through")
  }

  static func rehearse(
    _ interpreter: inout Interpreter, _ id: String?
  ) throws(CommandError) -> Page {
    let course = try interpreter.course()
    let library = course.library
    let ids = id.map { [$0] } ?? library.demonstrations
    var page = Page()
    for id in ids {
      guard library.demonstrations.contains(id) else { throw course.noDemonstration(id) }
      let script = try library.demonstration(id)
      let unchecked = ClaimCheck(script: script).findings + library.differingDemonstrations(of: id)
      guard unchecked.isEmpty else {
        _ = try report(unchecked, String(worded: "the demonstration \(id)"))
        continue
      }
      var rehearsal = Rehearsal(script: script)
      let count = try rehearsal.play(with: interpreter.table.unattended)
      _ = try report(rehearsal.findings, String(worded: "the demonstration \(id)"))
      page.add(Line("ok", .good) + Line("  \(id): \(count) commands, everything as expected"))
    }
    return page
  }

  /// - Parameter session: the session of which the lesson is made; nil: a skeleton without anything.
  static func new(
    _ interpreter: inout Interpreter, _ id: String, _ session: String?
  ) throws(CommandError) -> Page {
    guard id.wholeMatch(of: /[a-z0-9][a-z0-9.\-]*/) != nil else {
      throw CommandError("a lesson's name has small letters, digits, dots and hyphens")
    }
    guard let lessons = try interpreter.course().library.place.folder else {
      throw CommandError(
        "the lessons here stand in the program, where none can be added" as Wording,
        details: ["begin with a folder of your own: tlslab --lessons FOLDER"] as [Wording])
    }
    let folder = lessons.appendingPathComponent(id)
    let file = folder.appendingPathComponent("lesson.md")
    guard !FileManager.default.fileExists(atPath: file.path) else {
      throw CommandError("\(file.path) is there already")
    }
    let text = try session.map { name throws(CommandError) in
      try drafted(id, from: name, &interpreter)
    }
    do throws(FileError) {
      try Folder.make(folder)
      try AtomicFile.write(Array((text ?? Skeleton(id: id).text).utf8), to: file, mode: 0o644)
    } catch {
      throw CommandError("can't write \(file.path): \(error.reason)")
    }
    _ = try chosen(&interpreter, nil)
    return Page(
      lines: ["\(file.path) is there: fill in what says FILL IN"],
      next: ["lesson watch \(id)", "lesson lint \(id)", "lesson start \(id)"])
  }

  /// A lesson made of what was typed, once it is known that it can be played.
  private static func drafted(
    _ id: String, from name: String, _ interpreter: inout Interpreter
  ) throws(CommandError) -> String {
    let draft = try Draft(from: name, of: interpreter)
    interpreter.surroundings.announce(
      String(worded: "what you typed is played as a lesson, which takes some seconds"))
    var problems: [Finding] = []
    for isPlain in [false, true] {
      let tasks = DraftTasks(draft, isPlain: isPlain)
      let world = draft.lab.world
      let text = Skeleton(
        id: id, preset: world.preset.rawValue, seed: world.seed, teaches: tasks.verbs,
        sessions: tasks.names.written, tasks: tasks.tasks
      ).text
      problems = try rehearsed(text, id, interpreter.table)
      if problems.isEmpty { return text }
      if interpreter.surroundings.isInterrupted() {
        throw CommandError("stopped", status: .interrupted)
      }
    }
    throw CommandError(
      "no lesson comes of \(name): it can't be played from its beginning",
      details: problems.prefix(3).map(\.what))
  }

  /// What is wrong with a lesson that is not there yet, but for what its author is to write.
  private static func rehearsed(
    _ text: String, _ id: String, _ table: CommandTable
  ) throws(CommandError) -> [Finding] {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("tlslab-draft-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    do throws(FileError) {
      let own = folder.appendingPathComponent(id)
      try Folder.make(own)
      try AtomicFile.write(Array(text.utf8), to: own.appendingPathComponent("lesson.md"))
    } catch {
      throw CommandError("can't write \(folder.path): \(error.reason)")
    }
    let library = Library(folder: folder)
    guard let lesson = library.lesson(id) else { return library.findings }
    return Linter(library: library, table: table).remarks(of: lesson)
      + LessonTest(lesson: lesson, library: library, table: table).findings
  }

  /// `17 lessons, 12 challenges`.
  private static func counted(_ ids: [String], in library: Library) -> String {
    let challenges = ids.filter { library.challenge($0) != nil }.count
    let lessons = ids.count - challenges
    let words = [
      lessons == 1 ? String(worded: "1 lesson") : String(worded: "\(lessons) lessons"),
      challenges == 1 ? String(worded: "1 challenge") : String(worded: "\(challenges) challenges"),
    ]
    return zip(words, [lessons, challenges]).filter { $1 > 0 }.map(\.0).joined(separator: ", ")
  }

  /// The lessons that are meant: one by its name or its file, those of a folder, or all; with what there is of
  /// them in other languages.
  ///
  /// What was written since counts from now on, for learners as well.
  private static func chosen(
    _ interpreter: inout Interpreter, _ name: String?
  ) throws(CommandError) -> (Library, [String]) {
    let own = try? interpreter.course().library
    let isOwn = name.map { own?.allNames.contains($0) == true } ?? true
    if !isOwn, let name, let place = WatchedPlace(file: URL(fileURLWithPath: name)) {
      let library = Library(folder: place.lessons)
      if let id = place.id { return (library, [id]) }
      return (library, try some(of: library))
    }
    let course = try interpreter.course()
    let library = Library(course.library.place)
    try interpreter.withCourse { course, _ in
      course.library = library.speaking(like: course.library)
    }
    guard let name else { return (library, try some(of: library)) }
    if !library.allNames.contains(name) { _ = try course.lesson(name) }
    return (library, [name])
  }

  /// All lessons there are. Of none nothing can be said, least of all that it is in order.
  private static func some(of library: Library) throws(CommandError) -> [String] {
    let names = library.allNames
    guard !names.isEmpty else { throw CommandError("no lesson in \(library.place)") }
    return names
  }

  private static func report(_ findings: [Finding], _ what: String) throws(CommandError) -> Page {
    guard findings.isEmpty else {
      throw CommandError(
        findings.count == 1 ? "1 finding in \(what)" : "\(findings.count) findings in \(what)",
        details: findings.map(\.description), status: .badData)
    }
    return Page([.line(Line("ok", .good) + Line("  \(what)"))])
  }
}

extension Library {
  /// The lessons that can be read and those that can't.
  var allNames: [String] {
    let broken = Set(
      findings.compactMap { finding -> String? in
        let parts = finding.file.split(separator: "/").map(String.init)
        guard parts.first == Self.challengeFolder, parts.count > 1 else { return parts.first }
        // In whatever language.
        return parts[1].hasSuffix(".md") ? String(parts[1].prefix { $0 != "." }) : nil
      })
    let known = lessons.map(\.id) + challenges.map(\.id)
    return known + broken.subtracting(known).sorted()
  }
}
