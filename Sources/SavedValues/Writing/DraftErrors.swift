/// What can't be encoded, and where.
extension Draft {
  /// The keys on the way to a place.
  func path(to place: Int32) -> [any CodingKey] {
    var path: [any CodingKey] = []
    var item = items[Int(place)]
    var child = place
    while child != 0 {
      let parent = items[Int(item.parent)]
      if parent.kind == .map {
        path.append(PathKey(stringValue: words[Int(item.key)].text))
      } else {
        path.append(PathKey(intValue: index(of: child, in: parent)))
      }
      child = item.parent
      item = parent
    }
    return path.reversed()
  }

  private func index(of place: Int32, in container: Item) -> Int {
    var index = 0
    var child = container.first
    while child != place, child != 0 {
      child = items[Int(child)].next
      index += 1
    }
    return index
  }

  func fail(_ reason: String, at place: Int32) {
    if failure == nil { failure = error(reason, at: place) }
  }

  func error(_ reason: String, at place: Int32) -> EncodingError {
    .invalidValue(reason, .init(codingPath: path(to: place), debugDescription: reason))
  }
}
