/// The bytes that are being decoded. Nothing is looked at before somebody asks for it, but for
/// words, blobs and the size of the root.
///
/// No variable of a document or a draft is lent out while code of others runs, so that the checks of
/// exclusive access are left out: a tenth of the time of reading, a third of writing.
final class Document {
  /// A value in a map.
  struct Entry {
    let word: Int
    let offset: Int
  }

  /// Bytes that values share.
  struct Blob {
    let range: Range<Int>
    let bytes: [UInt8]
  }

  let bytes: [UInt8]
  @exclusivity(unchecked) private(set) var words: [String] = []
  @exclusivity(unchecked) private(set) var blobs: [Blob] = []
  /// Where the value lies that all others are in.
  @exclusivity(unchecked) private(set) var root = Place(0)
  /// The entries of all maps that were looked into: each map knows which are its own.
  @exclusivity(unchecked) private(set) var entries: [Entry] = []
  @exclusivity(unchecked) private var numbers: [String: Int] = [:]
  @exclusivity(unchecked) private var keys = KeyNumbers()

  /// - Throws: where words, blobs or the size of the root are wrong.
  init(_ bytes: [UInt8]) throws(DecodingError) {
    self.bytes = bytes
    guard bytes.first == SavedValues.format else {
      throw Self.corrupted("no saved values of this format", [])
    }
    var cursor = Cursor(offset: 1, limit: bytes.count)
    do throws(Cursor.Failure) {
      try readWords(&cursor)
      try readBlobs(&cursor)
      root = Place(cursor.offset)
      _ = try value(&cursor)
      if cursor.offset != cursor.limit { throw .trailing }
    } catch {
      throw Self.corrupted(error.rawValue, [])
    }
  }

  private func readWords(_ cursor: inout Cursor) throws(Cursor.Failure) {
    // Each word takes a byte at least: whoever claims more of them is stopped by the end.
    for number in 0..<(try count(&cursor)) {
      let word = try string(slice(&cursor))
      numbers[word] = number
      words.append(word)
    }
  }

  private func readBlobs(_ cursor: inout Cursor) throws(Cursor.Failure) {
    for _ in 0..<(try count(&cursor)) {
      let range = try slice(&cursor)
      blobs.append(Blob(range: range, bytes: Array(bytes[range])))
    }
  }

  /// The number of a key's word; negative where the document does not have it.
  func number<Key: CodingKey>(ofKey key: Key) -> Int {
    if let known = keys.number(of: key) { return known }
    let number = numbers[key.stringValue] ?? -1
    keys.remember(number, of: key)
    return number
  }

  func decode<Value: Decodable>(
    _ type: Value.Type, at place: Place, depth: Int32
  ) throws -> Value {
    if type == [UInt8].self, let bytes = try bytesIfKept(at: place) {
      return try same(bytes, at: place)
    }
    if type == String.self { return try same(try text(at: place), at: place) }
    return try Value(from: descend(to: place, depth: depth))
  }

  /// A value as the type that it has. (A function of its own: an optional of a type that is known only
  /// now must be looked up, even where it is not used.)
  @inline(never)
  private func same<Value>(_ value: Any, at place: Place) throws(DecodingError) -> Value {
    guard let value = value as? Value else { throw mismatch(Value.self, at: place) }
    return value
  }

  /// The decoder of a value in another one.
  func descend(to place: Place, depth: Int32) throws(DecodingError) -> SlotDecoder {
    guard depth < SavedValues.depthLimit else {
      throw corrupted("more than \(SavedValues.depthLimit) values in each other", at: place)
    }
    return SlotDecoder(document: self, place: place, depth: depth + 1)
  }

  /// Looks into a map.
  ///
  /// - Returns: which entries are its own.
  func readEntries(ofMapAt place: Place) throws(DecodingError) -> Range<Int> {
    guard case .map(let content) = try value(at: place) else {
      throw mismatch([String: Any].self, at: place)
    }
    let start = entries.count
    var cursor = Cursor(offset: content.lowerBound, limit: content.upperBound)
    do throws(Cursor.Failure) {
      var previous = -1
      while cursor.offset < cursor.limit {
        let word = try wordNumber(&cursor)
        // An order that is checked makes two values for one key impossible.
        guard word > previous else { throw .order }
        previous = word
        entries.append(Entry(word: word, offset: cursor.offset))
        _ = try value(&cursor)
      }
    } catch {
      throw corrupted(error.rawValue, at: place)
    }
    return start..<entries.count
  }
}
