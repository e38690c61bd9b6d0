/// How quizzes went, all together.
public struct QuizScore: Hashable, Sendable, Codable {
  public var asked = 0
  public var right = 0
}
