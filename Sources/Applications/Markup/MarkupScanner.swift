/// Finds tags and the text between them in XML without document types, comments and processing
/// instructions, which XMPP forbids (RFC 6120 §11.1). It reads what is there, torn or not: nothing is
/// held against a grammar, and an entity beyond the five of XML stays as it is written.
struct MarkupScanner: Sendable {
  enum Piece: Hashable, Sendable {
    case open(name: String, attributes: [String: String])
    /// `<name/>`
    case empty(name: String, attributes: [String: String])
    case close(name: String)
    case text(String)
  }

  /// Bytes of one tag at most.
  static let longestTag = 8_192

  private let bytes: ArraySlice<UInt8>
  /// Bytes that were read.
  private(set) var position: Int

  init(_ bytes: some Sequence<UInt8>) {
    self.bytes = ArraySlice(Array(bytes))
    position = 0
  }

  /// Whether a tag has begun that does not end within what is allowed.
  var isStuck: Bool {
    bytes.indices.contains(position) && bytes[position] == 0x3c
      && bytes.count - position > Self.longestTag
  }

  /// The next piece; nil at the end, and where a tag or a text is not complete yet.
  mutating func next() -> Piece? {
    guard position < bytes.count else { return nil }
    guard bytes[position] == 0x3c else {
      guard let end = bytes[position...].firstIndex(of: 0x3c) else { return nil }
      defer { position = end }
      return .text(Self.unescape(String(decoding: bytes[position..<end], as: UTF8.self)))
    }
    guard let end = endOfTag() else { return nil }
    let content = String(decoding: bytes[position + 1..<end], as: UTF8.self)
    position = end + 1
    return Self.tag(content) ?? next()
  }

  /// The `>` that ends the tag; one within quotes doesn't.
  private func endOfTag() -> Int? {
    var quote: UInt8?
    for index in position + 1..<max(position + 1, bytes.count) {
      let byte = bytes[index]
      if let open = quote {
        if byte == open { quote = nil }
      } else if byte == 0x22 || byte == 0x27 {
        quote = byte
      } else if byte == 0x3e {
        return index
      }
    }
    return nil
  }

  private static func tag(_ content: String) -> Piece? {
    // A declaration says nothing of what follows.
    guard let first = content.utf8.first, first != 0x3f, first != 0x21 else { return nil }
    if first == 0x2f { return .close(name: local(String(content.dropFirst()))) }
    let isEmpty = content.hasSuffix("/")
    let body = isEmpty ? content.dropLast() : content[...]
    let name = body.prefix { !$0.isWhitespace }
    let attributes = attributes(body.dropFirst(name.count))
    return isEmpty
      ? .empty(name: local(String(name)), attributes: attributes)
      : .open(name: local(String(name)), attributes: attributes)
  }

  private static func attributes(_ text: Substring) -> [String: String] {
    var attributes: [String: String] = [:]
    var rest = text
    while let equals = rest.firstIndex(of: "=") {
      let name = String(rest[..<equals].filter { !$0.isWhitespace })
      let behind = rest[rest.index(after: equals)...].drop { $0.isWhitespace }
      guard let quote = behind.first, quote == "\"" || quote == "'",
        let end = behind.dropFirst().firstIndex(of: quote)
      else { break }
      attributes[name] = unescape(String(behind[behind.index(after: behind.startIndex)..<end]))
      rest = behind[behind.index(after: end)...]
    }
    return attributes
  }

  /// A name without its namespace's prefix, as far as it matters here.
  private static func local(_ name: String) -> String {
    let trimmed = name.filter { !$0.isWhitespace }
    return trimmed.split(separator: ":").last.map(String.init) ?? trimmed
  }

  private static let entities = [
    ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&"),
  ]

  private static func unescape(_ text: String) -> String {
    var pieces = text.split(separator: "&", omittingEmptySubsequences: false)[...]
    guard pieces.count > 1, let first = pieces.popFirst() else { return text }
    return pieces.reduce(String(first)) { result, piece in
      let written = "&" + piece
      guard let (entity, meant) = entities.first(where: { written.hasPrefix($0.0) }) else {
        return result + written
      }
      return result + meant + written.dropFirst(entity.count)
    }
  }

  /// Text as it stands between tags or in quotes.
  static func escape(_ text: String) -> String {
    guard text.utf8.contains(where: { [0x26, 0x3c, 0x3e, 0x22, 0x27].contains($0) }) else {
      return text
    }
    return text.map { character in
      entities.first { $0.1 == String(character) }?.0 ?? String(character)
    }.joined()
  }
}
