/// A run of bytes and what it means; a tree (record, handshake message, extension, entry).
public struct Annotation: Hashable, Sendable, Codable {
  /// Offsets of the bytes, counted from the start of what was annotated.
  public var range: Range<Int>
  /// The field's name in the RFC's spelling; an entry of a list carries its own (`server_name`)
  /// or its place (`cipher_suite[2]`).
  public var name: String
  /// What the bytes say.
  public var value: FieldValue
  /// The fields inside this one, in wire order. Where there are any, they cover `range` exactly.
  public var children: [Annotation]

  public init(
    range: Range<Int>, name: String, value: FieldValue, children: [Annotation] = []
  ) {
    self.range = range
    self.name = name
    self.value = value
    self.children = children
  }

  /// The fields without fields of their own. Together they cover `range`, each byte once.
  public var leaves: [Annotation] {
    children.isEmpty ? [self] : children.flatMap(\.leaves)
  }

  /// The field at the end of `path`; the path starts below this annotation or with its own name.
  public func find(_ path: FieldPath) -> Annotation? {
    guard let first = path.components.first else { return self }
    let rest = FieldPath(Array(path.components.dropFirst()))
    if let child = children.first(where: { $0.name == first }) { return child.find(rest) }
    return first == name ? find(rest) : nil
  }

  /// The paths of this field and of all fields inside it.
  public func paths(below parent: FieldPath = FieldPath()) -> [FieldPath] {
    let own = parent.appending(name)
    return [own] + children.flatMap { $0.paths(below: own) }
  }

  /// The same tree, placed `distance` bytes further on in something larger, errors included.
  ///
  /// - Parameter parent: the field that the tree lies in, for the paths of errors.
  public func moved(by distance: Int, below parent: String? = nil) -> Annotation {
    var value = value
    if case .undecodable(let error) = value {
      value = .undecodable(error.moved(by: distance, below: parent))
    }
    return Annotation(
      range: range.lowerBound + distance..<range.upperBound + distance, name: name, value: value,
      children: children.map { $0.moved(by: distance, below: parent) })
  }
}

/// What a field says, before anyone puts it into words.
public enum FieldValue: Hashable, Sendable, Codable {
  /// A number.
  case integer(UInt64)
  /// A number that a registry names.
  case code(UInt64, width: Int, name: String?)
  /// The length of what follows, in bytes.
  case length(Int)
  /// Bytes without further structure.
  case bytes(ByteContent)
  /// Several entries of one kind.
  case list(count: Int)
  /// A structure with fields of its own.
  case structure
  /// An element of ASN.1 in DER, tag and length included.
  case element(ASN1Type, ASN1Value)
  /// Bytes that could not be read, and why.
  case undecodable(WireError)
}
