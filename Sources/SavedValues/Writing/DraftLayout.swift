/// What values are named by.
private struct Tables {
  let words: WordTable
  let blobs: BlobTable
}

/// From the tree to bytes: words get numbers by how often they occur, maps are sorted by them, and
/// each container learns its size before the first byte is written.
extension Draft {
  /// The bytes of the whole.
  func document() -> [UInt8] {
    let tables = Tables(words: WordTable(words), blobs: BlobTable(blobs))
    measure(tables)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(
      1 + tables.words.width + tables.blobs.width + width(of: items[0], tables))
    bytes.append(SavedValues.format)
    bytes.append(varint: UInt64(tables.words.texts.count))
    for text in tables.words.texts { bytes.append(text: text) }
    bytes.append(varint: UInt64(tables.blobs.shared.count))
    for blob in tables.blobs.shared { bytes.append(measured: blob) }
    write(items[0], tables, to: &bytes)
    return bytes
  }

  // MARK: Sizes

  /// What is in a container stands behind it: from the back, all of it is measured before it is.
  private func measure(_ tables: Tables) {
    var order: [UInt64] = []
    for place in items.indices.reversed() {
      switch items[place].kind {
      case .map:
        sort(place, tables, &order)
        sum(place) { tables.words.keyWidth($0.key) + width(of: $0, tables) }
      case .array:
        sum(place) { width(of: $0, tables) }
      default: break
      }
    }
  }

  private func sum(_ place: Int, _ width: (Item) -> Int) {
    var total = 0
    var child = items[place].first
    while child != 0 {
      total += width(items[Int(child)])
      child = items[Int(child)].next
    }
    items[place].payload = UInt64(total)
  }

  /// Puts a map into the order of its keys' numbers. What came last for a key stays.
  private func sort(_ place: Int, _ tables: Tables, _ order: inout [UInt64]) {
    guard items[place].count > 1 else { return }
    order.removeAll(keepingCapacity: true)
    var child = items[place].first
    while child != 0 {
      // Numbers are sorted faster than anything that must be looked up; later places are higher.
      order.append(UInt64(tables.words.ranks[Int(items[Int(child)].key)]) << 32 | UInt64(child))
      child = items[Int(child)].next
    }
    order.sort()
    var next: UInt64 = 0
    for entry in order.reversed() where next == 0 || next >> 32 != entry >> 32 {
      items[Int(entry & 0xffff_ffff)].next = Int32(truncatingIfNeeded: next)
      next = entry
    }
    items[place].first = Int32(truncatingIfNeeded: next)
  }

  private func width(of item: Item, _ tables: Tables) -> Int {
    switch item.kind {
    case .empty, .null, .no, .yes: 1
    case .float: 5
    case .double: 9
    case .natural: item.payload < Tag.smallLimit ? 1 : 1 + Varint.width(item.payload)
    case .negative: 1 + Varint.width(item.payload)
    case .word: tables.words.valueWidth(Int(item.payload))
    case .text: 1 + texts[Int(item.payload)].savedWidth
    case .bytes: tables.blobs.valueWidth(Int(item.payload))
    case .run: 1 + runs[Int(item.payload)].savedWidth
    case .map where item.payload < Tag.shortMapLimit: 1 + Int(item.payload)
    case .array, .map: 1 + Varint.width(item.payload) + Int(item.payload)
    }
  }

  // MARK: Bytes

  private func write(_ item: Item, _ tables: Tables, to bytes: inout [UInt8]) {
    switch item.kind {
    case .empty: bytes.append(Tag.shortMap)
    case .null: bytes.append(Tag.null)
    case .no: bytes.append(Tag.no)
    case .yes: bytes.append(Tag.yes)
    case .float: bytes.append(Tag.float, lowestFirst: item.payload, bytes: 4)
    case .double: bytes.append(Tag.double, lowestFirst: item.payload, bytes: 8)
    case .natural where item.payload < Tag.smallLimit:
      bytes.append(Tag.small + UInt8(truncatingIfNeeded: item.payload))
    case .natural: bytes.append(Tag.natural, varint: item.payload)
    case .negative: bytes.append(Tag.negative, varint: item.payload)
    case .word: tables.words.write(Int(item.payload), to: &bytes)
    case .text:
      bytes.append(Tag.text)
      bytes.append(text: texts[Int(item.payload)])
    case .bytes: tables.blobs.write(Int(item.payload), to: &bytes)
    case .run:
      bytes.append(Tag.run)
      bytes.append(measured: runs[Int(item.payload)])
    case .array:
      bytes.append(Tag.array, varint: item.payload)
      writeContent(of: item, tables, to: &bytes)
    case .map where item.payload < Tag.shortMapLimit:
      bytes.append(Tag.shortMap + UInt8(truncatingIfNeeded: item.payload))
      writeContent(of: item, tables, to: &bytes)
    case .map:
      bytes.append(Tag.map, varint: item.payload)
      writeContent(of: item, tables, to: &bytes)
    }
  }

  private func writeContent(of item: Item, _ tables: Tables, to bytes: inout [UInt8]) {
    var child = item.first
    while child != 0 {
      let element = items[Int(child)]
      if item.kind == .map { bytes.append(varint: UInt64(tables.words.ranks[Int(element.key)])) }
      write(element, tables, to: &bytes)
      child = element.next
    }
  }

  // MARK: What containers ask

  /// Elements of an array.
  func count(of place: Int32) -> Int {
    var count = Int(items[Int(place)].count)
    guard !runs.isEmpty else { return count }
    var child = items[Int(place)].first
    while child != 0 {
      let item = items[Int(child)]
      if item.kind == .run { count += runs[Int(item.payload)].count - 1 }
      child = item.next
    }
    return count
  }
}
