import Bytes

/// Reads key logs as they grow: the lines of RFC 9850, those that NSS wrote before, CRLF, comments. A
/// line that can't be read is counted, and the others are used.
public struct KeyLogReader: Sendable {
  /// What one line says.
  public enum Entry: Sendable, Hashable {
    /// A label of RFC 9850, or one that nobody here knows; the client's random, the secret.
    case secret(label: String, random: [UInt8], secret: [UInt8])
    /// `RSA`: the first eight bytes of the encrypted pre-master secret, and the secret itself.
    case preMaster(encrypted: [UInt8], secret: [UInt8])
    /// `RSA Session-ID:… Master-Key:…`, as OpenSSL's s_client prints it.
    case session(identifier: [UInt8], master: [UInt8])
  }

  private var line: [UInt8] = []
  private var number = 0
  private var isTooLong = false
  /// Whether the text is in UTF-16, as PowerShell writes it; nil before two bytes of it came.
  private var isWide: Bool?
  private var beginning: [UInt8] = []
  /// Whether the last byte was a carriage return: a line feed behind it ends no further line.
  private var isBehindReturn = false
  /// The numbers of lines that could not be read, the first hundred, and how many there are.
  public private(set) var badLines: [Int] = []
  public private(set) var badCount = 0
  /// How many could.
  public private(set) var goodCount = 0

  private static let longestLine = 4096

  public init() {}

  /// Takes bytes of the file.
  public mutating func append(_ bytes: [UInt8]) -> [Entry] {
    guard let isWide else {
      beginning += bytes
      guard beginning.count >= 2 else { return [] }
      self.isWide = Self.isWide(beginning)
      defer { beginning = [] }
      return append(beginning)
    }
    // Of the characters of a key log one of the two bytes is 0.
    // A file that was made longer than what is in it ends with such bytes too.
    let isOdd = bytes.contains { $0 == 0 } || isWide
    return take(isOdd ? bytes.filter { $0 != 0 && (!isWide || $0 < 0xfe) } : bytes)
  }

  /// Whether a text begins with the mark of UTF-16, in either order of bytes (RFC 2781 §3.2).
  public static func isWide(_ bytes: [UInt8]) -> Bool {
    bytes.starts(with: [0xff, 0xfe]) || bytes.starts(with: [0xfe, 0xff])
  }

  private mutating func take(_ bytes: [UInt8]) -> [Entry] {
    var lines: [Line] = []
    var start = bytes.startIndex
    while let end = bytes[start...].firstIndex(where: { $0 == 0x0a || $0 == 0x0d }) {
      let isOver = isBehindReturn && end == start && bytes[end] == 0x0a && line.isEmpty
      if !isOver { lines.append(endLine(bytes[start..<end])) }
      isBehindReturn = bytes[end] == 0x0d
      start = end + 1
    }
    if start < bytes.endIndex { isBehindReturn = false }
    keep(bytes[start...])
    return read(lines)
  }

  /// To be called when no more bytes come: the last line may lack its end.
  public mutating func finish() -> [Entry] {
    let rest = take(beginning)
    beginning = []
    return rest + read([endLine([])])
  }

  private mutating func keep(_ part: ArraySlice<UInt8>) {
    if line.count + part.count > Self.longestLine { isTooLong = true } else { line += part }
  }

  /// A line without its end; nil for one that is too long.
  private struct Line: Sendable {
    var number: Int
    var text: ArraySlice<UInt8>?
  }

  private enum Reading: Sendable {
    case nothing
    case bad
    case entry(Entry)
  }

  private mutating func endLine(_ rest: ArraySlice<UInt8>) -> Line {
    defer {
      line = []
      isTooLong = false
    }
    number += 1
    // Most lines lie in one piece.
    if line.isEmpty, !isTooLong, rest.count <= Self.longestLine {
      return Line(number: number, text: rest)
    }
    keep(rest)
    return Line(number: number, text: isTooLong ? nil : line[...])
  }

  private mutating func read(_ lines: [Line]) -> [Entry] {
    var entries: [Entry] = []
    for (line, reading) in zip(lines, lines.mapInParallel { Self.reading(of: $0.text) }) {
      switch reading {
      case .nothing: break
      case .entry(let entry):
        goodCount += 1
        entries.append(entry)
      case .bad:
        badCount += 1
        if badLines.count < 100 { badLines.append(line.number) }
      }
    }
    return entries
  }

  private static func reading(of text: ArraySlice<UInt8>?) -> Reading {
    guard var text else { return .bad }
    // The mark of UTF-8.
    if text.starts(with: [0xef, 0xbb, 0xbf]) { text = text.dropFirst(3) }
    let words = text.split(whereSeparator: { $0 == 0x20 || $0 == 0x09 })
    guard let first = words.first, first.first != 0x23 else { return .nothing }
    let values = words.dropFirst().prefix { $0.first != 0x23 }
    let entry = entry(String(decoding: first, as: UTF8.self), Array(values))
    return entry.map(Reading.entry) ?? .bad
  }

  private static func entry(_ label: String, _ values: [ArraySlice<UInt8>]) -> Entry? {
    guard values.count == 2 else { return nil }
    if label == "RSA", let identifier = value(values[0], behind: "Session-ID:"),
      let master = value(values[1], behind: "Master-Key:"), !master.isEmpty
    {
      return .session(identifier: identifier, master: master)
    }
    guard let first = bytes(values[0]), let second = bytes(values[1]), !second.isEmpty else {
      return nil
    }
    if label == "RSA" {
      return first.count == 8 ? .preMaster(encrypted: first, secret: second) : nil
    }
    guard first.count == 32, label.utf8.allSatisfy(isPartOfLabel) else { return nil }
    return .secret(label: label, random: first, secret: second)
  }

  private static func isPartOfLabel(_ byte: UInt8) -> Bool {
    (0x41...0x5a).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x5f || byte == 0x2d
  }

  private static func value(_ word: ArraySlice<UInt8>, behind prefix: String) -> [UInt8]? {
    guard word.starts(with: prefix.utf8) else { return nil }
    return bytes(word.dropFirst(prefix.utf8.count))
  }

  private static func bytes(_ digits: ArraySlice<UInt8>) -> [UInt8]? {
    guard digits.count.isMultiple(of: 2) else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(digits.count / 2)
    var place = digits.startIndex
    while place < digits.endIndex {
      guard let high = digit(digits[place]), let low = digit(digits[place + 1]) else { return nil }
      bytes.append(high << 4 | low)
      place += 2
    }
    return bytes
  }

  private static func digit(_ character: UInt8) -> UInt8? {
    switch character {
    case 0x30...0x39: character - 0x30
    case 0x41...0x46: character - 0x41 + 10
    case 0x61...0x66: character - 0x61 + 10
    default: nil
    }
  }
}
