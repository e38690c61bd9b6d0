/// Something that was made of the rest of a value and can be made of it again: it says nothing about
/// whether two values are the same, and is left out where they are saved.
struct Unsaved<Content: Sendable>: Hashable, Sendable {
  var content: Content?

  static func == (left: Unsaved, right: Unsaved) -> Bool { true }

  func hash(into hasher: inout Hasher) {}
}
