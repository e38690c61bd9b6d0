/// What is wrong, and where. The way to a place is found only then, by looking from the root for
/// what it lies in.
extension Document {
  /// How many values are passed over for the sake of a message: types that try one kind after
  /// another make an error with each.
  private static let searchLimit = 250

  static func corrupted(_ reason: String, _ path: [any CodingKey]) -> DecodingError {
    .dataCorrupted(.init(codingPath: path, debugDescription: reason))
  }

  func corrupted(_ reason: String, at place: Place) -> DecodingError {
    Self.corrupted(reason, path(to: place))
  }

  /// Another type was expected, or a value where there is none.
  func mismatch(_ type: Any.Type, at place: Place) -> DecodingError {
    let isNull = isNull(at: place)
    let reason = isNull ? "no value where \(type) was expected" : "something else than \(type)"
    let context = DecodingError.Context(codingPath: path(to: place), debugDescription: reason)
    return isNull ? .valueNotFound(type, context) : .typeMismatch(type, context)
  }

  /// The keys on the way to a place, as far as they are found in reasonable time.
  func path(to place: Place) -> [any CodingKey] {
    var path: [any CodingKey] = []
    var next: Int? = root.offset
    var budget = Self.searchLimit
    while let offset = next, offset < place.offset {
      next = step(from: offset, towards: place.offset, &path, &budget)
    }
    return path
  }

  /// - Returns: where the element begins that the target is in; nil where none is.
  private func step(
    from offset: Int, towards target: Int, _ path: inout [any CodingKey], _ budget: inout Int
  ) -> Int? {
    var cursor = Cursor(offset: offset, limit: bytes.count)
    let isMap: Bool
    switch try? value(&cursor) {
    case .array(let content): (isMap, cursor) = (false, Cursor(content))
    case .map(let content): (isMap, cursor) = (true, Cursor(content))
    case .bytes(let content), .run(let content):
      path.append(PathKey(intValue: target - content.lowerBound))
      return nil
    default: return nil
    }
    var index = 0
    while cursor.offset < cursor.limit, budget > 0 {
      budget -= 1
      let word = isMap ? try? wordNumber(&cursor) : nil
      let start = cursor.offset
      guard (try? value(&cursor)) != nil else { return nil }
      if cursor.offset > target {
        path.append(word.map { PathKey(stringValue: words[$0]) } ?? PathKey(intValue: index))
        return start
      }
      index += 1
    }
    return nil
  }
}

extension Cursor {
  fileprivate init(_ content: Range<Int>) {
    self.init(offset: content.lowerBound, limit: content.upperBound)
  }
}
