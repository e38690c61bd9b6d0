// Whoever asks for a screen gets a page.
@_exported public import Pages

/// Everything that a learner sees, as pages computed from the lab. Each screen is a function in an
/// extension of its own.
public enum Screens {}

/// How a message is shown.
public enum MessageForm: String, Hashable, Sendable, CaseIterable {
  /// Every field, those inside others indented.
  case tree
  /// One row a field, with bytes and meaning.
  case table
  /// The bytes as boxes, drawn to scale as in the RFCs.
  case diagram
  /// Sixteen bytes a row.
  case hex
}
