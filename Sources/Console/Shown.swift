import Screens

/// Text that may go to a terminal: the one gate between what the program holds and what is printed.
///
/// A literal is this program's own. Whatever may have a word from elsewhere in it, a file's, a peer's, a
/// user's, goes through ``init(_:)``: no byte of it moves the cursor, sets a colour or turns the
/// direction of writing.
public struct Shown: Sendable, Hashable, ExpressibleByStringLiteral {
  public let text: String

  /// Text from anywhere, with everything made visible that is no character to be read.
  public init(_ text: String) { self.text = text.withVisibleControls }

  public init(stringLiteral value: String) { text = value }

  /// What the renderer has laid out, in whole or in part: it has passed there already, and the colours are
  /// ours.
  init(laidOut text: String) { self.text = text }

  /// A man page, a script for a shell, a help text: made of this program's declarations alone, in a form
  /// that has controls in it.
  public init(declared text: String) { self.text = text }

  static func + (left: Shown, right: Shown) -> Shown {
    Shown(laidOut: left.text + right.text)
  }
}
