import Bytes
import Pages

/// What an element of ASN.1 says, in words.
enum ASN1Words {
  /// - Parameters:
  ///   - content: with long bytes cut short.
  ///   - most: as many characters of a text as are shown; nil: what a line has room for.
  static func words(_ type: ASN1Type, _ content: ASN1Value, most: Int? = nil) -> String {
    switch content {
    case .header(let count):
      "\(type.word), \(ByteText.follow(count))"
    case .boolean(let value): value ? "true" : "false"
    case .integer(let bytes): number(bytes)
    case .identifier(let dotted, let name): name.map { "\($0)  (\(dotted))" } ?? dotted
    case .text(let text): time(type, text) ?? shortened(text, most)
    case .bytes(let bytes): ByteText.brief(bytes, limit: 8)
    case .null: String(worded: "nothing")
    }
  }

  private static func shortened(_ text: String, _ most: Int?) -> String {
    guard let most else { return Screens.shortened(text) }
    return text.count > most ? text.prefix(most) + " .." : text
  }

  private static func number(_ bytes: [UInt8]) -> String {
    guard let first = bytes.first else { return "?" }
    guard bytes.count <= 7 else { return ByteText.brief(bytes, limit: 8) }
    let start: Int = first & 0x80 != 0 ? -1 : 0
    return String(bytes.reduce(start) { $0 << 8 | Int($1) })
  }

  /// `2026-01-01 00:00:00 UTC`, where it has the form that certificates must have; years of two digits
  /// are those from 1950 to 2049 (RFC 5280 §4.1.2.5.1).
  private static func time(_ type: ASN1Type, _ text: String) -> String? {
    let digits = text.dropLast()
    let isLong = type == ASN1Type(24)
    guard isLong || type == ASN1Type(23), text.hasSuffix("Z"), digits.count == (isLong ? 14 : 12),
      digits.allSatisfy({ $0.isASCII && $0.isNumber })
    else { return nil }
    let century = isLong ? "" : digits < "50" ? "20" : "19"
    let all = Array(century + digits)
    func part(_ place: Int, _ count: Int = 2) -> String { String(all[place..<place + count]) }
    return "\(part(0, 4))-\(part(4))-\(part(6)) \(part(8)):\(part(10)):\(part(12)) UTC"
  }
}
