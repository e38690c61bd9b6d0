import Foundation

/// The first line: who the peer is.
struct HybridPeerSetup: Encodable {
  var role: String
  var name: String?
  var key: String?
  var chain: [String]?
  var groups: String
}

/// Every other line: what came, and what to do.
struct HybridPeerCommand: Encodable {
  var action: String
  var bytes: String
  var data: String

  enum CodingKeys: String, CodingKey {
    case action = "do"
    case bytes
    case data
  }
}

/// Every answer.
struct HybridPeerState: Decodable {
  var output = ""
  var data = ""
  var complete = false
  var failure: String?
  var group: String?
  var suite: String?
  var version = 0
  var keyLog: [String] = []
  var library = ""
}

/// The lines of a pipe.
final class LineReader {
  private let handle: FileHandle
  private var buffer = Data()

  init(_ handle: FileHandle) {
    self.handle = handle
  }

  /// - Returns: the next line without its end; nil when there is none.
  func next() throws -> Data? {
    while true {
      if let end = buffer.firstIndex(of: UInt8(ascii: "\n")) {
        defer { buffer = Data(buffer[(end + 1)...]) }
        return Data(buffer[..<end])
      }
      let more = handle.availableData
      guard !more.isEmpty else { return nil }
      buffer += more
    }
  }
}
