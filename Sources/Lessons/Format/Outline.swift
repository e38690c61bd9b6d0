import Commands
import Lab
import Screens

/// What a person sees at a glance in a piece of YAML, and its reader does not: which line is the wrong one.
///
/// The reader notices a missing quote where the next one stands, and takes a key that is indented for a part of the
/// text above it.
struct Outline {
  /// A line that is wrong.
  struct Flaw {
    /// Of the piece, counted from 1.
    var line: Int
    var what: Wording
    var instead: Wording
    /// Whether it is wrong whatever stands around it.
    var isCertain = false
  }

  /// What YAML takes for something else without a word: always wrong in a lesson.
  private(set) var flaws: [Flaw] = []
  /// What may be right, and is to blame where the piece is no YAML.
  private var suspects: [Flaw] = []

  /// The keys that may stand at the left.
  private let known: [String]
  private var keys: Set<String> = []
  private let all: Set<String>
  /// The key at the left under which a line stands.
  private var key: String?
  /// How far the key is indented whose text stands on lines of its own.
  private var textDepth: Int?
  /// How far the entries of the list are indented.
  private var listDepth: Int?
  /// How far the keys within an entry, or below the key, are indented.
  private var innerDepth: Int?

  init(_ yaml: String, known: [String]) {
    self.known = known
    let lines = yaml.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    all = Set(lines.compactMap(Self.key))
    for (number, line) in lines.enumerated() { read(line, number + 1) }
  }

  /// The line that is to blame where the piece is no YAML: what looks wrong, at or above the place where it was
  /// noticed.
  func culprit(before line: Int) -> Flaw? {
    let all = (flaws + suspects).sorted { $0.line < $1.line }
    let above = all.filter { $0.line <= line }
    return above.first(where: \.isCertain) ?? above.last ?? all.first
  }

  // MARK: Lines

  private mutating func read(_ line: Substring, _ number: Int) {
    let depth = line.prefix { $0 == " " }.count
    let text = line.dropFirst(depth)
    guard text.contains(where: { !$0.isWhitespace }) else { return }
    if let textDepth, depth > textDepth { return readText(text, number) }
    textDepth = nil
    if text.first == "\t" { return flaw(number, .tab) }
    if text.first == "#" { return }
    if text == "-" || text.hasPrefix("- ") {
      readEntry(text.dropFirst().drop { $0 == " " }, depth, number)
    } else if let key = Self.key(text) {
      readKey(key, Self.value(text), depth, number)
    } else if depth == 0 {
      suspect(number, .loose)
    }
  }

  /// A line of a text that stands on lines of its own.
  private mutating func readText(_ text: Substring, _ number: Int) {
    guard let key = Self.key(text), isLost(key) else { return }
    flaw(number, .indented(key))
  }

  private mutating func readEntry(_ text: Substring, _ depth: Int, _ number: Int) {
    if let listDepth, depth != listDepth { return flaw(number, .depth) }
    listDepth = depth
    if let name = Self.key(text), key == "choices" || key == "when_wrong" {
      innerDepth = depth + 2
      let value = Self.value(text)
      if Self.isText(value) {
        textDepth = depth + 2
      } else {
        read(value: value, after: name, number)
      }
    } else {
      read(value: text, after: nil, number)
    }
  }

  private mutating func readKey(
    _ name: String, _ value: Substring, _ depth: Int, _ number: Int
  ) {
    if depth == 0 {
      if !keys.insert(name).inserted { suspect(number, .twice(name)) }
      if !known.contains(name) { suspect(number, .unknown(name, known)) }
      key = name
      (listDepth, innerDepth) = (nil, nil)
    } else if isLost(name) {
      return flaw(number, .indented(name))
    } else if let innerDepth, depth != innerDepth {
      suspect(number, .depth)
    } else if innerDepth == nil {
      innerDepth = depth
    }
    if Self.isText(value) { textDepth = depth } else { read(value: value, after: name, number) }
  }

  /// Whether a key of the left is found nowhere but indented.
  private func isLost(_ key: String) -> Bool { known.contains(key) && !all.contains(key) }

  // MARK: Values

