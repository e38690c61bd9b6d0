import Bytes
import Foundation
import Testing

/// One trace of the RFC, as hexadecimal strings by name.
struct Trace: Decodable {
  var messages: [String: String]
  var secrets: [String: String]

  private enum CodingKeys: String, CodingKey {
    case messages = "records_and_messages"
    case secrets
  }

  func bytes(_ name: String) throws -> [UInt8] {
    try #require([UInt8](hex: messages[name] ?? "no"))
  }

  func secret(_ name: String) throws -> [UInt8] {
    try #require([UInt8](hex: secrets[name] ?? "no"))
  }

  /// The simple 1-RTT handshake of RFC 8448 §3.
  static func simple() throws -> Trace { try read("simple-1rtt") }

  /// The resumed 0-RTT handshake of RFC 8448 §4.
  static func resumed() throws -> Trace { try read("resumed-0rtt") }

  private static func read(_ name: String) throws -> Trace {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("rfc8448/\(name).json")
    return try JSONDecoder().decode(Trace.self, from: Data(contentsOf: file))
  }
}
