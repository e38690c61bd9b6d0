import Bytes
import TLSWire

/// One row of a message's table: where, which bytes, which field, what it means.
struct FieldRow {
  var offset: Int
  var bytes: [UInt8]
  var depth: Int
  var name: String
  var meaning: String
  var note: String?
  /// Whether the viewer can't read the bytes.
  var isHatched = false

  /// The cells: offset, bytes, field, meaning.
  func cells(noteNumber: Int?) -> [Line] {
    let shown = isHatched ? ByteText.hatched(bytes.count) : ByteText.brief(bytes)
    let mark = noteNumber.map { "[\($0)]" } ?? ""
    return [
      Line(ByteText.offset(offset), .faint), Line(shown, isHatched ? .faint : .plain),
      Line(String(repeating: "  ", count: depth) + name, .field), Line(meaning + mark),
    ]
  }
}

/// How far a message is taken apart.
enum FieldDepth {
  /// Lists are one row.
  case folded
  /// Extensions too, each one row.
  case entries
  /// Down to the last field.
  case all
}

/// Turns an annotation into rows.
struct FieldRows {
  let bytes: [UInt8]
  let depth: FieldDepth
  /// Whether the fields mean what TLS 1.3 means by them.
  let is13: Bool
  private(set) var rows: [FieldRow] = []

  /// - Parameter structure: the message or record that the annotation stands in, if it is not one.
  init(
    _ annotation: Annotation, of bytes: [UInt8], depth: FieldDepth, in structure: String? = nil,
    is13: Bool = false
  ) {
    self.is13 = is13
    self.bytes = bytes
    self.depth = depth
    add(annotation, in: structure ?? annotation.name, level: 0, isOuter: structure == nil)
  }

  private mutating func add(
    _ field: Annotation, in structure: String, level: Int, isOuter: Bool = false
  ) {
    // A structure around everything has nothing to say of its own.
    let isTransparent = field.value == .structure && (isOuter || Self.isWrapping(field, structure))
    if isTransparent, depth != .all || isOuter || field.name == "fragment" {
      let inner = field.structureName(in: bytes) ?? structure
      for child in folded(field.children) {
        add(child, in: inner, level: level, isOuter: isOuter && field.name == "record")
      }
      return
    }
    rows.append(row(field, in: structure, level: level))
    guard isTakenApart(field) else { return }
    let inner = field.structureName(in: bytes) ?? structure
    for child in field.children where depth == .all || !Self.isLength(child) {
      add(child, in: inner, level: level + 1)
    }
  }

  /// The ciphers of SSL 2.0's hello stand one after the other without a list around them; folded they
  /// are one row all the same.
  private func folded(_ fields: [Annotation]) -> [Annotation] {
    let ciphers = fields.filter { $0.name == "cipher_spec" }
    guard depth != .all, let first = ciphers.first, let last = ciphers.last, ciphers.count > 1
    else { return fields }
    let all = Annotation(
      range: first.range.lowerBound..<last.range.upperBound, name: "cipher_specs",
      value: .list(count: ciphers.count))
    return fields.filter { $0.name != "cipher_spec" || $0 == first }
      .map { $0 == first ? all : $0 }
  }

  /// Structures that only hold others together.
  private static func isWrapping(_ field: Annotation, _ structure: String) -> Bool {
    ["fragment", "params", "signed_params"].contains(field.name)
      || (structure.hasSuffix("record") && field.isNamedStructure)
  }

  private static func isLength(_ field: Annotation) -> Bool {
    if case .length = field.value { field.name == "length" } else { false }
  }

  private func isTakenApart(_ field: Annotation) -> Bool {
    switch depth {
    case .all: true
    case .folded: false
    case .entries:
      field.name == "extensions" && !field.isElement
    }
  }

  private func row(_ field: Annotation, in structure: String, level: Int) -> FieldRow {
    let content = Array(bytes[field.range.clamped(to: 0..<bytes.count)])
    let meaning = FieldMeaning.of(field.name, in: structure, is13: is13)
    var text = FieldText(field, content, in: structure, is13: is13).text
    // In a message that is not taken apart the extensions' names would fill half the screen.
    if depth == .folded, field.name == "extensions", case .list(let count) = field.value {
      text = count == 0 ? "none" : "\(count)    show field extensions"
    }
    return FieldRow(
      offset: field.range.lowerBound, bytes: content, depth: level,
      name: SpokenNames.name(field.name, in: structure, is13: is13), meaning: text,
      note: meaning?.note(under: content))
  }
}

extension Annotation {
  /// What a ServerHello is called that asks for another ClientHello.
  static let retry = "hello_retry_request"

  /// The first field with that name, itself or inside.
  func first(named name: String) -> Annotation? {
    if self.name == name { return self }
    for child in children {
      if let found = child.first(named: name) { return found }
    }
    return nil
  }

  /// The name of the message, the record or the like that this is; nil for a field inside it.
  func structureName(in bytes: [UInt8]) -> String? {
    if isElement { return Self.asn1 }
    if name == "sct_list" { return name }
    guard isNamedStructure else { return nil }
    let random = children.first { $0.name == "random" }.map {
      bytes[$0.range.clamped(to: 0..<bytes.count)]
    }
    let isRetry = random?.elementsEqual(ServerHello.helloRetryRandom) == true
    return isRetry && name == "server_hello" ? Self.retry : name
  }

  /// Whether it is a message, a record, or another structure that names have their meaning in.
  var isNamedStructure: Bool {
    value == .structure && children.first?.name == "msg_type"
      || ["record", "ssl2_record", "alert", "change_cipher_spec"].contains(name)
  }
}
