public import Lab

/// Someone who goes along with an interpreter and looks on: the lessons.
public protocol Companion: Sendable {
  /// What it adds to the state document.
  var document: [String: JSONValue] { get }

  /// What is worth typing next; nil: what always is.
  var usualNext: [String]? { get }

  /// What it has that `search` finds.
  var findable: [Findable] { get }

  /// Sees a command that was carried out, or was not, and may add to what there is to show.
  mutating func follow(
    _ typed: TypedCommand, _ outcome: inout Outcome, in interpreter: inout Interpreter)
}
