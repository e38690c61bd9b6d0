/// Whether somebody can be reached, and what they say of it (PIDF, RFC 3863).
struct PresenceDocument: Sendable, Hashable, Codable {
  /// Whose presence it is, as `user@host`.
  var name: String
  var isOpen: Bool
  var note: String

  static let mediaType = "application/pidf+xml"

  var bytes: [UInt8] {
    Array(
      """
      <?xml version="1.0" encoding="UTF-8"?>\r
      <presence xmlns="urn:ietf:params:xml:ns:pidf" entity="pres:\(MarkupScanner.escape(name))">\r
       <tuple id="t1"><status><basic>\(isOpen ? "open" : "closed")</basic></status></tuple>\r
       <note>\(MarkupScanner.escape(note))</note>\r
      </presence>\r

      """.utf8)
  }

  init(name: String, isOpen: Bool, note: String) {
    self.name = name
    self.isOpen = isOpen
    self.note = note
  }

  /// Reads a document, as far as it goes; nil where it does not say whose presence it is.
  init?(parsing bytes: [UInt8]) {
    let found = Self.all(in: bytes)
    guard let first = found.first else { return nil }
    self = first
  }

  /// Every document in the plaintext of one direction.
  static func all(in plaintext: [UInt8]) -> [PresenceDocument] {
    var scanner = MarkupScanner(plaintext)
    var found: [PresenceDocument] = []
    var element = ""
    while let piece = scanner.next() {
      switch piece {
      case .open(let name, let attributes):
        element = name
        if name == "presence", let entity = attributes["entity"] {
          found.append(
            PresenceDocument(
              name: String(entity.drop { $0 != ":" }.dropFirst()), isOpen: false, note: ""))
        }
      case .text(let text) where !found.isEmpty && element == "basic":
        found[found.count - 1].isOpen = text == "open"
      case .text(let text) where !found.isEmpty && element == "note":
        found[found.count - 1].note = text
      case .close, .empty: element = ""
      case .text: break
      }
    }
    return found
  }
}
