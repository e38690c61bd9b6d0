import Bytes
import CryptoPrimitives
import Knowledge
import TLSKeys
import TLSWire
import X509

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
      field.name == "extensions"
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
      offset: field.range.lowerBound, bytes: content, depth: level, name: field.name, meaning: text,
      note: meaning?.note(under: content))
  }
}

extension Annotation {
  /// What a ServerHello is called that asks for another ClientHello.
  static let retry = "hello_retry_request"

  /// The name of the message, the record or the like that this is; nil for a field inside it.
  func structureName(in bytes: [UInt8]) -> String? {
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

/// What a field says, in the words of the meaning column.
struct FieldText {
  let field: Annotation
  let bytes: [UInt8]
  let structure: String

  let is13: Bool

  init(_ field: Annotation, _ bytes: [UInt8], in structure: String, is13: Bool = false) {
    self.is13 = is13
    self.field = field
    self.bytes = bytes
    self.structure = structure
  }

  /// What a session identifier is there for, unless it is empty: only its length byte is there then.
  private var sessionID: String? {
    guard bytes.count > 1 else { return nil }
    return switch field.name {
    case "legacy_session_id": "names a session to resume, or looks so"
    case "legacy_session_id_echo": "names this session, or repeats the client's"
    default: nil
    }
  }

  /// The value, then a few words on what it is for.
  var text: String {
    let meaning = FieldMeaning.of(field.name, in: structure, is13: is13)?.brief ?? ""
    let brief = (is13 ? nil : sessionID) ?? meaning
    let own = value
    if own.isEmpty || brief.isEmpty { return own + brief }
    return own + ": " + brief
  }

  /// The value alone.
  var value: String {
    switch field.value {
    case .integer(let number): String(number)
    case .code(let number, let width, let name): code(number, width, name)
    case .length(let count): plural(count, "byte") + (count == 1 ? " follows" : " follow")
    case .bytes(let content): text(of: content)
    case .list(let count): list(count)
    case .structure: summary
    case .undecodable(let error): "can't be read: \(error)"
    }
  }

  private func code(_ number: UInt64, _ width: Int, _ name: String?) -> String {
    if field.name.hasSuffix("version") {
      return name.map { "says \"\($0)\"" } ?? "unknown version"
    }
    guard let name else { return "\(number) = unknown here" }
    let isLongName = ["cipher_suite", "signature_scheme", "algorithm"].contains {
      field.name == $0 || field.name.hasPrefix($0 + "[")
    }
    return isLongName ? name : "\(number) = \(name)"
  }

  private func text(of content: ByteContent) -> String {
    let value = field.children.last?.range.count ?? bytes.count
    let count = field.children.count == 1 ? 0 : value
    switch content {
    case .text:
      return "\"" + String(decoding: bytes.suffix(count), as: UTF8.self) + "\""
    case .encrypted: return "\(ByteText.count(count)), encrypted"
    case .opaque:
      if field.name == "cert_data" { return certificate ?? ByteText.count(count) }
      return count == 0 ? "" : ByteText.count(count)
    }
  }

  private func list(_ count: Int) -> String {
    switch field.name {
    case "cipher_suites":
      let signals = leafNames.filter { $0.hasSuffix("_SCSV") }.count
      let suites = plural(count - signals, "suite")
      return signals == 0 ? suites : suites + " + \(plural(signals, "signal")) (SCSV)"
    case "extensions":
      guard count > 0 else { return "none" }
      return "\(count): "
        + field.children.filter { $0.value == .structure }.map(\.name)
        .joined(separator: ", ")
    case "certificate_list":
      return "\(plural(count, "certificate")): \(certificate ?? "")"
    case "legacy_compression_methods": return leafNames.joined(separator: ", ").lowercased()
    default: return count > 3 ? "\(count)" : leafNames.joined(separator: ", ")
    }
  }

  /// What an extension or entry says, from its inside.
  private var summary: String {
    guard !["extension_data", "fragment"].contains(field.name),
      field.children.first?.name != "msg_type"
    else { return "" }
    let names = leafNames
    let shown = names.prefix(3).joined(separator: ", ")
    return names.count > 3 ? shown + ", +\(names.count - 3)" : shown
  }

  private var leafNames: [String] {
    let inside = field.children.first { $0.name == "extension_data" } ?? field
    return inside.leaves.compactMap { leaf in
      switch leaf.value {
      case .code(_, _, let name) where leaf.name != "name_type": return name ?? "unknown"
      case .bytes(.text):
        let start = leaf.range.lowerBound - field.range.lowerBound
        let end = leaf.range.upperBound - field.range.lowerBound
        guard start >= 0, start <= end, end <= bytes.count else { return nil }
        return String(decoding: bytes[start..<end], as: UTF8.self)
      default: return nil
      }
    }
  }

  /// The first certificate among the bytes, in a few words.
  private var certificate: String? {
    let data = field.leaves.first { $0.range.count > 3 }
    guard let data else { return nil }
    let start = data.range.lowerBound - field.range.lowerBound
    let end = data.range.upperBound - field.range.lowerBound
    guard start >= 0, end <= bytes.count, start <= end,
      let certificate = try? Certificate(der: Array(bytes[start..<end]))
    else { return nil }
    return certificate.summary
  }
}

extension Certificate {
  /// Subject, issuer and key in one line.
  var summary: String {
    "\(subject), issued by \(issuer), \(publicKey.kind.word)"
  }
}
