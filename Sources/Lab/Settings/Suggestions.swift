/// The words closest to what was typed, best first, none that is too far off.
///
/// Distance is the number of letters to insert, leave out, change or swap.
///
/// - Parameter reach: the greatest distance; without it, the longer the word, the more.
public func nearest(
  to word: String, among words: [String], limit: Int = 3, reach: Int? = nil
) -> [String] {
  let typed = Array(word.lowercased().prefix(64))
  let ranked = words.map { (distance(typed, Array($0.lowercased())), $0) }
  let reach = reach ?? max(2, typed.count / 4)
  return ranked.filter { $0.0 <= reach }.sorted { $0.0 < $1.0 }.prefix(limit).map(\.1)
}

private func distance(_ left: [Character], _ right: [Character]) -> Int {
  var before: [Int] = []
  var last = Array(0...right.count)
  for row in left.indices {
    var current = [row + 1]
    for column in right.indices {
      let same = left[row] == right[column]
      var best = min(last[column] + (same ? 0 : 1), last[column + 1] + 1, current[column] + 1)
      if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
        best = min(best, before[column - 1] + 1)
      }
      current.append(best)
    }
    before = last
    last = current
  }
  return last[right.count]
}
