import Commands
import Lab
import Platform

/// What one report says of one lesson, and what came of it when it was played again.
struct Grade {
  /// The file, as it was named.
  var file: String
  /// As the report says it; nil where it bears no name.
  var student: String?
  var lesson: String
  /// How many tasks the lesson has; nil where there is no such lesson here.
  var tasks: Int?
  /// Tasks that were done: alone, with hints, and those that were skipped.
  var alone = 0
  var hinted = 0
  var skipped = 0
  /// Predictions that were right at once, and all.
  var right = 0
  var predictions = 0
  /// How long somebody worked, without longer pauses.
  var minutes = 0
  /// What is not as the report claims; whoever reads it must ask.
  var findings: [Finding] = []
  /// Why the report could not be held against a second playing, or not all of it.
  var unproven: Doubt?

  enum Finding: Hashable {
    /// The digest is not that of the report.
    case edited
    /// Tasks that are not done when the commands are played again.
    case notReached([String])
    /// More hints or skips than the report owns to.
    case helped(hints: Int, skips: Int)
    /// The commands were not typed in this student's world; the number of the first that shows it.
    case otherWorld(Int)
    /// The same commands at the same times as in other files.
    case copy(of: [String])
  }

  enum Doubt: Hashable {
    /// The program that wrote it kept no commands, or nothing was typed.
    case noJournal
    /// Two windows wrote, or more was typed than is kept.
    case notWhole
    /// There is no such lesson here, or it asks for other things now.
    case otherEdition
    /// Commands that need files or real servers.
    case leftOut([String])
  }
}

extension Grade {
  /// Plays a lesson of a report again, and counts what comes of it.
  init(
    _ claimed: LessonRecord, of id: String, in report: Report, file: String, _ library: Library,
    beside table: CommandTable
  ) {
    self.init(file: file, student: report.student, lesson: id)
    if !report.isUnchanged { findings.append(.edited) }
    guard let lesson = library.lesson(id) ?? library.challenge(id) else {
      unproven = .otherEdition
      count(claimed, tasks: nil)
      return
    }
    var counted = claimed
    unproven = Self.doubt(claimed, lesson)
    if unproven == nil {
      let replay = Replay(claimed, of: lesson, in: library, student: report.student, beside: table)
      let found = replay.map { Self.held(claimed, against: $0, lesson, student) }
      if let replay, let found, found.isEmpty || replay.leftOut.isEmpty {
        findings += found
        counted = replay.record
      } else {
        // What was left out may have made the difference.
        unproven = replay.map { .leftOut($0.leftOut) } ?? .otherEdition
      }
    }
    minutes = ((claimed.journal?.seconds ?? 0) + 30) / 60
    count(counted, tasks: lesson.required)
  }

  private static func doubt(_ claimed: LessonRecord, _ lesson: Lesson) -> Doubt? {
    guard let journal = claimed.journal else { return .noJournal }
    if journal.edition != lesson.edition { return .otherEdition }
    return journal.isWhole ? nil : .notWhole
  }

  /// What is claimed, and not so when it is played again.
  private static func held(
    _ claimed: LessonRecord, against replay: Replay, _ lesson: Lesson, _ student: String?
  ) -> [Finding] {
    var findings: [Finding] = []
    let own = student.map(World.seed)
    if let seed = claimed.seed, seed != lesson.seed, seed != own {
      findings.append(.otherWorld(0))
    } else if let place = replay.differsAt {
      findings.append(.otherWorld(place))
    }
    let missing = claimed.passed.filter { !replay.record.passed.contains($0) }
    if !missing.isEmpty { findings.append(.notReached(missing)) }
    let hints = replay.record.hintCount - claimed.hintCount
    let skips = replay.record.skipped.count - claimed.skipped.count
    if hints > 0 || skips > 0 {
      findings.append(.helped(hints: max(0, hints), skips: max(0, skips)))
    }
    return findings
  }

  private mutating func count(_ record: LessonRecord, tasks: [Task]?) {
    self.tasks = tasks?.count
    let done = tasks.map { $0.map(\.id).filter(record.passed.contains) } ?? record.passed
    for id in done {
      if record.isAlone(id) {
        alone += 1
      } else if record.skipped.contains(id) {
        skipped += 1
      } else {
        hinted += 1
      }
    }
    let asked = (tasks ?? []).filter(\.isPrediction).map(\.id)
    predictions = asked.count
    right = asked.filter(record.rightAtOnce.contains).count
  }

  // MARK: Copies

  private var isFromAnotherWorld: Bool {
    findings.contains { if case .otherWorld = $0 { true } else { false } }
  }

  /// Grades of whole files beside each other: who handed in what another one typed.
  static func marked(_ grades: [Grade], _ journals: [Journal?]) -> [Grade] {
    var marked = grades
    for one in grades.indices {
      guard let own = journals[one] else { continue }
      let originals = grades.indices.filter { other in
        // Whoever was copied from is told from the copy by the world.
        other != one && grades[other].lesson == grades[one].lesson
          && !grades[other].isFromAnotherWorld && journals[other].map(own.isCopy) == true
      }
      if !originals.isEmpty {
        marked[one].findings.append(.copy(of: originals.map { grades[$0].file }))
      }
    }
    return marked
  }
}

extension Task {
  fileprivate var isPrediction: Bool { if case .prediction = kind { true } else { false } }
}

extension LessonRecord {
  fileprivate var hintCount: Int { hints.values.reduce(0, +) }
}

extension Journal {
  /// Whether most of it is another one's, to the second. Nobody types as another one does.
  fileprivate func isCopy(of other: Journal) -> Bool {
    struct Moment: Hashable { var line: String, time: Int }
    let own = entries.map { Moment(line: $0.line, time: $0.time) }
    let shared = Set(own).intersection(other.entries.map { Moment(line: $0.line, time: $0.time) })
    return own.count >= 4 && shared.count * 2 > own.count
  }
}
