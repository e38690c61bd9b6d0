import Bytes
import Lab

/// Fields for other programs.
enum AnnotationData {
  /// A field, and the fields inside it.
  static func tree(_ annotation: Annotation) -> JSONValue {
    var members: JSONObject = [
      "name": .string(annotation.name), "offset": .number(annotation.range.lowerBound),
      "length": .number(annotation.range.count),
    ]
    switch annotation.value {
    case .integer(let value): members["value"] = .number(Int(clamping: value))
    case .code(let value, _, let name):
      members["value"] = .number(Int(clamping: value))
      members["meaning"] = name.map { .string($0) }
    case .length(let value): members["value"] = .number(value)
    case .list(let count): members["count"] = .number(count)
    case .undecodable(let error): members["error"] = .string("\(error)")
    case .element(let type, let content):
      members["type"] = .string(type.word)
      members.merge(said(content))
    case .bytes, .structure: break
    }
    if !annotation.children.isEmpty { members["fields"] = .array(annotation.children.map(tree)) }
    return .object(members)
  }

  /// What an element of ASN.1 says.
  private static func said(_ content: ASN1Value) -> JSONObject {
    switch content {
    case .header(let count): ["value": .number(count)]
    case .boolean(let value): ["value": .bool(value)]
    case .integer(let bytes), .bytes(let bytes): ["value": .string(bytes.hex)]
    case .identifier(let dotted, let name):
      ["value": .string(dotted), "meaning": name.map { .string($0) } ?? .null]
    case .text(let text): ["value": .string(text)]
    case .null: [:]
    }
  }
}
