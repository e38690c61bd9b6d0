import Testing

@testable import Sockets

@Suite("HOST:PORT") struct EndpointTests {
  @Test(
    "is read as it is typed",
    arguments: [
      ("sip.example.com:5061", "sip.example.com", 5061), ("127.0.0.1:443", "127.0.0.1", 443),
      ("[::1]:8443", "::1", 8443), ("a:65535", "a", 65535),
    ])
  func reads(text: String, host: String, port: Int) throws {
    let endpoint = try Endpoint(text)
    #expect(endpoint.host == host && endpoint.port == port)
    #expect("\(endpoint)" == text)
  }

  @Test("and a name in other letters goes as it goes on the wire (RFC 5891)")
  func otherLetters() throws {
    #expect(try Endpoint("bücher.example:443").host == "xn--bcher-kva.example")
    #expect(throws: SocketError.self) { try Endpoint("b\u{fffd}cher.example:443") }
  }

  @Test(
    "and what was meant by what is none is made of it",
    arguments: [
      ("::1:7010", .other("[::1]:7010")), ("[::1]", .noPort(host: "[::1]")),
      ("::1", .noPort(host: "[::1]")), ("localhost:70000", .port("70000")),
      ("https://localhost:7/", .other("localhost:7")), ("localhost:abc", .port("abc")),
      ("localhost", .noPort(host: "localhost")), ("https://localhost", .other("localhost:443")),
      ("https://[::1]/x", .other("[::1]:443")), ("localhost:7/x", .other("localhost:7")),
      ("", nil), (":443", nil), ("ho st:4", nil), ("://", nil), (":::", nil),
      ("fe80::2:70000", .port("70000")), ("ldaps://x", .other("x:636")),
      ("sips:pbx.example.com:5061", .other("pbx.example.com:5061")),
      ("sips:ada@pbx.example.com;transport=tls", .other("pbx.example.com:5061")),
    ] as [(String, Endpoint.Slip?)])
  func slips(text: String, slip: Endpoint.Slip?) {
    #expect(Endpoint.slip(in: text) == slip)
  }

  @Test(
    "and anything else is refused with a word",
    arguments: [
      "", ":", "host", "host:", ":443", "host:0", "host:65536", "host:-1", "host:4a3", "::1:443",
      "[]:443", "ho st:443", "h\u{0}st:443", "host:99999999999999999999",
      String(repeating: "a", count: 300) + ":443",
    ])
  func refuses(text: String) {
    #expect(throws: SocketError.noAddress(text)) { try Endpoint(text) }
  }
}
