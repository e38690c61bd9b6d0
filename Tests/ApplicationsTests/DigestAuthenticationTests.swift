import Applications
import Knowledge
import Testing

@Suite("Digest authentication gives the responses of the RFCs' examples")
struct DigestAuthenticationTests {
  @Test func agreesWithRFC2617() throws {
    let challenge = try DigestChallenge(
      parsing: """
        Digest realm="testrealm@host.com", qop="auth,auth-int", \
        nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", opaque="5ccc069c403ebaf9f0171e9517f40e41"
        """)
    let credentials = try DigestCredentials(
      answering: challenge, username: "Mufasa", password: "Circle Of Life", method: "GET",
      uri: "/dir/index.html", clientNonce: "0a4f113b")
    #expect(credentials.response == "6629fae49393a05397450978507c4ef1")
    #expect(credentials.opaque == "5ccc069c403ebaf9f0171e9517f40e41")
  }

  @Test(arguments: [
    ("MD5", "8ca523f5e9506fed4657c9700eebdbec"),
    ("SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"),
  ])
  func agreesWithRFC7616(algorithm: String, response: String) throws {
    let credentials = try DigestCredentials(
      parsing: """
        Digest username="Mufasa", realm="http-auth@example.org", uri="/dir/index.html", \
        algorithm=\(algorithm), nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", nc=00000001, \
        cnonce="f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ", qop=auth, \
        response="\(response)", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"
        """)
    let right = try credentials.verifyResponse(password: "Circle of Life", method: "GET")
    #expect(right.outcome == .passed)
    #expect(try credentials.verifyResponse(password: "Circle of life", method: "GET").failed)
    #expect(try credentials.verifyResponse(password: "Circle of Life", method: "PUT").failed)
    #expect(try DigestCredentials(parsing: credentials.headerValue) == credentials)
  }

  @Test func quotesWhatHasQuotes() throws {
    let challenge = DigestChallenge(
      realm: #"a "realm" with \ and ,"#, nonce: "n=1, x", opaque: "", stale: true)
    #expect(try DigestChallenge(parsing: challenge.headerValue) == challenge)
  }

  @Test(
    arguments: [
      ("", .otherScheme), ("Basic realm=\"x\"", .otherScheme), ("Digest realm", .malformed),
      ("Digest realm=\"x", .malformed), ("Digest realm=x realm=y", .malformed),
      ("Digest realm=x, REALM=y", .malformed), ("Digest", .missing(parameter: "qop")),
      ("Digest qop=\"auth\", nonce=x", .missing(parameter: "realm")),
      ("Digest qop=\"auth\", realm=x", .missing(parameter: "nonce")),
      ("Digest qop=\"auth-int\", realm=x, nonce=x", .unknownQualityOfProtection),
      ("Digest qop=auth, realm=x, nonce=x, algorithm=MD5-sess", .unknownAlgorithm("MD5-sess")),
    ] as [(String, DigestError)])
  func saysWhatIsWrongWithAChallenge(header: String, error: DigestError) {
    #expect(throws: error) { try DigestChallenge(parsing: header) }
  }

  @Test(arguments: ["1", "0000000g", "+0000001", "000000001", "0000 001"])
  func refusesACountThatIsNone(count: String) {
    #expect(throws: DigestError.missing(parameter: "nc")) {
      try DigestCredentials(
        parsing: """
          Digest username="u", realm="r", uri="/", nonce="n", nc="\(count)", cnonce="c", \
          qop=auth, response="0"
          """)
    }
  }

  @Test func nothingTraps() throws {
    let challenge = DigestChallenge(realm: "uc.test", nonce: "abc")
    let credentials = try DigestCredentials(
      answering: challenge, username: "ada", password: "x", method: "REGISTER",
      uri: "sip:uc.test", clientNonce: "c")
    for header in [challenge.headerValue, credentials.headerValue] {
      for broken in BrokenBytes.all(of: Array(header.utf8)) {
        let text = String(decoding: broken, as: UTF8.self)
        _ = try? DigestChallenge(parsing: text)
        guard let read = try? DigestCredentials(parsing: text) else { continue }
        #expect(try DigestCredentials(parsing: read.headerValue) == read)
      }
    }
  }
}
