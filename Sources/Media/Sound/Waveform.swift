/// Sound reduced to columns, for a screen.
public struct Waveform: Sendable, Hashable, Codable {
  /// The lowest and the highest sample of a piece.
  public struct Column: Sendable, Hashable, Codable {
    public var low: Int16
    public var high: Int16

    /// How far it reaches from silence, 0 to 32,768.
    public var reach: Int { max(abs(Int(low)), abs(Int(high))) }
  }

  public var columns: [Column]

  /// - Parameter count: columns; fewer samples than that make as many columns as samples.
  public init(_ samples: [Int16], columns count: Int) {
    let count = min(max(0, count), samples.count)
    columns = (0..<count).map { column in
      let piece = samples[samples.count * column / count..<samples.count * (column + 1) / count]
      return Column(low: piece.min() ?? 0, high: piece.max() ?? 0)
    }
  }

  /// For each column a height from 0, silence, to `steps`, the loudest of this sound.
  public func heights(steps: Int) -> [Int] {
    let loudest = columns.map(\.reach).max() ?? 0
    guard loudest > 0, steps > 0 else { return columns.map { _ in 0 } }
    return columns.map { column in
      column.reach == 0 ? 0 : max(1, (column.reach * steps + loudest / 2) / loudest)
    }
  }
}
