import CNcursesShims

extension CursesScreen {
  /// What came from the keyboard.
  public enum Event: Hashable, Sendable {
    case key(Key)
    case resized
    /// Nothing, for a while.
    case nothing
    /// The terminal is gone.
    case end
  }

  /// Waits for a key.
  ///
  /// - Parameter milliseconds: how long at most; a signal ends it earlier.
  public func read(within milliseconds: Int = 500) -> Event {
    let read = tlslab_screen_read_key(Int32(milliseconds))
    switch read.kind {
    case TLSLAB_SCREEN_NOTHING: return .nothing
    case TLSLAB_SCREEN_END: return .end
    case TLSLAB_SCREEN_RESIZED: return .resized
    case TLSLAB_SCREEN_CHARACTER: return Self.character(read.code).map(Event.key) ?? .nothing
    case TLSLAB_SCREEN_CLICK: return .key(.click(row: Int(read.row), column: Int(read.column)))
    case TLSLAB_SCREEN_WHEEL_UP: return .key(.wheel(isUp: true))
    case TLSLAB_SCREEN_WHEEL_DOWN: return .key(.wheel(isUp: false))
    default: return Self.named(read.kind).map(Event.key) ?? .nothing
    }
  }

  private static func named(_ kind: tlslab_screen_key_kind) -> Key? {
    switch kind {
    case TLSLAB_SCREEN_UP: .up
    case TLSLAB_SCREEN_DOWN: .down
    case TLSLAB_SCREEN_LEFT: .left
    case TLSLAB_SCREEN_RIGHT: .right
    case TLSLAB_SCREEN_PAGE_UP: .pageUp
    case TLSLAB_SCREEN_PAGE_DOWN: .pageDown
    case TLSLAB_SCREEN_HOME: .home
    case TLSLAB_SCREEN_LAST: .end
    case TLSLAB_SCREEN_ENTER: .enter
    case TLSLAB_SCREEN_BACK_TAB: .backTab
    case TLSLAB_SCREEN_BACKSPACE: .backspace
    case TLSLAB_SCREEN_DELETE: .delete
    default: nil
    }
  }

  /// Control characters are keys of their own.
  private static func character(_ code: UInt32) -> Key? {
    switch code {
    case 0x03: return .interrupted
    case 0x08, 0x7f: return .backspace
    case 0x09: return .tab
    case 0x0a, 0x0d: return .enter
    case 0x1b: return .escape
    case 0x01...0x1a:
      return Unicode.Scalar(code + 0x60).map { .control(Character($0)) }
    case ..<0x20: return nil
    default: return Unicode.Scalar(code).map { .character(Character($0)) }
    }
  }
}
