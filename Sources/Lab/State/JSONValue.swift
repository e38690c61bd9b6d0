/// A JSON value, with the keys of objects in alphabetical order when printed.
public enum JSONValue: Hashable, Sendable, Codable {
  case null
  case bool(Bool)
  case number(Int)
  case string(String)
  case array([JSONValue])
  case object(JSONObject)

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? container.decode(Int.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .string(value)
    } else if let value = try? container.decode([JSONValue].self) {
      self = .array(value)
    } else {
      self = .object(try container.decode(JSONObject.self))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .null: try container.encodeNil()
    case .bool(let value): try container.encode(value)
    case .number(let value): try container.encode(value)
    case .string(let value): try container.encode(value)
    case .array(let values): try container.encode(values)
    case .object(let members): try container.encode(members)
    }
  }

  /// The value at the end of `path`: names with dots between, `last` among sessions is the newest.
  public func find(_ path: [String]) -> JSONValue? {
    guard let first = path.first else { return self }
    guard case .object(let members) = self else { return nil }
    // Keys of settings hold dots themselves: the longest key that fits comes first.
    let dots = members.keys.lazy.map { $0.utf8.count { $0 == UInt8(ascii: ".") } }.max() ?? 0
    for length in stride(from: min(path.count, dots + 1), through: 1, by: -1) {
      let key = length == 1 ? first : path.prefix(length).joined(separator: ".")
      if let member = members[key] { return member.find(Array(path.dropFirst(length))) }
    }
    return nil
  }

  /// The text of a value without structure; JSON for one with.
  public var text: String {
    switch self {
    case .null: "null"
    case .bool(let value): value ? "true" : "false"
    case .number(let value): String(value)
    case .string(let value): value
    case .array, .object: json(pretty: false)
    }
  }

  /// JSON in one line of an object of which one member is a long list.
  ///
  /// - Parameter value: of an element of that list; called on all processors.
  public static func json<Element: Sendable>(
    _ members: JSONObject, list name: String, of elements: [Element],
    _ value: @Sendable (Element) -> JSONValue
  ) -> String {
    var printer = JSONPrinter(pretty: false)
    printer.add(members, list: name, of: elements, value)
    return printer.text
  }

  /// The value as JSON.
  public func json(pretty: Bool = true) -> String {
    var printer = JSONPrinter(pretty: pretty)
    printer.add(self)
    return printer.text
  }
}
