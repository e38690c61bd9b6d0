/// How far someone came in all lessons.
public struct Progress: Hashable, Sendable, Codable {
  public static let format = 1

  public var format = Progress.format
  /// Whose progress it is, where a name was said.
  public var student: String?
  /// The lesson that is open.
  public var current: String?
  public var lessons: [String: LessonRecord] = [:]
  /// Lessons that were done, as they were when one began them again; nil: none was.
  public var done: [String: LessonRecord]?
  /// nil before the first quiz.
  public var quizzes: QuizScore?

  public init() {}

  /// What counts of a lesson: once done it stays done, however far one comes when one looks at it again.
  public func counted(_ lesson: String) -> LessonRecord? {
    let record = lessons[lesson]
    return record?.finished == nil ? done?[lesson] ?? record : record
  }

  /// What counts of all lessons.
  public var counted: [String: LessonRecord] {
    lessons.merging(done ?? [:]) { record, done in record.finished == nil ? done : record }
  }

  /// Whether a lesson is done.
  public func isDone(_ lesson: String) -> Bool { counted(lesson)?.finished != nil }

  /// Takes up what could not be written when it came about.
  mutating func take(_ missed: Progress) {
    for (id, record) in missed.lessons {
      lessons[id] = lessons[id].map { record.merged(with: $0) } ?? record
    }
    if let others = missed.done { done = (done ?? [:]).merging(others) { _, later in later } }
    current = missed.current
    student = missed.student ?? student
    quizzes = [quizzes, missed.quizzes].compactMap(\.self).max { $0.asked < $1.asked }
  }
}
