public import Captures
import Network

/// Which connections are looked at: `host 192.0.2.1 and port 5061`, `sni sip.example.com`, with `not`,
/// `or` and parentheses.
public indirect enum FlowFilter: Sendable, Hashable {
  case host(NetworkEnd)
  case port(UInt16)
  /// The name that the client asks for, or the end of it behind a dot.
  case name(String)
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
    // Deeper than anybody nests them.
    if let word = words.dropFirst(256).first { throw Misread(word: word) }
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
    case "sni":
      guard let name = words.popFirst() else { throw Misread(word: "") }
      return .name(name.lowercased())
    default: throw Misread(word: word)
    }
  }

  /// Whether a connection between two ends is looked at, as far as that is known before its name is.
  public func allows(_ one: NetworkEnd, _ other: NetworkEnd) -> Bool {
    holds(one, other, named: nil) != false
  }

  /// Whether a session is shown.
  public func allows(_ session: DecryptedSession) -> Bool {
    guard let one = NetworkEnd(session.flow.client), let other = NetworkEnd(session.flow.server)
    else { return true }
    return holds(one, other, named: session.serverName?.lowercased() ?? "") == true
  }

  /// - Parameter name: nil as long as it is not known.
  private func holds(_ one: NetworkEnd, _ other: NetworkEnd, named name: String?) -> Bool? {
    switch self {
    case .host(let end): return one.isSameHost(as: end) || other.isSameHost(as: end)
    case .port(let port): return one.port == port || other.port == port
    case .name(let wanted): return name.map { $0 == wanted || $0.hasSuffix(".\(wanted)") }
    case .not(let filter): return filter.holds(one, other, named: name).map { !$0 }
    case .both(let left, let right):
      let results = [left.holds(one, other, named: name), right.holds(one, other, named: name)]
      if results.contains(false) { return false }
      return results.contains(nil) ? nil : true
    case .either(let left, let right):
      let results = [left.holds(one, other, named: name), right.holds(one, other, named: name)]
      if results.contains(true) { return true }
      return results.contains(nil) ? nil : false
    }
  }
}
