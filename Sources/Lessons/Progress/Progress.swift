/// How far someone came in all lessons.
public struct Progress: Hashable, Sendable, Codable {
  public static let format = 1

  public var format = Progress.format
  /// Whose progress it is, where a name was said.
  public var student: String?
  /// The lesson that is open.
  public var current: String?
  public var lessons: [String: LessonRecord] = [:]
  /// nil before the first quiz.
  public var quizzes: QuizScore?

  public init() {}
}
