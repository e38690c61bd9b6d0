/// What somebody pressed, wherever it was read.
public enum Key: Hashable, Sendable {
  case character(Character)
  /// With Ctrl held: its letter, in lower case.
  case control(Character)
  case up, down, left, right, pageUp, pageDown, home, end
  case enter, tab, backTab, escape, backspace, delete
  /// Counted from 0.
  case click(row: Int, column: Int)
  case wheel(isUp: Bool)
  /// Ctrl-C.
  case interrupted
}
