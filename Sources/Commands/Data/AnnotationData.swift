import Bytes
import Lab

/// Fields for other programs.
enum AnnotationData {
  /// A field, and the fields inside it.
  static func tree(_ annotation: Annotation) -> JSONValue {
    var members: [String: JSONValue] = [
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
    case .undecodable(let error): members["error"] = .string("\(error.reason)")
    case .bytes, .structure: break
    }
    if !annotation.children.isEmpty { members["fields"] = .array(annotation.children.map(tree)) }
    return .object(members)
  }
}
