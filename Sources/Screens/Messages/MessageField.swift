public import Bytes
import TLSEngine

/// A field of a message in words, and the fields inside it: the one tree that tables, drawings and
/// transcripts show.
public struct MessageField: Hashable, Sendable {
  /// The names from the outermost structure on; entries of lists with their places.
  public var path: [String]
  /// The name in the version that is spoken: `client_version`, which TLS 1.3 calls `legacy_version`.
  public var spokenName: String
  /// The message, the record or the like that it is, or that it stands in: a ServerHello that asks for
  /// another ClientHello is called `hello_retry_request` here.
  public var structure: String
  /// Offsets in the bytes that were taken apart.
  public var range: Range<Int>
  /// Its own bytes, a part of those.
  public var bytes: ArraySlice<UInt8>
  /// What the bytes say, before it was put into words.
  public var content: FieldValue
  /// What it says: `22 = handshake`, `12 bytes follow`.
  public var value: String
  /// What it is for, in a few words.
  public var meaning: String
  /// What those who know other versions could take it for.
  public var note: String?
  /// Under which keys a transcript explains it, and what its value stands for; empty elsewhere.
  public var why: [String] = []
  /// The fields inside. In a whole tree they cover `range`.
  public var children: [MessageField]

  /// The name that the annotation has, and the catalogue: in the RFC's spelling, TLS 1.3's where
  /// versions differ.
  public var name: String { path.last ?? "" }

  /// What it says, then what it is for.
  public var text: String {
    value.isEmpty || meaning.isEmpty ? value + meaning : "\(value): \(meaning)"
  }

  /// It and the fields inside, in the order of the bytes, with how deep each lies.
  func rows(below depth: Int = 0) -> [(field: MessageField, depth: Int)] {
    [(self, depth)] + children.flatMap { $0.rows(below: depth + 1) }
  }

  /// The field in this tree that is the same part of the same bytes, whatever stands around it.
  func find(_ other: MessageField) -> MessageField? {
    if name == other.name, range == other.range, content == other.content { return self }
    for child in children {
      if let found = child.find(other) { return found }
    }
    return nil
  }

  /// The field that an annotation became.
  func find(_ annotation: Annotation) -> MessageField? {
    if name == annotation.name, range == annotation.range, content == annotation.value {
      return self
    }
    for child in children {
      if let found = child.find(annotation) { return found }
    }
    return nil
  }
}

extension MessageField {
  /// A tree in words, down to the last field of what the bytes hold.
  ///
  /// - Parameters:
  ///   - bytes: what the offsets of the field count in.
  ///   - is13: whether the fields mean what TLS 1.3 means by them.
  public init(_ annotation: Annotation, of bytes: [UInt8], is13: Bool) {
    self = FieldWording(of: bytes, .all, is13: is13).whole(annotation.withContents(of: bytes))
  }
}

// There are hundreds of fields: in files, what is empty is left out.
extension MessageField: Encodable {
  private enum CodingKeys: String, CodingKey {
    case name, offset, length, value, meaning, note, why, fields
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(spokenName, forKey: .name)
    try container.encode(range.lowerBound, forKey: .offset)
    try container.encode(range.count, forKey: .length)
    if !value.isEmpty { try container.encode(value, forKey: .value) }
    if !meaning.isEmpty { try container.encode(meaning, forKey: .meaning) }
    try container.encodeIfPresent(note, forKey: .note)
    if !why.isEmpty { try container.encode(why, forKey: .why) }
    if !children.isEmpty { try container.encode(children, forKey: .fields) }
  }
}

extension MessageContent {
  /// The fields of the records as they are on the wire, one tree for each record.
  public var wireFields: [MessageField] {
    records.map { MessageField($0, of: message.records, is13: is13) }
  }

  /// The fields of what is inside a protected record; nil where the viewer can't read it.
  public var innerFields: MessageField? {
    inner.map { MessageField($0, of: plaintext, is13: is13) }
  }

  /// The fields of the records as a table shows them.
  func wireFields(_ depth: FieldDepth) -> [MessageField] {
    records.flatMap { fields($0, of: message.records, depth) }
  }

  /// The same of what is inside a protected record.
  func innerFields(_ depth: FieldDepth) -> [MessageField] {
    inner.map { fields($0, of: plaintext, depth) } ?? []
  }

  private func fields(_ annotation: Annotation, of bytes: [UInt8], _ depth: FieldDepth)
    -> [MessageField]
  {
    // What is folded needs nothing of what is inside certificates.
    let tree = depth == .all ? whole(annotation, of: bytes) : annotation
    return FieldWording(of: bytes, depth, is13: is13).shown(tree)
  }
}