  private mutating func read(value: Substring, after key: String?, _ number: Int) {
    let value = value.trimmed
    let quotes = value.count { $0 == "\"" } - value.ranges(of: "\\\"").count
    switch value.first {
    case nil: return
    case "\"":
      if quotes != 2 || value.last != "\"" { suspect(number, .quote) }
    case "'":
      let isClosed = value.count > 1 && value.last == "'"
      if !isClosed || !value.count(where: { $0 == "'" }).isMultiple(of: 2) {
        suspect(number, .quote)
      }
    case "[", "{":
      if !quotes.isMultiple(of: 2) {
        suspect(number, .quote)
      } else if !Self.isBalanced(value) {
        suspect(number, .bracket)
      }
    case let sign? where "&*%@`".contains(sign): suspect(number, .sign(sign))
    default:
      if !quotes.isMultiple(of: 2), value.last == "\"" { return flaw(number, .quote) }
      if value.contains(" #") { return flaw(number, .comment) }
      if value.contains(": ") || value.last == ":", key != nil { suspect(number, .colon) }
    }
  }

  private static func isBalanced(_ value: String) -> Bool {
    func count(_ sign: Character) -> Int { value.count { $0 == sign } }
    return count("[") == count("]") && count("{") == count("}")
  }

  /// Whether the text begins in the next line.
  private static func isText(_ value: Substring) -> Bool {
    guard let first = value.first, "|>".contains(first) else { return false }
    return value.trimmed.dropFirst().allSatisfy { $0.isNumber || "+-".contains($0) }
  }

  /// The key that a line begins with.
  private static func key(_ line: Substring) -> String? {
    guard let first = line.first, first.isLetter || first == "_",
      let colon = line.firstIndex(of: ":")
    else { return nil }
    let name = line[..<colon]
    let isEnd = line[colon...].dropFirst().first?.isWhitespace ?? true
    return isEnd && !name.contains { "\"'[]#".contains($0) } ? String(name) : nil
  }

  private static func value(_ line: Substring) -> Substring {
    line.drop { $0 != ":" }.dropFirst().drop(while: \.isWhitespace)
  }

  // MARK: What there is to say

  private enum Kind {
    case tab, loose, depth, quote, bracket, colon, comment
    case sign(Character)
    case indented(String)
    case twice(String)
    case unknown(String, [String])

    var isCertain: Bool {
      switch self {
      case .tab, .loose, .comment, .indented, .twice, .unknown: true
      case .depth, .quote, .bracket, .colon, .sign: false
      }
    }
  }

  private mutating func flaw(_ line: Int, _ kind: Kind) { flaws.append(Self.flaw(line, kind)) }

  private mutating func suspect(_ line: Int, _ kind: Kind) {
    suspects.append(Self.flaw(line, kind))
  }

  private static func flaw(_ line: Int, _ kind: Kind) -> Flaw {
    let (what, instead): (Wording, Wording) =
      switch kind {
      case .tab: ("a tab stands before the text", "indent with blanks")
      case .loose:
        (
          "neither a key nor part of a text",
          "write 'key: value'; indent what goes on with the text above"
        )
      case .depth: ("the line is indented otherwise than those above", "indent it like them")
      case .quote: ("a quote is missing", "let the text end as it begins, with \" or '")
      case .bracket: ("a bracket is missing", "[ needs ], and { needs }")
      case .colon: ("': ' stands in a text without quotes", "put the whole text into quotes")
      case .sign(let sign):
        (
          "no text begins with '\(sign)' in YAML",
          "put the whole text into quotes, and write anchors out"
        )
      case .comment:
        ("what stands behind ' #' is a comment, and lost", "put the whole text into quotes")
      case .indented(let key):
        ("the key '\(key)' is indented: it counts as part of what is above", "begin it at the left")
      case .twice(let key): ("the key '\(key)' stands twice", "keep one of them")
      case .unknown(let key, let known): ("unknown key '\(key)'", meant(key, known))
      }
    return Flaw(line: line, what: what, instead: instead, isCertain: kind.isCertain)
  }

  /// What was probably meant by a key that nobody knows.
  static func meant(_ key: String, _ known: [String]) -> Wording {
    nearest(to: key, among: known, limit: 1).first.map { "did you mean '\($0)'?" }
      ?? "known: \(known.joined(separator: " "))"
  }
}
