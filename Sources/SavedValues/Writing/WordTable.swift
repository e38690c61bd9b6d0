/// The words of a document by number: all keys, and what occurs more than once.
struct WordTable {
  /// In the order of their numbers.
  private(set) var texts: [String] = []
  /// The number of each word of the draft; negative where it is none of the document.
  private(set) var ranks: [Int]
  private let words: [Draft.Word]
  /// Bytes that the table takes.
  private(set) var width: Int

  init(_ words: [Draft.Word]) {
    self.words = words
    ranks = Array(repeating: -1, count: words.count)
    var kept = words.indices.filter { words[$0].isKey || words[$0].uses > 1 }
    // Not the order of arrival, which dictionaries don't keep.
    kept.sort { one, other in
      words[one].uses != words[other].uses
        ? words[one].uses > words[other].uses : words[one].text < words[other].text
    }
    width = Varint.width(UInt64(kept.count))
    texts.reserveCapacity(kept.count)
    for (rank, number) in kept.enumerated() {
      ranks[number] = rank
      texts.append(words[number].text)
      width += words[number].text.savedWidth
    }
  }

  func keyWidth(_ number: Int32) -> Int { Varint.width(UInt64(ranks[Int(number)])) }

  func valueWidth(_ number: Int) -> Int {
    switch ranks[number] {
    case ..<0: 1 + words[number].text.savedWidth
    case ..<Tag.frequentWordLimit: 1
    case let rank: 1 + Varint.width(UInt64(rank))
    }
  }

  /// Writes a word that is a value.
  func write(_ number: Int, to bytes: inout [UInt8]) {
    switch ranks[number] {
    case ..<0:
      bytes.append(Tag.text)
      bytes.append(text: words[number].text)
    case let rank where rank < Tag.frequentWordLimit:
      bytes.append(Tag.frequentWord + UInt8(truncatingIfNeeded: rank))
    case let rank:
      bytes.append(Tag.word, varint: UInt64(rank))
    }
  }
}

extension String {
  /// Bytes of the string after its length.
  var savedWidth: Int { Varint.width(UInt64(utf8.count)) + utf8.count }
}

extension [UInt8] {
  mutating func append(text: String) {
    append(varint: UInt64(text.utf8.count))
    append(contentsOf: text.utf8)
  }

  mutating func append(_ tag: UInt8, varint number: UInt64) {
    append(tag)
    append(varint: number)
  }

  mutating func append(_ tag: UInt8, lowestFirst number: UInt64, bytes: Int) {
    append(tag)
    append(lowestFirst: number, bytes: bytes)
  }
}
