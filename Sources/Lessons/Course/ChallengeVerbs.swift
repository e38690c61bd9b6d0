import Commands
import Lab
import Screens

/// States to reach, playable by themselves.
enum ChallengeVerbs {
  static func list(_ interpreter: inout Interpreter) throws(CommandError) -> Page {
    LessonScreens.challenges(try interpreter.course())
  }

  static func start(
    _ course: inout Course, _ interpreter: inout Interpreter, _ id: String
  ) throws(CommandError) -> Page {
    guard let challenge = course.library.challenge(id) else {
      let all = course.library.challenges.map(\.id)
      let broken = course.library.findings.first {
        $0.file == "\(Library.challengeFolder)/\(id).md"
      }
      throw CommandError(
        "no challenge '\(id)'", details: broken.map { [$0.description] } ?? [],
        meant: likely(id, among: all).map { "challenge start \($0)" } ?? "challenge list"
      )
    }
    return try course.start(challenge, on: &interpreter)
  }
}
