/// Writes JSON as Foundation's encoder does, byte for byte, and many times as fast: a document of a
/// thousand sessions is some twenty thousand values.
struct JSONPrinter {
  private let pretty: Bool
  private(set) var bytes: [UInt8] = []
  private var depth = 0

  init(pretty: Bool) { self.pretty = pretty }

  var text: String { String(decoding: bytes, as: UTF8.self) }

  mutating func add(_ value: JSONValue) {
    switch value {
    case .null: bytes += "null".utf8
    case .bool(let value): bytes += (value ? "true" : "false").utf8
    case .number(let value): bytes += String(value).utf8
    case .string(let value): addString(value)
    case .array(let values):
      bytes.append(UInt8(ascii: "["))
      addMembers(values) { printer, value in printer.add(value) }
      bytes.append(UInt8(ascii: "]"))
    case .object(let members):
      bytes.append(UInt8(ascii: "{"))
      let sorted = members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      addMembers(sorted) { printer, member in
        printer.addString(member.key)
        printer.bytes += (printer.pretty ? " : " : ":").utf8
        printer.add(member.value)
      }
      bytes.append(UInt8(ascii: "}"))
    }
  }

  private mutating func addMembers<Member>(
    _ members: [Member], _ add: (inout JSONPrinter, Member) -> Void
  ) {
    depth += 1
    if pretty { bytes.append(Self.newline) }
    for (place, member) in members.enumerated() {
      if place > 0 {
        bytes.append(UInt8(ascii: ","))
        if pretty { bytes.append(Self.newline) }
      }
      indent()
      add(&self, member)
    }
    depth -= 1
    if pretty { bytes.append(Self.newline) }
    indent()
  }

  private mutating func indent() {
    if pretty { bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * depth)) }
  }

  private static let newline = UInt8(ascii: "\n")

  private mutating func addString(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    var text = text
    text.withUTF8 { utf8 in
      if utf8.allSatisfy({ $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }) {
        bytes += utf8
      } else {
        for byte in utf8 { addEscaped(byte) }
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  /// "Characters that MUST be escaped" (RFC 8259 §7).
  private mutating func addEscaped(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""): bytes += "\\\"".utf8
    case UInt8(ascii: "\\"): bytes += "\\\\".utf8
    case 0x08: bytes += "\\b".utf8
    case 0x0c: bytes += "\\f".utf8
    case 0x0a: bytes += "\\n".utf8
    case 0x0d: bytes += "\\r".utf8
    case 0x09: bytes += "\\t".utf8
    case 0..<0x20:
      let digits = Array("0123456789abcdef".utf8)
      bytes += "\\u00".utf8 + [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    default: bytes.append(byte)
    }
  }
}
