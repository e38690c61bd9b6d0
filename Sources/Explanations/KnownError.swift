/// What another program prints when a connection fails, and which of our entries explain it.
public struct KnownError: Hashable, Sendable {
  /// The words as they are printed; `*` stands for words that differ each time.
  public var name: String
  /// Other wordings of the same error.
  public var alternatives: [String]
  /// The programs that print it.
  public var programs: [String]
  public var explanation: Explanation
  /// The entries that say more, the nearest first.
  public var leads: [ExplanationKey]

  /// Every wording.
  public var wordings: [String] { [name] + alternatives }

  /// Which of the wordings stands in a text that was taken apart, and where; the longest one counts.
  func quotation(in text: [Substring]) -> (wording: String, place: Range<Int>)? {
    var found: (wording: String, place: Range<Int>)?
    for wording in wordings {
      guard let place = Self.place(of: Self.pattern(wording), in: text) else { continue }
      if place.count > found?.place.count ?? 0 { found = (wording, place) }
    }
    return found
  }

  /// The words of a text as they are compared: case and punctuation don't count, because they get lost when
  /// something is copied or read aloud.
  static func words(_ text: String) -> [Substring] {
    // More than this nobody pastes on purpose.
    text.lowercased().split { !$0.isLetter && !$0.isNumber }.prefix(2000).map { $0 }
  }

  private static let any: Substring = "*"

  private static func pattern(_ wording: String) -> [Substring] {
    wording.split(separator: " ").flatMap { $0 == any ? [any] : words(String($0)) }
  }

  private static func place(of pattern: [Substring], in text: [Substring]) -> Range<Int>? {
    for start in text.indices {
      if let end = end(of: pattern[...], in: text, from: start) { return start..<end }
    }
    return nil
  }

  private static func end(
    of pattern: ArraySlice<Substring>, in text: [Substring], from start: Int
  ) -> Int? {
    guard let first = pattern.first else { return start }
    guard start < text.count else { return nil }
    if first != any {
      return text[start] == first ? end(of: pattern.dropFirst(), in: text, from: start + 1) : nil
    }
    for next in (start + 1)...text.count {
      if let end = end(of: pattern.dropFirst(), in: text, from: next) { return end }
    }
    return nil
  }
}

/// An error that a text quotes.
public struct QuotedError: Hashable, Sendable {
  public var error: KnownError
  /// Which of its wordings.
  public var wording: String
  /// Where it stands, in words.
  var place: Range<Int>
}

extension Catalogue {
  /// The errors of other programs that a text quotes, the longest quotation first. What stands within the
  /// words of another is left out.
  public func errors(in text: String) -> [QuotedError] {
    let words = KnownError.words(text)
    let found = errors.compactMap { error in
      error.quotation(in: words).map {
        QuotedError(error: error, wording: $0.wording, place: $0.place)
      }
    }
    let whole = found.filter { one in
      !found.contains { $0.place != one.place && $0.place.contains(one.place) }
    }
    return whole.sorted { ($1.place.count, $0.error.name) < ($0.place.count, $1.error.name) }
  }
}
