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
    /// A request, with more of a head than is waited for.
    case tooLarge
    case notHTTP
  }

  /// Those that one meets (RFC 9110 §9.1, RFC 5789): of a request with another one a path must
  /// follow.
  private static let methods = [
    "GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT",
  ]

  static func read(_ bytes: [UInt8]) -> Reading {
    let text = String(decoding: bytes.prefix(limit), as: UTF8.self)
    let begins = methods.contains { method in
      text.hasPrefix(method + " ") || (method + " ").hasPrefix(text)
    }
    guard begins || hasRequestLine(text) || mayBecomeRequestLine(text) else { return .notHTTP }
    // The blank line that ends the head; lines may end without a carriage return (RFC 9112 §2.2).
    let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
    // What follows the last end of a line is no line yet.
    guard let end = lines.dropLast().firstIndex(of: "") else {
      // More than a line with which a request begins: somebody waits for an answer (RFC 6585 §5).
      return bytes.count < limit ? .partly : hasRequestLine(text) ? .tooLarge : .notHTTP
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

  /// Whether the first line is one of a request, whatever is asked for: `method SP request-target SP
  /// HTTP-version` (RFC 9112 §3).
  private static func hasRequestLine(_ text: String) -> Bool {
    // A carriage return and the line feed behind it are one character of a string.
    guard let end = text.firstIndex(where: \.isNewline) else { return false }
    let words = text[..<end].split(separator: " ", omittingEmptySubsequences: false)
    return words.count == 3 && words[2].hasPrefix("HTTP/1.") && isMethod(words[0])
  }

  /// Whether the line goes on, and so far is a method and a path: what comes in parts is waited for.
  private static func mayBecomeRequestLine(_ text: String) -> Bool {
    let words = text.split(separator: " ", omittingEmptySubsequences: false)
    guard (2...3).contains(words.count), !text.contains(where: \.isNewline) else { return false }
    return isMethod(words[0]) && words[1].hasPrefix("/")
      && (words.count == 2 || words[2].hasPrefix("HTTP/1.") || "HTTP/1.".hasPrefix(words[2]))
  }

  /// A token (RFC 9110 §5.6.2).
  private static func isMethod(_ word: Substring) -> Bool {
    !word.isEmpty
      && word.allSatisfy {
        $0.isASCII && ($0.isLetter || $0.isNumber || "!#$%&'*+.^_`|~-".contains($0))
      }
  }
}
