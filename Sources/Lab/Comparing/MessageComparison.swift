public import Bytes

/// Two messages field by field: fields are held against each other by name, wherever they stand.
public struct MessageComparison: Hashable, Sendable {
  public var fields: [Field]

  /// A field that at least one of the messages has.
  public struct Field: Hashable, Sendable {
    /// The name; that of an extension stands for itself.
    public var name: String
    public var left: Part?
    public var right: Part?
    /// The entries that only one side has, where both sides are lists.
    public var entries: Entries?

    public var isSame: Bool { left?.bytes == right?.bytes }
  }

  /// A field in one of the messages.
  public struct Part: Hashable, Sendable {
    public var annotation: Annotation
    public var bytes: [UInt8]
  }

  /// Where two lists differ; both empty when only the order does.
  public struct Entries: Hashable, Sendable {
    public var left: [Part]
    public var right: [Part]
  }

  /// - Parameters:
  ///   - left: a message's annotation, with offsets in `leftBytes`.
  ///   - right: the same of the other message.
  public init(
    _ left: Annotation, of leftBytes: [UInt8], _ right: Annotation, of rightBytes: [UInt8]
  ) {
    let lefts = Self.parts(of: left, leftBytes)
    let rights = Self.parts(of: right, rightBytes)
    let names =
      lefts.map(\.name)
      + rights.map(\.name).filter { name in
        !lefts.contains { $0.name == name }
      }
    fields = names.map { name in
      let one = lefts.first { $0.name == name }?.part
      let other = rights.first { $0.name == name }?.part
      return Field(
        name: name, left: one, right: other,
        entries: Self.entries(one, leftBytes, other, rightBytes))
    }
  }

  /// The fields of a message and, in place of the list of extensions, each of them. Lengths follow
  /// from the rest and say nothing of their own.
  private static func parts(
    of message: Annotation, _ bytes: [UInt8]
  ) -> [(name: String, part: Part)] {
    var names: [String: Int] = [:]
    return message.children.flatMap { child in
      if case .list = child.value, child.name == "extensions" { return child.children }
      return [child]
    }.filter { !$0.isLength }.map { child in
      names[child.name, default: 0] += 1
      let number = names[child.name] ?? 1
      return (
        number == 1 ? child.name : "\(child.name)[\(number - 1)]",
        Part(annotation: child, bytes: child.content(of: bytes))
      )
    }
  }

  private static func entries(
    _ left: Part?, _ leftBytes: [UInt8], _ right: Part?, _ rightBytes: [UInt8]
  ) -> Entries? {
    guard let left = left?.annotation.innerList, let right = right?.annotation.innerList else {
      return nil
    }
    func parts(_ list: Annotation, _ bytes: [UInt8]) -> [Part] {
      list.children.filter { !$0.isLength }
        .map { Part(annotation: $0, bytes: $0.content(of: bytes)) }
    }
    let lefts = parts(left, leftBytes)
    let rights = parts(right, rightBytes)
    let known = (Set(lefts.map(\.bytes)), Set(rights.map(\.bytes)))
    return Entries(
      left: lefts.filter { !known.1.contains($0.bytes) },
      right: rights.filter { !known.0.contains($0.bytes) })
  }
}

extension Annotation {
  fileprivate var isLength: Bool { if case .length = value { true } else { false } }

  fileprivate func content(of bytes: [UInt8]) -> [UInt8] {
    Array(bytes[range.clamped(to: 0..<bytes.count)])
  }

  /// The list that a field is, or consists of.
  fileprivate var innerList: Annotation? {
    if case .list = value { return self }
    let inside = children.filter { !$0.isLength && $0.name != "extension_type" }
    return inside.count == 1 ? inside.first?.innerList : nil
  }
}
