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

  @Test(
    "and anything else is refused with a word",
    arguments: [
      "", ":", "host", "host:", ":443", "host:0", "host:65536", "host:-1", "host:4a3", "::1:443",
      "[]:443", "ho st:443", "h\u{0}st:443", "höst:443", "host:99999999999999999999",
      String(repeating: "a", count: 300) + ":443",
    ])
  func refuses(text: String) {
    #expect(throws: SocketError.noAddress(text)) { try Endpoint(text) }
  }
}
