import Applications
public import Pages
public import TLSKeys

/// The plaintext of a session as text: who said what, in the order of the capture. HTTP/2 is shown by its frames;
/// what is no text is counted.
public struct PlaintextRows {
  /// Bytes that one side said before the other one said something.
  public struct Piece: Sendable, Hashable {
    public var side: Side
    public var bytes: [UInt8]
    /// Whether it is early data that the server skipped (RFC 9846 §4.3.10).
    public var isSkipped = false

    public init(_ side: Side, _ bytes: [UInt8]) { (self.side, self.bytes) = (side, bytes) }
  }

  private let pieces: [Piece]
  private let left: Int

  /// - Parameters:
  ///   - left: bytes that were not kept for being shown.
  ///   - skipped: how many of the client's first bytes are early data that the server skipped.
  public init(_ pieces: [Piece], left: Int, skipped: Int = 0) {
    self.left = left
    var skipped = skipped
    self.pieces = pieces.flatMap { piece -> [Piece] in
      guard skipped > 0, piece.side == .client else { return [piece] }
      var early = Piece(.client, Array(piece.bytes.prefix(skipped)))
      early.isSkipped = true
      let rest = Piece(.client, Array(piece.bytes.dropFirst(skipped)))
      skipped -= early.bytes.count
      return rest.bytes.isEmpty ? [early] : [early, rest]
    }
  }

  public var blocks: [Block] {
    guard !pieces.isEmpty else { return [] }
    let rows =
      isHTTP2
      ? frames : pieces.flatMap { [heading($0.side, $0.isSkipped)] + Self.lines(of: $0.bytes) }
    return [.blank] + rows + rest + [.blank]
  }

  private func heading(_ side: Side, _ isSkipped: Bool = false) -> Block {
    let who = Line(side == .client ? "client > server" : "server > client", .heading)
    let skipped = isSkipped ? "  " + DecryptionWords.words("text.skipped") : ""
    return .paragraph(who + Line(skipped, .warning), indent: 4)
  }

  private var rest: [Block] {
    guard left > 0 else { return [] }
    return [.paragraph(Line(DecryptionWords.words("text.rest", ["bytes": "\(left)"])), indent: 4)]
  }

  // MARK: Text

  /// Line by line; lines that are no text are one row together.
  private static func lines(of bytes: some Sequence<UInt8>) -> [Block] {
    var blocks: [Block] = []
    var strange = 0
    func end() {
      guard strange > 0 else { return }
      blocks.append(
        .paragraph(
          Line(DecryptionWords.words("text.none", ["bytes": "\(strange)"])).asReason, indent: 6))
      strange = 0
    }
    let lines = Array(bytes).split(separator: 0x0a, omittingEmptySubsequences: false)
    for (place, line) in lines.enumerated() {
      let isLast = place == lines.count - 1
      let bare = line.last == 0x0d ? line.dropLast() : line
      if let text = text(bare) {
        if isLast && text.isEmpty { break }
        end()
        blocks.append(text.isEmpty ? .blank : .paragraph(Line(text), indent: 6))
      } else {
        strange += line.count + (isLast ? 0 : 1)
      }
    }
    end()
    return blocks
  }

  /// UTF-8 with few control characters but tabs; those stand as numbers, so that none of them reaches a terminal.
  private static func text(_ bytes: ArraySlice<UInt8>) -> String? {
    guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
    let controls = text.unicodeScalars.count(where: isControl)
    guard controls > 0 else { return text }
    guard controls * 4 <= text.unicodeScalars.count else { return nil }
    return text.unicodeScalars.reduce(into: "") { shown, scalar in
      if isControl(scalar) {
        shown += "\\x" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
      } else {
        shown.unicodeScalars.append(scalar)
      }
    }
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar != "\t" && scalar.properties.generalCategory == .control
  }

  // MARK: HTTP/2

  private var isHTTP2: Bool {
    pieces.first { $0.side == .client }?.bytes.starts(with: HTTP2FrameReader.preface) == true
  }

  private var frames: [Block] {
    var readers = [Side.client: HTTP2FrameReader(isClient: true), .server: .init(isClient: false)]
    let shown = pieces.flatMap { piece -> [Block] in
      let frames = readers[piece.side]?.take(piece.bytes) ?? []
      return frames.isEmpty ? [] : [heading(piece.side)] + frames.flatMap(rows)
    }
    let cut = Side.allCases.compactMap { side in
      readers[side].flatMap { $0.rest == 0 ? nil : (side, $0.rest) }
    }
    return shown
      + cut.flatMap { side, count in
        [heading(side), row(DecryptionWords.words("text.cut", ["bytes": "\(count)"]))]
      }
  }

  private func rows(_ frame: HTTP2Frame) -> [Block] {
    let words = [
      "name": frame.name, "stream": "\(frame.stream)", "bytes": "\(frame.payload.count)",
    ]
    let line = DecryptionWords.words(
      frame.hasCompressedHeaders ? "text.headers" : "text.frame", words)
    return [row(line)] + (frame.data.map { Self.lines(of: $0) } ?? [])
  }

  private func row(_ words: String) -> Block { .paragraph(Line(words), indent: 6) }
}
