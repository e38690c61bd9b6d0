extension SessionDescription {
  /// Reads a description. Lines may end in a line feed alone (RFC 8866 §5).
  public init(parsing bytes: [UInt8]) throws(SDPParseError) {
    var parser = SessionDescriptionParser()
    var line = 0
    for content in bytes.split(separator: 0x0a, omittingEmptySubsequences: false) {
      line += 1
      let trimmed = content.last == 0x0d ? content.dropLast() : content
      if trimmed.isEmpty, content.endIndex == bytes.endIndex { break }
      guard let text = String(validating: trimmed, as: UTF8.self) else {
        throw SDPParseError(.notUTF8, line: line)
      }
      try parser.add(text, line: line)
    }
    self = try parser.description(lastLine: line)
  }
}

/// Takes the lines of a description one after the other.
private struct SessionDescriptionParser {
  private var origin: SessionDescription.Origin?
  private var name: String?
  private var address: String?
  private var hasTime = false
  private var attributes: [SessionDescription.Attribute] = []
  private var media: [SessionDescription.Media] = []

  mutating func add(_ text: String, line: Int) throws(SDPParseError) {
    let bytes = text.utf8
    guard bytes.count >= 2, let type = bytes.first, bytes.dropFirst().first == 0x3d else {
      throw SDPParseError(.notALine, line: line)
    }
    let value = String(decoding: bytes.dropFirst(2), as: UTF8.self)
    guard line > 1 || text == "v=0" else { throw SDPParseError(.version, line: line) }
    switch type {
    case UInt8(ascii: "v"):
      guard line == 1 else { throw SDPParseError(.version, line: line) }
    case UInt8(ascii: "o"): origin = try readOrigin(value, line: line)
    case UInt8(ascii: "s"): name = value
    case UInt8(ascii: "c"): try addConnection(value, line: line)
    case UInt8(ascii: "t"): hasTime = true
    case UInt8(ascii: "a"): addAttribute(value)
    case UInt8(ascii: "m"): media.append(try readMedia(value, line: line))
    case 0x69, 0x75, 0x65, 0x70, 0x62, 0x72, 0x7a, 0x6b: break  // i u e p b r z k
    default: throw SDPParseError(.unknownType, line: line)
    }
  }

  func description(lastLine: Int) throws(SDPParseError) -> SessionDescription {
    guard let origin, let name, hasTime else {
      throw SDPParseError(.lineMissing, line: max(1, lastLine))
    }
    return SessionDescription(
      origin: origin, name: name, address: address, attributes: attributes, media: media)
  }

  private func readOrigin(
    _ value: String, line: Int
  ) throws(SDPParseError) -> SessionDescription.Origin {
    let words = Self.words(value)
    guard words.count == 6 else { throw SDPParseError(.origin, line: line) }
    return SessionDescription.Origin(
      username: words[0], sessionID: words[1], version: words[2], address: words[5])
  }

  private mutating func addConnection(_ value: String, line: Int) throws(SDPParseError) {
    let words = Self.words(value)
    guard words.count == 3 else { throw SDPParseError(.connection, line: line) }
    if let last = media.indices.last {
      media[last].address = words[2]
    } else {
      address = words[2]
    }
  }

  private mutating func addAttribute(_ value: String) {
    let parts = value.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let attribute = SessionDescription.Attribute(
      parts.first.map(String.init) ?? "", parts.count == 2 ? String(parts[1]) : nil)
    if let last = media.indices.last {
      media[last].attributes.append(attribute)
    } else {
      attributes.append(attribute)
    }
  }

  private func readMedia(
    _ value: String, line: Int
  ) throws(SDPParseError) -> SessionDescription.Media {
    let words = Self.words(value)
    // A number of ports may follow the port (RFC 8866 §5.14): `49170/2`.
    guard words.count >= 4,
      let port = words[1].split(separator: "/").first.flatMap({ UInt16($0) })
    else { throw SDPParseError(.media, line: line) }
    return SessionDescription.Media(
      kind: words[0], port: port, protocolName: words[2], formats: Array(words[3...]))
  }

  private static func words(_ value: String) -> [String] {
    value.split(separator: " ").map(String.init)
  }
}
