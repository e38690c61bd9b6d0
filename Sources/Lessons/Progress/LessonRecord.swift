/// How far someone came in one lesson.
public struct LessonRecord: Hashable, Sendable, Codable {
  /// Counts the beginnings: a later one replaces an earlier one.
  public var attempt = 1
  /// The page that is open, counted from 0.
  public var page = 0
  /// Tasks that are done, in the order in which they were.
  public var passed: [String] = []
  /// Of those, steps whose goals were undone since: their pages are open again. Nil in older files.
  public var takenBack: [String]?
  /// Goals of the last step that was done, by task, as far as the lab shows that they are so; nil in older files.
  public var held: [String: [String]]?
  /// Goals that were reached, by task.
  public var met: [String: [String]] = [:]
  /// Tasks whose arrangements were made.
  public var prepared: [String] = []
  /// How many hints were shown, by task.
  public var hints: [String: Int] = [:]
  public var skipped: [String] = []
  /// What was answered, by task, the first answer first.
  public var answers: [String: [String]] = [:]
  /// What the right answer was to this learner; empty where that was undone.
  public var truths: [String: String] = [:]
  /// What was predicted of the lab as it was then, by task: nothing had to happen for it to be so.
  /// Nil where an older program wrote it.
  public var standing: [String: String]?
  /// Tasks that were answered rightly at the first attempt.
  public var rightAtOnce: [String] = []
  /// What was done on the page that is open; nil where that asks for nothing, and in older files.
  public var deeds: Deeds?
  /// With how many commands a bonus or a challenge was done, at the best; nil in older files.
  public var used: [String: Int]?
  /// Which sessions predictions were about, by task and by the path that the lesson has; nil in older files.
  public var about: [String: [String: String]]?
  /// Settles the order of options; nil in older files: the lesson's own seed does.
  public var seed: UInt64?
  /// What was typed; nil in older files.
  public var journal: Journal?
  /// In seconds since 1970.
  public var started: Int?
  public var finished: Int?

  public init(attempt: Int = 1, started: Int? = nil) {
    self.attempt = attempt
    self.started = started
  }

  /// Whether a task was done without a hint and without a skip.
  func isAlone(_ task: String) -> Bool {
    !skipped.contains(task) && hints[task, default: 0] == 0
  }

  /// What two windows reached together.
  func merged(with other: LessonRecord) -> LessonRecord {
    if attempt != other.attempt { return attempt > other.attempt ? self : other }
    var all = self
    all.page = passed.count >= other.passed.count ? page : max(page, other.page)
    all.passed = passed.union(other.passed)
    all.prepared = prepared.union(other.prepared)
    all.skipped = skipped.union(other.skipped)
    all.rightAtOnce = rightAtOnce.union(other.rightAtOnce)
    // What was undone here is not met, whatever was written before.
    all.met.merge(other.met) { own, _ in own }
    all.takenBack = takenBack ?? other.takenBack
    all.held = held ?? other.held
    all.hints.merge(other.hints) { max($0, $1) }
    all.answers.merge(other.answers) { $0.count >= $1.count ? $0 : $1 }
    all.truths.merge(other.truths) { own, _ in own }
    all.standing = (standing ?? [:]).merging(other.standing ?? [:]) { own, _ in own }
    all.used = (used ?? [:]).merging(other.used ?? [:]) { min($0, $1) }
    all.about = (about ?? [:]).merging(other.about ?? [:]) { own, _ in own }
    all.journal = other.journal.map { journal?.merged(with: $0) ?? $0 } ?? journal
    all.started = [started, other.started].compactMap { $0 }.min()
    all.finished = [finished, other.finished].compactMap { $0 }.min()
    return all
  }
}

extension [String] {
  /// These, and those of the others that are not among them.
  fileprivate func union(_ others: [String]) -> [String] {
    self + others.filter { !contains($0) }
  }
}
