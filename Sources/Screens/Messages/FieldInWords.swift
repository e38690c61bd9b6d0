public import Bytes
import TLSEngine

/// A field with what it says in words, and the fields inside it.
public struct FieldInWords: Hashable, Sendable {
  /// The names from the outermost structure on; entries of lists with their places.
  public var path: [String]
  /// The message, the record or the like that it is, or that it stands in: a ServerHello that asks for
  /// another ClientHello is called `hello_retry_request` here.
  public var structure: String
  /// Offsets in the bytes that were taken apart.
  public var range: Range<Int>
  /// What it says: `22 = handshake`, `12 bytes follow`.
  public var value: String
  /// What it is for, in a few words.
  public var meaning: String
  /// What those who know other versions could take it for.
  public var note: String?
  public var annotation: FieldValue
  /// The fields inside, which cover `range`.
  public var children: [FieldInWords]

  /// The name in the version that is spoken: `client_version`, which TLS 1.3 calls `legacy_version`.
  public var spokenName: String

  /// The name that the annotation has, and the catalogue: in the RFC's spelling, TLS 1.3's where
  /// versions differ.
  public var name: String { path.last ?? "" }
}

extension MessageContent {
  /// The fields of the records as they are on the wire, one tree for each record.
  public var wireFields: [FieldInWords] {
    records.map { FieldInWords($0, of: message.records, is13: is13) }
  }

  /// The fields of what is inside a protected record; nil where the viewer can't read it.
  public var innerFields: FieldInWords? {
    inner.map { FieldInWords($0, of: plaintext, is13: is13) }
  }
}

extension FieldInWords {
  /// A tree in words, down to the last field of what the bytes hold.
  ///
  /// - Parameters:
  ///   - bytes: what the offsets of the field count in.
  ///   - is13: whether the fields mean what TLS 1.3 means by them.
  public init(_ field: Annotation, of bytes: [UInt8], is13: Bool) {
    self = FieldWording(bytes: bytes, is13: is13).words(for: field.withContents(of: bytes))
  }

  /// The field that an annotation became.
  func find(_ field: Annotation) -> FieldInWords? {
    if name == field.name, range == field.range, annotation == field.value { return self }
    for child in children {
      if let found = child.find(field) { return found }
    }
    return nil
  }
}

/// Puts a tree of fields into words.
private struct FieldWording {
  let bytes: [UInt8]
  let is13: Bool

  func words(for field: Annotation) -> FieldInWords {
    words(for: field, below: [], in: field.name)
  }

  /// - Parameter structure: the message or record that the field stands in.
  private func words(
    for field: Annotation, below parents: [String], in structure: String
  ) -> FieldInWords {
    let path = parents + [field.name]
    let structure = field.structureName(in: bytes) ?? structure
    let content = Array(bytes[field.range.clamped(to: 0..<bytes.count)])
    let meaning = FieldMeaning.of(field.name, in: structure, is13: is13)
    return FieldInWords(
      path: path, structure: structure, range: field.range,
      value: FieldText(field, content, in: structure, is13: is13).value,
      meaning: meaning?.brief ?? "", note: meaning?.note(under: content),
      annotation: field.value,
      children: field.children.map { words(for: $0, below: path, in: structure) },
      spokenName: SpokenNames.name(field.name, in: structure, is13: is13))
  }
}
