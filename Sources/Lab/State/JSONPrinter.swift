import Bytes

/// Writes JSON as Foundation's encoder does, and many times as fast: a document of a thousand sessions is
/// some twenty thousand values. What a terminal would obey, or not show, is escaped as well: RFC 8259 §7
/// lets any character be.
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
      if values.count > Self.many {
        addMembers(texts(of: values) { $0 }) { printer, text in printer.bytes += text }
      } else {
        addMembers(values) { printer, value in printer.add(value) }
      }
      bytes.append(UInt8(ascii: "]"))
    case .object(let members):
      bytes.append(UInt8(ascii: "{"))
      addMembers(members) { printer, member in
        printer.addString(member.key)
        printer.bytes += (printer.pretty ? " : " : ":").utf8
        printer.add(member.value)
      }
      bytes.append(UInt8(ascii: "}"))
    }
  }

  /// From so many values on all processors print.
  private static let many = 100

  private func texts<Element: Sendable>(
    of elements: [Element], _ value: @Sendable (Element) -> JSONValue
  ) -> [[UInt8]] {
    var inside = JSONPrinter(pretty: pretty)
    inside.depth = depth + 1
    return elements.mapInParallel { [inside] element in
      var printer = inside
      printer.add(value(element))
      return printer.bytes
    }
  }

  /// Adds an object of which one member is a long list: each value of that is made, printed and let go by itself,
  /// on all processors.
  mutating func add<Element: Sendable>(
    _ members: JSONObject, list name: String, of elements: [Element],
    _ value: @Sendable (Element) -> JSONValue
  ) {
    bytes.append(UInt8(ascii: "{"))
    let names = (members.keys + [name]).sorted { $0.precedesInBytes($1) }
    addMembers(names) { printer, key in
      printer.addString(key)
      printer.bytes += (printer.pretty ? " : " : ":").utf8
      guard key == name else { return printer.add(members[key] ?? .null) }
      printer.bytes.append(UInt8(ascii: "["))
      printer.addMembers(printer.texts(of: elements, value)) { $0.bytes += $1 }
      printer.bytes.append(UInt8(ascii: "]"))
    }
    bytes.append(UInt8(ascii: "}"))
  }

  private mutating func addMembers<Members: Collection>(
    _ members: Members, _ add: (inout JSONPrinter, Members.Element) -> Void
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
    let isPlain = text.withUTF8 { utf8 in
      let isPlain = utf8.allSatisfy {
        (0x20..<0x7f).contains($0) && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\")
      }
      if isPlain { bytes += utf8 }
      return isPlain
    }
    if !isPlain { for scalar in text.unicodeScalars { add(scalar) } }
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func add(_ scalar: Unicode.Scalar) {
    if scalar.isASCII {
      addEscaped(UInt8(scalar.value))
    } else if scalar.isCharacter {
      bytes += UTF8.encode(scalar).map { Array($0) } ?? []
    } else {
      for unit in UTF16.encode(scalar).map({ Array($0) }) ?? [] { addNumber(unit) }
    }
  }

  /// Adds a character of JSON that is printed already.
  fileprivate mutating func escape(_ scalar: Unicode.Scalar) {
    if scalar.value < 0x7f { bytes.append(UInt8(scalar.value)) } else { add(scalar) }
  }

  private mutating func addNumber(_ unit: UInt16) {
    let digits = Array("0123456789abcdef".utf8)
    bytes += "\\u".utf8
    bytes += [12, 8, 4, 0].map { digits[Int(unit >> $0) & 15] }
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
    case 0..<0x20, 0x7f: addNumber(UInt16(byte))
    default: bytes.append(byte)
    }
  }
}

extension String {
  /// JSON that something else has printed, with the same escapes: beyond ASCII there is nothing in it but texts.
  package var withJSONEscapes: String {
    guard utf8.contains(where: { $0 >= 0x7f }) else { return self }
    var printer = JSONPrinter(pretty: false)
    for scalar in unicodeScalars { printer.escape(scalar) }
    return printer.text
  }
}

extension Unicode.Scalar {
  /// Whether it stands for itself on a screen: no control, nothing that changes its neighbours or the
  /// direction of writing, nothing unassigned.
  fileprivate var isCharacter: Bool {
    switch properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
      .paragraphSeparator, .spaceSeparator, .nonspacingMark, .enclosingMark, .spacingMark:
      false
    default: true
    }
  }
}
