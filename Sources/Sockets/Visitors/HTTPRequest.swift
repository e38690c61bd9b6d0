/// As much of a request of HTTP/1.1 as a small answer needs (RFC 9112 §3).
struct HTTPRequest: Hashable {
  var method: String
  /// The path without its query.
  var path: String
  /// The value of Accept; empty where there is none.
  var accept: String

  /// Longest head that is waited for.
  static let limit = 1 << 14

  /// What the first bytes of a conversation are.
  enum Reading: Hashable {
    case whole(HTTPRequest)
    /// More must come.
    case partly
    case notHTTP
  }

  private static let methods = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"]

  static func read(_ bytes: [UInt8]) -> Reading {
    let text = String(decoding: bytes.prefix(limit), as: UTF8.self)
    let begins = methods.contains { method in
      text.hasPrefix(method + " ") || (method + " ").hasPrefix(text)
    }
    guard begins else { return .notHTTP }
    // The blank line that ends the head; lines may end without a carriage return (RFC 9112 §2.2).
    let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
    // What follows the last end of a line is no line yet.
    guard let end = lines.dropLast().firstIndex(of: "") else {
      return bytes.count < limit ? .partly : .notHTTP
    }
    let start = lines[0].split(separator: " ")
    guard start.count == 3, start[2].hasPrefix("HTTP/1.") else { return .notHTTP }
    let accept = lines[1..<end].first { $0.lowercased().hasPrefix("accept:") }
    let path = start[1].split(separator: "?", omittingEmptySubsequences: false).first ?? ""
    return .whole(
      HTTPRequest(
        method: String(start[0]), path: String(path),
        accept: accept.map { String($0.dropFirst(7)) } ?? ""))
  }
}
