import Bytes
import Pages

/// Bytes as digits for the eye: in pairs, and cut short only with the number of what is left out.
enum ByteText {
  /// The first bytes in pairs: `fb a9 b7 87 .. +28`.
  ///
  /// - Parameter limit: how many bytes are shown whole.
  static func brief(_ bytes: [UInt8], limit: Int = 4) -> String {
    guard bytes.count > limit else { return pairs(bytes) }
    let shown = max(1, limit - 1)
    return pairs(Array(bytes.prefix(shown))) + " .. +\(bytes.count - shown)"
  }

  /// The same width, hatched: for those who can't read it.
  static func hatched(_ count: Int, limit: Int = 4) -> String {
    guard count > limit else { return Array(repeating: "//", count: count).joined(separator: " ") }
    let shown = max(1, limit - 1)
    return Array(repeating: "//", count: shown).joined(separator: " ") + " .. +\(count - shown)"
  }

  /// All bytes in pairs.
  static func pairs(_ bytes: [UInt8]) -> String {
    bytes.map { [$0].hex }.joined(separator: " ")
  }

  /// Everything, in rows of 32 bytes without blanks, to be copied.
  static func rows(_ bytes: [UInt8]) -> [String] {
    stride(from: 0, to: bytes.count, by: 32).map { start in
      Array(bytes[start..<min(start + 32, bytes.count)]).hex
    }
  }

  /// `1 byte`, `48 bytes`.
  static func count(_ count: Int) -> String { plural(count, "byte") }

  /// `1 byte follows`, `48 bytes follow`.
  static func follow(_ count: Int) -> String {
    count == 1
      ? String(worded: "\(Self.count(1)) follows") : String(worded: "\(Self.count(count)) follow")
  }

  /// An offset with at least three digits.
  static func offset(_ offset: Int) -> String {
    let digits = String(offset)
    return String(repeating: "0", count: max(0, 3 - digits.count)) + digits
  }

  /// Sixteen bytes a row: offset, digits, and the characters that they may be.
  static func dump(_ bytes: [UInt8]) -> [String] {
    stride(from: 0, to: bytes.count, by: 16).map { row(of: bytes, from: $0, by: 16) }
  }

  /// One row of such a dump.
  ///
  /// - Parameter count: how many bytes a row has, in groups of eight.
  static func row(of bytes: [UInt8], from start: Int, by count: Int) -> String {
    let row = Array(bytes[start..<min(start + count, bytes.count)])
    let groups = stride(from: 0, to: count, by: 8).map { first in
      padded(pairs(Array(row.dropFirst(first).prefix(8))), to: 23)
    }
    let text = row.map { (0x20...0x7e).contains($0) ? String(UnicodeScalar($0)) : "." }.joined()
    return " \(offset(start))  \(groups.joined(separator: "  "))  \(text)"
  }
}

extension Screens {
  /// `1 byte`, `48 bytes`.
  public static func bytes(_ count: Int) -> String { ByteText.count(count) }
}

/// The text with blanks behind it, at least `width` columns.
func padded(_ text: String, to width: Int) -> String {
  text + String(repeating: " ", count: max(0, width - text.columns))
}

/// `1 message`, `3 messages`.
func plural(_ count: Int, _ noun: String) -> String {
  // Each number has a form of its own in other languages: both are words by themselves.
  Wording.text(of: "{1} \(noun)\(count == 1 ? "" : "s")").replacing("{1}", with: "\(count)")
}

/// `the client`: a word of the program's own with its article.
func the(_ word: String) -> String { Wording.text(of: "the \(word)") }

/// `chain`, `chain and dates`, `chain, dates and name`.
func listed(_ words: [String], _ conjunction: String = "and") -> String {
  guard let last = words.last, words.count > 1 else { return words.first ?? "" }
  return words.dropLast().joined(separator: ", ") + " \(Wording.text(of: conjunction)) " + last
}
