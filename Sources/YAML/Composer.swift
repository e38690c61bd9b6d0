/// Puts events together to nodes.
struct Composer: ~Copyable {
  /// How many values may stand in each other: what people write has four or five.
  private static let limit = 64

  private var events: Events
  private var depth = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    events = Events(bytes)
  }

  /// The value of the only document; nil where there is none.
  mutating func document() throws(YAMLError) -> YAMLNode? {
    var found: YAMLNode?
    while true {
      let event = try events.next()
      switch event.kind {
      case .endOfStream: return found
      case .frame: continue
      default:
        guard found == nil else { throw Self.error(event, "a second document") }
        found = try node(event)
      }
    }
  }

  private mutating func node(_ event: Event) throws(YAMLError) -> YAMLNode {
    guard depth < Self.limit else { throw Self.error(event, "more than \(Self.limit) levels") }
    depth += 1
    defer { depth -= 1 }
    let content: YAMLNode.Content
    switch event.kind {
    case .scalar(let text): content = .scalar(text)
    case .sequence: content = .sequence(try items())
    case .mapping: content = .mapping(try members())
    // A few lines of aliases can stand for more than any memory holds.
    case .alias: throw Self.error(event, "an alias: write the value out")
    case .end, .endOfStream, .frame: throw Self.error(event, "a value is missing")
    }
    return YAMLNode(content: content, line: event.line)
  }

  private mutating func items() throws(YAMLError) -> [YAMLNode] {
    var items: [YAMLNode] = []
    while true {
      let event = try events.next()
      if event.kind == .end { return items }
      items.append(try node(event))
    }
  }

  private mutating func members() throws(YAMLError) -> [YAMLNode.Member] {
    var members: [YAMLNode.Member] = []
    var keys: Set<String> = []
    while true {
      let event = try events.next()
      if event.kind == .end { return members }
      let key = try node(event)
      if let name = key.scalar, !keys.insert(name).inserted {
        throw Self.error(event, "the key '\(name)' stands twice")
      }
      members.append(YAMLNode.Member(key: key, value: try node(try events.next())))
    }
  }

  private static func error(_ event: Event, _ problem: String) -> YAMLError {
    YAMLError(line: event.line, column: event.column, problem: problem)
  }
}
