/// The blobs of a document by number: bytes that occur more than once. A session holds each message
/// as it was sent, as it was received and as it was on the wire.
struct BlobTable {
  /// In the order of their numbers.
  private(set) var shared: [[UInt8]] = []
  /// The number of each blob of the draft; negative where it is none of the document.
  private var ranks: [Int]
  private let blobs: [Draft.Blob]
  /// Bytes that the table takes.
  private(set) var width: Int

  /// Fewer bytes are not worth a number.
  private static let shortest = 4

  init(_ blobs: [Draft.Blob]) {
    self.blobs = blobs
    ranks = Array(repeating: -1, count: blobs.count)
    var kept = blobs.indices.filter {
      blobs[$0].uses > 1 && blobs[$0].bytes.count >= Self.shortest
    }
    kept.sort { one, other in
      blobs[one].uses != blobs[other].uses
        ? blobs[one].uses > blobs[other].uses
        : blobs[one].bytes.lexicographicallyPrecedes(blobs[other].bytes)
    }
    width = Varint.width(UInt64(kept.count))
    for (rank, number) in kept.enumerated() {
      ranks[number] = rank
      shared.append(blobs[number].bytes)
      width += blobs[number].bytes.savedWidth
    }
  }

  func valueWidth(_ number: Int) -> Int {
    ranks[number] < 0
      ? 1 + blobs[number].bytes.savedWidth : 1 + Varint.width(UInt64(ranks[number]))
  }

  func write(_ number: Int, to bytes: inout [UInt8]) {
    if ranks[number] < 0 {
      bytes.append(Tag.bytes)
      bytes.append(measured: blobs[number].bytes)
    } else {
      bytes.append(Tag.blob, varint: UInt64(ranks[number]))
    }
  }
}

/// Bytes as a key: an array hashes one element after another.
struct ByteString: Hashable {
  let bytes: [UInt8]

  func hash(into hasher: inout Hasher) {
    bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
  }
}

extension [UInt8] {
  /// Bytes of these after their number.
  var savedWidth: Int { Varint.width(UInt64(count)) + count }

  /// Appends bytes after their number.
  mutating func append(measured content: [UInt8]) {
    append(varint: UInt64(content.count))
    append(contentsOf: content)
  }
}
