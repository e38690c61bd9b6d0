import CNcursesShims
import Explanations
import Pages

/// The terminal, taken over: shows grids and reads keys. One at a time.
public final class CursesScreen {
  private var hasTerminal = true

  /// Takes the terminal over.
  ///
  /// - Returns: nil where that is not possible.
  public init?(color: Bool) {
    guard tlslab_screen_open(color) else { return nil }
  }

  /// Gives the terminal back as it was.
  public func close() {
    guard hasTerminal else { return }
    hasTerminal = false
    tlslab_screen_close()
  }

  deinit { close() }

  /// Whether the terminal behind standard output can be written on anywhere.
  public static var isPossible: Bool { tlslab_screen_is_possible() }

  /// The fewest rows and columns on which anything can be arranged.
  public static let least = (rows: Arrangement.leastRows, columns: Arrangement.leastColumns)

  /// The size now.
  public var size: (rows: Int, columns: Int) {
    var rows: Int32 = 0
    var columns: Int32 = 0
    tlslab_screen_follow_size(&rows, &columns)
    return (Int(rows), Int(columns))
  }

  /// Draws everything anew the next time.
  public func redraw() { tlslab_screen_redraw() }

  public func show(_ grid: Grid) {
    tlslab_screen_clear()
    for row in 0..<grid.rows {
      show(grid.cells[row * grid.columns..<(row + 1) * grid.columns], row)
    }
    tlslab_screen_show(
      grid.cursor.map { Int32($0.row) } ?? -1, grid.cursor.map { Int32($0.column) } ?? 0)
  }

  /// What looks alike goes together; what is no ASCII by itself, at its own place: terminals and libraries
  /// differ in how wide they take it for.
  private func show(_ cells: ArraySlice<Cell>, _ row: Int) {
    var start = cells.startIndex
    while start < cells.endIndex {
      var end = start + 1
      while end < cells.endIndex, cells[start].isLike(cells[end]) { end += 1 }
      let text = cells[start..<end].map(\.text).joined()
      if !text.isEmpty {
        tlslab_screen_put(
          Int32(row), Int32(start - cells.startIndex), text, cells[start].look)
      }
      start = end
    }
  }
}

extension Cell {
  fileprivate func isLike(_ other: Cell) -> Bool {
    style == other.style && isLit == other.isLit && isASCII && other.isASCII
  }

  private var isASCII: Bool { text.utf8.count == 1 }

  /// Red, magenta and green can be read on black and on white; the prompt has the same.
  fileprivate var look: Int32 {
    let red: Int32 = 1
    let green: Int32 = 2
    let magenta: Int32 = 5
    let bold = Int32(TLSLAB_LOOK_BOLD)
    let own =
      switch style {
      case .plain: Int32(0)
      case .heading, .field: bold
      case .faint: Int32(TLSLAB_LOOK_DIM)
      case .good: green
      case .bad: red | bold
      case .warning: magenta | bold
      case .secret: red
      case .command: magenta
      }
    // What is dim can't be read on what is lit.
    guard isLit else { return own }
    return (style == .faint ? 0 : own) | Int32(TLSLAB_LOOK_LIT)
  }
}
