/// Makes a short value of bytes that changes with them, such as SHA-256; always of one length.
public typealias Digest = @Sendable ([UInt8]) -> [UInt8]

/// What is digested of each row: its key with its bytes, so that a row in another's place shows.
struct Digests: Sendable {
  let digest: Digest

  func part(name: String, bytes: [UInt8]) -> [UInt8] {
    framed([[UInt8(ascii: "p")], Array(name.utf8), bytes])
  }

  func body(number: Int, bytes: [UInt8]) -> [UInt8] {
    framed([[UInt8(ascii: "b")], bigEndian(number), bytes])
  }

  /// Covers the body's digest: a body of an earlier commit shows as well.
  func session(_ brief: Brief, body: [UInt8]) -> [UInt8] {
    framed([
      [UInt8(ascii: "s")], bigEndian(brief.number), Array(brief.id.utf8), brief.bytes, body,
    ])
  }

  /// The seal of no rows.
  var emptySeal: [UInt8] { [UInt8](repeating: 0, count: digest([]).count) }

  /// Each piece behind its length: no two lists of pieces make the same bytes.
  private func framed(_ pieces: [[UInt8]]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(pieces.reduce(0) { $0 + $1.count + 8 })
    for piece in pieces {
      bytes += bigEndian(piece.count)
      bytes += piece
    }
    return digest(bytes)
  }

  private func bigEndian(_ number: Int) -> [UInt8] {
    withUnsafeBytes(of: Int64(number).bigEndian) { Array($0) }
  }
}

/// All rows of a table in one value. Adding a row's digest and taking it out is the same, so a
/// commit needs to know only the rows that it touches.
struct Seal: Hashable {
  private(set) var bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// A digest of another length is none of ours: the seal is left not to fit.
  mutating func toggle(_ digest: [UInt8]) {
    for (index, byte) in zip(bytes.indices, digest) { bytes[index] ^= byte }
  }
}
