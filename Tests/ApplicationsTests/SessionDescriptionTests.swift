import Applications
import Testing

/// The example of RFC 4568 §1, with both of its keys, and more lines than we need.
private let example = Array(
  """
  v=0
  o=jdoe 2890844526 2890842807 IN IP4 10.47.16.5
  s=SDP Seminar
  i=A Seminar on the session description protocol
  u=http://www.example.com/seminars/sdp.pdf
  e=j.doe@example.com (Jane Doe)
  c=IN IP4 161.44.17.12/127
  t=2873397496 2873404696
  m=video 51372 RTP/SAVP 31
  a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj|2^20|1:32
  m=audio 49170 RTP/SAVP 0
  a=crypto:1 AES_CM_128_HMAC_SHA1_32 inline:NzB4d1BINUAvLEw6UzF3WSJ+PSdFcGdUJShpX1Zj|2^20|1:32
  m=application 32416 udp wb
  a=orient:portrait

  """.utf8)

@Suite("A session description is read as RFC 8866 has it, keys included")
struct SessionDescriptionTests {
  @Test func readsTheExampleOfRFC4568() throws {
    let description = try SessionDescription(parsing: example)
    #expect(description.origin.username == "jdoe")
    #expect(description.address == "161.44.17.12/127")
    #expect(description.media.map(\.port) == [51372, 49170, 32416])
    let audio = try #require(description.media[1].cryptoAttributes.first)
    #expect(audio.suite == .aes128SHA1Tag32)
    #expect(audio.keys.map(\.lifetime) == ["2^20"])
    #expect(audio.keys.map(\.masterKeyIdentifier) == ["1:32"])
    #expect(audio.fitsItsSuite)
    #expect(description.media[2].attributes == [.init("orient", "portrait")])
    #expect(description.media[2].cryptoAttributes.isEmpty)
  }

  @Test func writesWhatItRead() throws {
    let description = try SessionDescription(parsing: example)
    #expect(try SessionDescription(parsing: description.bytes) == description)
  }

  @Test(
    arguments: [
      ("", .lineMissing, 1), ("v=1\n", .version, 1), ("o=x\n", .version, 1),
      ("v=0\no=a b\n", .origin, 2), ("v=0\nhello\n", .notALine, 2), ("v=0\nv=0\n", .version, 2),
      ("v=0\nq=1\n", .unknownType, 2), ("v=0\nc=IN IP4\n", .connection, 2),
      ("v=0\nm=audio 65536 RTP/SAVP 0\n", .media, 2), ("v=0\nm=audio 1 RTP/SAVP\n", .media, 2),
      ("v=0\r\ns=-\r\nt=0 0\r\n", .lineMissing, 4), ("v=0\n\nt=0 0\n", .notALine, 2),
    ] as [(String, SDPParseError.Reason, Int)])
  func namesReasonAndLine(text: String, reason: SDPParseError.Reason, line: Int) {
    #expect(throws: SDPParseError(reason, line: line)) {
      try SessionDescription(parsing: Array(text.utf8))
    }
  }

  @Test func nothingTraps() throws {
    for broken in BrokenBytes.all(of: example) {
      guard let read = try? SessionDescription(parsing: broken) else { continue }
      _ = read.media.map(\.cryptoAttributes)
      #expect(try SessionDescription(parsing: read.bytes) == read)
    }
  }
}

@Suite("An a=crypto line gives its keys as RFC 4568 has them")
struct SRTPCryptoAttributeTests {
  /// RFC 4568 §6.1 and Appendix: two keys in one line, each with its identifier.
  @Test func readsTwoKeys() throws {
    let line =
      "2 F8_128_HMAC_SHA1_80 inline:MTIzNDU2Nzg5QUJDREUwMTIzNDU2Nzg5QUJjZGVm|2^20|1:4;"
      + "inline:QUJjZGVmMTIzNDU2Nzg5QUJDREUwMTIzNDU2Nzg5|2^20|2:4 FEC_ORDER=FEC_SRTP"
    let attribute = try #require(SRTPCryptoAttribute(parsing: line))
    #expect(
      attribute.keys.map(\.keyAndSalt) == [
        Array("123456789ABCDE0123456789ABcdef".utf8), Array("ABcdef123456789ABCDE0123456789".utf8),
      ])
    #expect(attribute.sessionParameters == ["FEC_ORDER=FEC_SRTP"])
    #expect(attribute.value == line)
    #expect(attribute.fitsItsSuite)
  }

  @Test(arguments: [
    "1 AES_CM_128_HMAC_SHA1_80 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz",
    "1 AES_CM_128_HMAC_SHA1_80 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz|2^20",
    "1 AES_CM_128_HMAC_SHA1_80 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz|1:4",
    "7 SOMETHING_NEW inline:AAA=",
  ])
  func writesWhatItRead(line: String) throws {
    #expect(try #require(SRTPCryptoAttribute(parsing: line)).value == line)
  }

  @Test(arguments: [
    "", "1", "1 X", "x X inline:AAAA", "-1 X inline:AAAA", "1 X AAAA", "1 X inline:",
    "1 X inline:A", "1 X inline:AA*A", "1 X inline:AAAA|1:4|2^20", "1 X inline:AAAA|a|b|c",
    "1 X inline:AAAA;", "9999999999 X inline:AAAA",
  ])
  func refusesWhatIsNone(line: String) {
    #expect(SRTPCryptoAttribute(parsing: line) == nil)
  }

  @Test func noticesAKeyOfTheWrongLength() throws {
    let attribute = try #require(
      SRTPCryptoAttribute(parsing: "1 AES_CM_128_HMAC_SHA1_80 inline:AAAA"))
    #expect(!attribute.fitsItsSuite)
  }
}
