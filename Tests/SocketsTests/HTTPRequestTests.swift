import Testing

@testable import Sockets

@Suite("A request of HTTP") struct HTTPRequestTests {
  private let request = Array("GET /a?b HTTP/1.1\r\nHost: x\r\nAccept: text/html\r\n\r\n".utf8)

  @Test("is read when its head is whole, and not before")
  func truncated() {
    for count in 0..<request.count {
      #expect(HTTPRequest.read(Array(request.prefix(count))) == .partly, "\(count) bytes")
    }
    guard case .whole(let read) = HTTPRequest.read(request) else {
      Issue.record("not whole")
      return
    }
    #expect(read.method == "GET" && read.path == "/a" && read.accept == " text/html")
  }

  @Test("What is no request is known by its first bytes")
  func others() {
    for text in ["hello\n", "GETS /\r\n\r\n", "SSH-2.0-x\r\n", "\u{16}\u{3}\u{1}"] {
      #expect(HTTPRequest.read(Array(text.utf8)) == .notHTTP, "\(text)")
    }
    for line in ["GET /", "GET / SPDY/3", "GET  "] {
      #expect(HTTPRequest.read(Array("\(line)\r\n\r\n".utf8)) == .notHTTP, "\(line)")
    }
    let endless = Array(("GET /" + String(repeating: "a", count: 1 << 15)).utf8)
    #expect(HTTPRequest.read(endless) == .notHTTP)
    let long = "GET / HTTP/1.1\r\nX: " + String(repeating: "a", count: 30_000) + "\r\n\r\n"
    #expect(HTTPRequest.read(Array(long.utf8)) == .tooLarge)
  }

  @Test("Any bytes are read without a trap")
  func mutated() {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<2000 {
      var bytes = request
      for _ in 0..<Int.random(in: 1...6, using: &generator) {
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        bytes[place] = UInt8.random(in: 0...255, using: &generator)
      }
      _ = HTTPRequest.read(bytes)
      _ = HTTPRequest.read(Array(bytes.prefix(Int.random(in: 0...bytes.count, using: &generator))))
    }
  }
}
