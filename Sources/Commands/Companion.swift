public import Lab

/// Someone who goes along with an interpreter and looks on: the lessons.
public protocol Companion: Sendable {
  /// What it adds to the state document.
  var document: JSONObject { get }

  /// What is worth typing next; nil: what always is.
  var usualNext: [String]? { get }

  /// What it has that `search` finds.
  var findable: [Findable] { get }

  /// What is meant by words that are no command by themselves, or not now: an answer, while a question is open.
  ///
  /// - Returns: the command to carry out instead; nil: the words as they are.
  /// - Throws: why they have to wait.
  func meaning(
    of typed: TypedCommand, in interpreter: Interpreter
  ) throws(CommandError) -> TypedCommand?

  /// Sees a command that was carried out, or was not, and may add to what there is to show.
  mutating func follow(
    _ typed: TypedCommand, _ outcome: inout Outcome, in interpreter: inout Interpreter)
}
