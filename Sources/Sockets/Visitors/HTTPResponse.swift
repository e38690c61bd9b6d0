/// A whole answer of HTTP/1.1, after which the connection closes.
struct HTTPResponse {
  var status: String
  var contentType: String
  var body: String

  static let notFound = HTTPResponse(
    status: "404 Not Found", contentType: "text/plain", body: "there is one page here: /\n")
  static let notAllowed = HTTPResponse(
    status: "405 Method Not Allowed", contentType: "text/plain", body: "GET and HEAD only\n")

  static let tooLarge = HTTPResponse(
    status: "431 Request Header Fields Too Large", contentType: "text/plain",
    body: "a head of at most \(HTTPRequest.limit) bytes\n")

  /// - Parameter withBody: false answers HEAD (RFC 9110 §9.3.2).
  func bytes(withBody: Bool) -> [UInt8] {
    let head = [
      "HTTP/1.1 \(status)", "Content-Type: \(contentType); charset=utf-8",
      "Content-Length: \(body.utf8.count)", "Cache-Control: no-store", "Connection: close", "", "",
    ].joined(separator: "\r\n")
    return Array(head.utf8) + (withBody ? Array(body.utf8) : [])
  }
}
