import Bytes
import TLSWire

/// How far a message is taken apart.
enum FieldDepth {
  /// Lists are one row.
  case folded
  /// Extensions too, each one row.
  case entries
  /// Down to the last field.
  case all
}

/// Puts annotations into words.
struct FieldWording {
  private let bytes: [UInt8]
  private let depth: FieldDepth
  /// Whether the fields mean what TLS 1.3 means by them.
  private let is13: Bool

  init(of bytes: [UInt8], _ depth: FieldDepth, is13: Bool) {
    self.bytes = bytes
    self.depth = depth
    self.is13 = is13
  }

  /// A field and all that is inside, with the structures that only hold others together.
  func whole(
    _ field: Annotation, below parents: [String] = [], in structure: String? = nil
  ) -> MessageField {
    let inner = field.structureName(in: bytes) ?? structure ?? field.name
    var worded = worded(field, below: parents, in: inner)
    worded.children = field.children.map { whole($0, below: worded.path, in: inner) }
    return worded
  }

  /// The fields that a table shows of an annotation.
  ///
  /// - Parameter structure: the message or record that the annotation stands in, if it is not one.
  func shown(_ annotation: Annotation, in structure: String? = nil) -> [MessageField] {
    shown(annotation, below: [], in: structure ?? annotation.name, isOuter: structure == nil)
  }

  private func shown(
    _ field: Annotation, below parents: [String], in structure: String, isOuter: Bool = false
  ) -> [MessageField] {
    let inner = field.structureName(in: bytes) ?? structure
    let path = parents + [field.name]
    // A structure around everything has nothing to say of its own.
    let isTransparent = field.value == .structure && (isOuter || Self.isWrapping(field, structure))
    if isTransparent, depth != .all || isOuter || field.name == "fragment" {
      return folded(field.children).flatMap {
        shown($0, below: path, in: inner, isOuter: isOuter && field.name == "record")
      }
    }
    var worded = worded(field, below: parents, in: structure)
    guard isTakenApart(field) else { return [worded] }
    worded.children = field.children.filter { depth == .all || !Self.isLength($0) }
      .flatMap { shown($0, below: path, in: inner) }
    return [worded]
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
    case .entries: field.name == "extensions" && !field.isElement
    }
  }

  /// The field alone.
  private func worded(
    _ field: Annotation, below parents: [String], in structure: String
  ) -> MessageField {
    let content = bytes[field.range.clamped(to: 0..<bytes.count)]
    let meaning = FieldMeaning.of(
      field.name, in: structure, is13: is13,
      // An extension begins with its type and its length.
      isFilled: content.count > (field.value == .structure ? 4 : 1))
    var worded = MessageField(
      path: parents + [field.name],
      spokenName: SpokenNames.name(field.name, in: structure, is13: is13), structure: structure,
      range: field.range, bytes: content, content: field.value,
      value: FieldText(field, Array(content)).value, meaning: meaning?.brief ?? "",
      note: meaning?.note(under: Array(content)), children: [])
    // In a message that is not taken apart the extensions' names would fill half the screen.
    if depth == .folded, field.name == "extensions", case .list(let count) = field.value {
      worded.value = count == 0 ? "none" : "\(count)    show field extensions"
      worded.meaning = ""
    }
    return worded
  }
}
