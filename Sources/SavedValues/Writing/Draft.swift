/// A value that is being encoded, as a tree in one array: containers are open as long as anybody
/// writes into them, several at a time, so that their bytes can be laid down only at the end.
final class Draft {
  /// A value's place in the tree.
  struct Item {
    enum Kind: UInt8 {
      case empty, null, no, yes, float, double, natural, negative
      /// A word in the table; its number is the payload.
      case word
      /// A string that is no word; its place in `texts` is the payload.
      case text
      /// Their place in `blobs` is the payload.
      case bytes
      /// The same in `runs`.
      case run
      case array, map
    }

    var kind: Kind = .empty
    /// The key's word, for what is in a map.
    var key: Int32 = 0
    var parent: Int32
    /// The next one in the same container; 0 where there is none.
    var next: Int32 = 0
    var first: Int32 = 0
    var last: Int32 = 0
    /// Elements of a container.
    var count: Int32 = 0
    /// Of containers, in the end: how many bytes the content takes.
    var payload: UInt64 = 0
  }

  /// A string that may come again.
  struct Word {
    let text: String
    var uses = 0
    var isKey = false
  }

  /// Bytes that may come again.
  struct Blob {
    let bytes: [UInt8]
    var uses = 1
  }

  /// The root first; whatever is in a container stands behind it.
  @exclusivity(unchecked) var items = [Item(parent: 0)]
  @exclusivity(unchecked) var words: [Word] = []
  @exclusivity(unchecked) var texts: [String] = []
  @exclusivity(unchecked) var blobs: [Blob] = []
  @exclusivity(unchecked) var runs: [[UInt8]] = []
  /// What went wrong where nothing can be thrown.
  var failure: EncodingError?
  @exclusivity(unchecked) private var numbers: [String: Int] = [:]
  @exclusivity(unchecked) private var keys = KeyNumbers()

  @exclusivity(unchecked) private var blobNumbers: [ByteString: Int] = [:]

  private static let itemLimit = 1 << 30
  static let tooDeep = "more than \(SavedValues.depthLimit) values in each other"
  private static let longestWord = 64

  init() { items.reserveCapacity(256) }

  // MARK: Places

  /// A new place at the end of a container.
  func add(to container: Int32, key: Int = 0) -> Int32 {
    guard items.count < Self.itemLimit else {
      fail("too many values", at: container)
      return container
    }
    let place = Int32(truncatingIfNeeded: items.count)
    items.append(Item(key: Int32(truncatingIfNeeded: key), parent: container))
    let previous = Int(items[Int(container)].last)
    if previous == 0 {
      items[Int(container)].first = place
    } else {
      items[previous].next = place
    }
    items[Int(container)].last = place
    items[Int(container)].count += 1
    return place
  }

  /// Makes a place a container, or finds that it is one.
  func open(_ place: Int32, as kind: Item.Kind) {
    if items[Int(place)].kind == .empty {
      items[Int(place)].kind = kind
    } else if items[Int(place)].kind != kind {
      fail("two values in one place", at: place)
    }
  }

  func fill(_ place: Int32, _ kind: Item.Kind, _ payload: UInt64 = 0) throws(EncodingError) {
    guard items[Int(place)].kind == .empty else {
      throw error("two values in one place", at: place)
    }
    items[Int(place)].kind = kind
    items[Int(place)].payload = payload
  }

  // MARK: Values

  func put<Value: Encodable>(_ value: Value, in place: Int32, depth: Int32) throws {
    if Value.self == [UInt8].self, let bytes = value as? [UInt8] {
      return try put(bytes: bytes, in: place)
    }
    if Value.self == String.self, let text = value as? String {
      return try put(text: text, in: place)
    }
    guard depth < SavedValues.depthLimit else {
      throw error(Self.tooDeep, at: place)
    }
    try value.encode(to: SlotEncoder(draft: self, place: place, depth: depth + 1))
  }

  /// The encoder of a container in another one: where it lies too deep, that is thrown at the end.
  func descend(to place: Int32, depth: Int32) -> SlotEncoder {
    if depth >= SavedValues.depthLimit { fail(Self.tooDeep, at: place) }
    return SlotEncoder(draft: self, place: place, depth: depth + 1)
  }

  /// Bytes that stand in several places are kept once.
  func put(bytes: [UInt8], in place: Int32) throws(EncodingError) {
    let content = ByteString(bytes: bytes)
    let number: Int
    if let known = blobNumbers[content] {
      number = known
      blobs[number].uses += 1
    } else {
      number = blobs.count
      blobs.append(Blob(bytes: bytes))
      blobNumbers[content] = number
    }
    try fill(place, .bytes, UInt64(number))
  }

  func put(run: [UInt8], in place: Int32) throws(EncodingError) {
    try fill(place, .run, UInt64(runs.count))
    runs.append(run)
  }

  func put(text: String, in place: Int32) throws(EncodingError) {
    // Strings that Swift calls equal may differ in their bytes, unless they are ASCII.
    if text.utf8.count <= Self.longestWord, text.utf8.allSatisfy({ $0 < 0x80 }) {
      let number = number(of: text)
      words[number].uses += 1
      try fill(place, .word, UInt64(number))
    } else {
      try fill(place, .text, UInt64(texts.count))
      texts.append(text)
    }
  }

  func put(_ number: some FixedWidthInteger, in place: Int32) throws(EncodingError) {
    if number >= 0, let natural = UInt64(exactly: number) {
      try fill(place, .natural, natural)
    } else if let negative = Int64(exactly: number) {
      try fill(place, .negative, UInt64(bitPattern: ~negative))
    } else {
      throw error("a number of more than 64 bits", at: place)
    }
  }

  // MARK: Words

  func number<Key: CodingKey>(ofKey key: Key) -> Int {
    let number: Int
    if let known = keys.number(of: key) {
      number = known
    } else {
      number = self.number(of: key.stringValue)
      keys.remember(number, of: key)
    }
    words[number].uses += 1
    words[number].isKey = true
    return number
  }

  private func number(of text: String) -> Int {
    if let known = numbers[text] { return known }
    let number = words.count
    words.append(Word(text: text))
    numbers[text] = number
    return number
  }
}
