import COpenSSL

/// One block of PEM (RFC 7468), as somebody may have damaged it: taken out of a variable on one line, or cut off.
struct PEMBlock {
  /// What stands behind BEGIN.
  let label: String
  private let body: String
  /// Whether it has its END line.
  let hasEnd: Bool

  /// - Parameter text: from `-----BEGIN ` on, and no other block behind it.
  init?(_ text: String) {
    guard let begin = text.firstRange(of: "-----BEGIN "),
      let close = text[begin.upperBound...].firstRange(of: "-----")
    else { return nil }
    label = String(text[begin.upperBound..<close.lowerBound])
    let rest = text[close.upperBound...]
    let end = rest.firstRange(of: "-----END \(label)-----")
    hasEnd = end != nil
    body = String(rest[..<(end?.lowerBound ?? rest.endIndex)])
  }

  /// The same with its lines as libcrypto wants them; nil where it has header fields, whose lines count.
  var mended: String? {
    guard hasEnd, !body.contains(":") else { return nil }
    var lines = ["-----BEGIN \(label)-----"]
    var digits = body.filter { !$0.isWhitespace }[...]
    while !digits.isEmpty {
      lines.append(String(digits.prefix(64)))
      digits = digits.dropFirst(64)
    }
    return (lines + ["-----END \(label)-----", ""]).joined(separator: "\n")
  }

  /// Whether its Base64 is whole and holds as many bytes as the DER in it says (X.690 §8.1.3).
  var isWhole: Bool {
    let digits = Array(body.filter { !$0.isWhitespace }.utf8)
    guard hasEnd, !digits.isEmpty, digits.count.isMultiple(of: 4) else { return false }
    var bytes = [UInt8](repeating: 0, count: digits.count / 4 * 3)
    let count = EVP_DecodeBlock(&bytes, digits, Int32(clamping: digits.count))
    guard count > 4 else { return false }
    let padding = digits.suffix(2).count { $0 == 0x3d }
    let length = Int(bytes[1])
    guard length > 0x80 else { return 2 + length == Int(count) - padding }
    let width = length & 0x7f
    guard width <= 4, Int(count) > 2 + width else { return false }
    let stated = bytes[2..<2 + width].reduce(0) { $0 << 8 | Int($1) }
    return 2 + width + stated == Int(count) - padding
  }
}
