/// What either end of HTTP does with what arrives: it waits until a message is whole.
struct HTTPEar: Sendable, Hashable, Codable {
  private var reader = HTTPMessageReader()
  /// What ended the reading, if something did.
  private(set) var failure: HTTPParseError?

  /// Takes what has arrived and returns the messages that are whole.
  mutating func hear(_ bytes: [UInt8]) -> [HTTPMessage] {
    guard failure == nil else { return [] }
    reader.append(bytes)
    var found: [HTTPMessage] = []
    do throws(HTTPParseError) {
      while let message = try reader.next() { found.append(message) }
    } catch {
      failure = error
    }
    return found
  }
}
