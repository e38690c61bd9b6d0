public import Captures

/// Which connections are looked at: `host 192.0.2.1 and port 5061`, with `not`, `or` and parentheses.
public indirect enum FlowFilter: Sendable, Hashable {
  case host(NetworkEnd)
  case port(UInt16)
  case not(FlowFilter)
  case both(FlowFilter, FlowFilter)
  case either(FlowFilter, FlowFilter)

  /// Which word is no filter.
  public struct Misread: Error, Hashable, Sendable {
    /// Empty at the end of the text.
    public var word: String
  }

  /// Reads a filter as people type it.
  public init(_ text: String) throws(Misread) {
    let spaced = text.replacing("(", with: " ( ").replacing(")", with: " ) ")
    var words = spaced.split(separator: " ").map(String.init)[...]
    self = try Self.either(&words)
    if let word = words.first { throw Misread(word: word) }
  }

  private static func either(_ words: inout ArraySlice<String>) throws(Misread) -> FlowFilter {
    var filter = try both(&words)
    while words.first == "or" || words.first == "||" {
      words.removeFirst()
      filter = .either(filter, try both(&words))
    }
    return filter
  }

  private static func both(_ words: inout ArraySlice<String>) throws(Misread) -> FlowFilter {
    var filter = try one(&words, depth: 0)
    while words.first == "and" || words.first == "&&" {
      words.removeFirst()
      filter = .both(filter, try one(&words, depth: 0))
    }
    return filter
  }

  private static func one(
    _ words: inout ArraySlice<String>, depth: Int
  ) throws(Misread) -> FlowFilter {
    guard let word = words.popFirst() else { throw Misread(word: "") }
    guard depth < 64 else { throw Misread(word: word) }
    switch word {
    case "not", "!": return .not(try one(&words, depth: depth + 1))
    case "(":
      let inside = try either(&words)
      guard words.popFirst() == ")" else { throw Misread(word: words.first ?? "") }
      return inside
    case "host":
      guard let address = words.popFirst() else { throw Misread(word: "") }
      guard let end = NetworkEnd(address: address) else { throw Misread(word: address) }
      return .host(end)
    case "port":
      guard let number = words.popFirst() else { throw Misread(word: "") }
      guard let port = UInt16(number) else { throw Misread(word: number) }
      return .port(port)
    default: throw Misread(word: word)
    }
  }

  /// Whether a connection between two ends is looked at.
  public func allows(_ one: NetworkEnd, _ other: NetworkEnd) -> Bool {
    switch self {
    case .host(let end): one.isSameHost(as: end) || other.isSameHost(as: end)
    case .port(let port): one.port == port || other.port == port
    case .not(let filter): !filter.allows(one, other)
    case .both(let left, let right): left.allows(one, other) && right.allows(one, other)
    case .either(let left, let right): left.allows(one, other) || right.allows(one, other)
    }
  }
}
