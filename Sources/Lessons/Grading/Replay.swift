import Commands
import Lab
import Platform

/// One attempt at a lesson, played again from its journal: in the world in which it was done, without files and
/// without programs outside, for what is played comes from somebody else.
struct Replay {
  /// What came of it.
  private(set) var record = LessonRecord()
  /// Commands that can't be carried out again: they need a file, or a real server.
  private(set) var leftOut: [String] = []
  /// The first command behind which the lab is another one than it was, counted from 1.
  private(set) var differsAt: Int?

  /// Plays it; nil where the lesson can't be begun.
  ///
  /// - Parameters:
  ///   - student: whose progress it is.
  ///   - all: every verb there is: what of it may not be played here is left out, and said.
  init?(
    _ claimed: LessonRecord, of lesson: Lesson, in library: Library, student: String?,
    beside all: CommandTable
  ) {
    var learner = Interpreter(Lab(seed: 1), table: Self.beginning)
    var course = Course(library: library)
    course.worlds[lesson.id] = Self.world(of: claimed, lesson, student)
    learner.companion = course
    let verb = lesson.isChallenge ? "challenge" : "lesson"
    guard learner.execute("\(verb) start \(lesson.id)").error == nil else { return nil }
    learner.table = Self.table
    for (index, entry) in (claimed.journal?.entries ?? []).enumerated() {
      guard Self.isPlayable(entry.line) || (try? all.check(entry.line)) == nil else {
        leftOut.append(entry.line)
        continue
      }
      _ = learner.execute(entry.line)
      if differsAt == nil, Course.mark(of: learner.lab) != entry.mark {
        differsAt = index + 1
      }
    }
    if let played = (learner.companion as? Course)?.progress.lessons[lesson.id] { record = played }
  }

  /// The world in which the lesson was begun: the student's own, or everybody's where no name was said yet.
  private static func world(of claimed: LessonRecord, _ lesson: Lesson, _ student: String?) -> Lab {
    if let student, claimed.seed != lesson.seed {
      return Lab(preset: lesson.preset, student: student)
    }
    return Lab(preset: lesson.preset, seed: lesson.seed)
  }

  private static func isPlayable(_ line: String) -> Bool { (try? table.check(line)) != nil }

  /// What begins a lesson: nobody's journal holds it.
  private static let beginning = CommandTable(
    lessonCommands.filter { Course.aboutLessons.contains($0.name) })

  /// The lab and what learners type in a lesson; neither files nor programs outside.
  private static let table = CommandTable(
    CommandTable.lab.commands
      + lessonCommands.filter { $0.group == .learn && !Course.aboutLessons.contains($0.name) }
  ).withoutFiles
}
