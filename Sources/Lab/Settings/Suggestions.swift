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

/// The word that was most likely meant: a near one, or else one of which the beginning was typed, a part, or some
/// letters in their order. What says the opposite was not meant.
///
/// - Returns: nil where no word is like it, or several are by their beginnings.
public func likely(_ typed: String, among words: [String]) -> String? {
  let typed = typed.lowercased()
  let opposite = ["on": "off", "off": "on"][typed]
  let words = words.filter { $0 != opposite }
  // Another number is another thing, however near.
  guard typed.contains(where: \.isLetter) else { return nil }
  if let whole = lengthened(typed, among: words) { return whole }
  // More was typed than the word has, or a part of it alone: neither is a slip of the finger.
  let separators: Set<Character> = ["-", ".", "_"]
  if let longer = words.filter({
    typed.hasPrefix($0) && typed.dropFirst($0.count).first.map(separators.contains) == true
  })
  .max(by: { $0.count < $1.count }) {
    return longer
  }
  let parted = words.filter {
    $0 != typed && $0.split { separators.contains($0) }.contains { $0 == typed }
  }
  if typed.count > 2, parted.count == 1, !words.contains(typed) { return parted[0] }
  // In a short word one letter makes another word.
  if let near = nearest(to: typed, among: words, limit: 1, reach: typed.count < 4 ? 1 : nil).first {
    return near
  }
  guard typed.count > 1 else { return nil }
  let tests: [(String) -> Bool] = [
    { $0.hasPrefix(typed) },
    { $0.split { "-._=".contains($0) }.contains { $0.hasPrefix(typed) } },
    { typed.count < 4 && $0.first == typed.first && isThinned(typed, from: $0) },
  ]
  for test in tests {
    let found = words.filter { test($0.lowercased()) }
    if found.count == 1 { return found[0] }
  }
  return nil
}

/// The one word in which the parts of what was typed stand in their order, each as the beginning of a part:
/// `client.check.pin` for `client.pin`.
///
/// - Returns: nil where what was typed has one part alone, or is such for no word or for several.
public func lengthened(_ typed: String, among words: [String]) -> String? {
  let parts = typed.lowercased().split { "-._".contains($0) }
  guard parts.count > 1, !words.contains(typed) else { return nil }
  let found = words.filter { word in
    var left = parts[...]
    for part in word.lowercased().split(whereSeparator: { "-._".contains($0) }) {
      if let first = left.first, part.hasPrefix(first) { left.removeFirst() }
    }
    return left.isEmpty
  }
  return found.count == 1 ? found[0] : nil
}

/// The words that begin with what was typed, or a part of which does, where several do: then none of them is the
/// likely one.
public func beginnings(_ typed: String, among words: [String]) -> [String] {
  let typed = typed.lowercased()
  guard typed.count > 1 else { return [] }
  let found = words.filter { word in
    let word = word.lowercased()
    return word.hasPrefix(typed)
      || word.split { "-._=".contains($0) }.contains { $0.hasPrefix(typed) }
  }
  return found.count > 1 ? found : []
}

/// Whether letters stand in a word in their order: `md` in `markdown`.
private func isThinned(_ letters: String, from word: String) -> Bool {
  var rest = letters[...]
  for letter in word where letter == rest.first { rest.removeFirst() }
  return rest.isEmpty
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
