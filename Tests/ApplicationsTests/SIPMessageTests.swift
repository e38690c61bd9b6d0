import Applications
import Testing

/// RFC 3261 §24.2, the INVITE of the example call.
private let example =
  Array(
    [
      "INVITE sip:bob@biloxi.com SIP/2.0",
      "Via: SIP/2.0/TCP pc33.atlanta.com;branch=z9hG4bKnashds8",
      "Max-Forwards: 70",
      "To: Bob <sip:bob@biloxi.com>",
      "From: Alice <sip:alice@atlanta.com>;tag=1928301774",
      "Call-ID: a84b4c76e66710",
      "CSeq: 314159 INVITE",
      "Contact: <sip:alice@pc33.atlanta.com>",
      "Content-Type: application/sdp",
      "Content-Length: 4",
      "",
      "v=0",
    ].joined(separator: "\r\n").utf8) + [0x0a]

/// RFC 4475 §3.1.1.1, with its long lines, odd spaces, compact names and folded headers.
private let tortuous = Array(
  [
    "INVITE sip:vivekg@chair-dnrc.example.com;unknownparam SIP/2.0",
    "TO :",
    " sip:vivekg@chair-dnrc.example.com ;   tag    = 1918181833n",
    #"from   : "J Rosenberg \\\""       <sip:jdrosen@example.com>"#,
    "  ;",
    "  tag = 98asjd8",
    "MaX-fOrWaRdS: 0068",
    "Call-ID: wsinv.ndaksdj@192.0.2.1",
    "Content-Length   : 150",
    "cseq: 0009",
    "  INVITE",
    "Via  : SIP  /   2.0",
    " /UDP",
    "    192.0.2.2;branch=390skdjuw",
    "s :",
    "NewFangledHeader:   newfangled value",
    " continued newfangled value",
    "UnknownHeaderWithUnusualValue: ;;,,;;,;",
    "Content-Type: application/sdp",
    "Route:",
    " <sip:services.example.com;lr;unknownwith=value;unknown-no-value>",
    "v:  SIP  / 2.0  / TCP     spindle.example.com   ;",
    "  branch  =   z9hG4bK9ikj8  ,",
    " SIP  /    2.0   / UDP  192.168.255.111   ; branch=",
    " z9hG4bK30239",
    #"m:"Quoted string \"\"" <sip:jdrosen@example.com> ; newparam ="#,
    "      newvalue ;",
    "  secondparam ; q = 0.33",
    "",
    "v=0",
    "o=mhandley 29739 7272939 IN IP4 192.0.2.3",
    "s=-",
    "c=IN IP4 192.0.2.4",
    "t=0 0",
    "m=audio 49217 RTP/AVP 0 12",
    "m=video 3227 RTP/AVP 31",
    "a=rtpmap:31 LPC",
    "",
  ].joined(separator: "\r\n").utf8)

@Suite("A SIP message is read as RFC 3261 has it, and written as it was read")
struct SIPMessageTests {
  @Test func writesWhatItRead() throws {
    let message = try SIPMessage(parsing: example)
    #expect(message.startLine == .request(method: "INVITE", uri: "sip:bob@biloxi.com"))
    #expect(message.headers.count == 8)
    #expect(message.body == Array("v=0\n".utf8))
    #expect(message.bytes == example)
  }

  @Test func computesTheLengthOfTheBody() throws {
    var message = try SIPMessage(parsing: example)
    message.body = Array(repeating: 0x20, count: 1234)
    #expect(message.first(.contentLength) == nil)
    #expect(try SIPMessage(parsing: message.bytes) == message)
  }

  @Test func readsAResponseWithoutAReason() throws {
    let bytes = Array("SIP/2.0 200 \r\nl: 0\r\n\r\n".utf8)
    let message = try SIPMessage(parsing: bytes)
    #expect(message.startLine == .response(status: 200, reason: ""))
    #expect(message.headers.isEmpty)
  }

  @Test func readsTheTortuousInvite() throws {
    let message = try SIPMessage(parsing: tortuous)
    #expect(message.body.count == 150)
    let to = try #require(SIPAddress(parsing: message.first(.to) ?? ""))
    #expect(to.uri == "sip:vivekg@chair-dnrc.example.com")
    #expect(to.tag == "1918181833n")
    let from = try #require(SIPAddress(parsing: message.first(.from) ?? ""))
    #expect(from.displayName == #"J Rosenberg \""#)
    #expect(from.tag == "98asjd8")
    #expect(
      SIPSequence(parsing: message.first(.cseq) ?? "") == SIPSequence(number: 9, method: "INVITE"))
    let vias = message.values(.via).map(SIPVia.init(parsing:))
    #expect(
      vias == [
        SIPVia(transport: "UDP", sentBy: "192.0.2.2", branch: "390skdjuw"),
        SIPVia(transport: "TCP", sentBy: "spindle.example.com", branch: "z9hG4bK9ikj8"),
      ])
    #expect(message.values(SIPHeaderName("Subject")) == [""])
    #expect(
      message.values(SIPHeaderName("newfangledheader"))
        == ["newfangled value continued newfangled value"])
    let contact = try #require(SIPAddress(parsing: message.first(.contact) ?? ""))
    #expect(contact.uri == "sip:jdrosen@example.com")
    #expect(try SessionDescription(parsing: message.body).media.map(\.kind) == ["audio", "video"])
    #expect(try SIPMessage(parsing: message.bytes) == message)
  }

  @Test(arguments: [
    ("i", "Call-ID"), ("m", "Contact"), ("e", "Content-Encoding"), ("l", "Content-Length"),
    ("c", "Content-Type"), ("f", "From"), ("s", "Subject"), ("k", "Supported"), ("t", "To"),
    ("v", "Via"),
  ])
  func knowsTheCompactNames(compact: String, long: String) {
    #expect(SIPHeaderName(compact) == SIPHeaderName(long.uppercased()))
    #expect(SIPHeaderName(compact.uppercased()) == SIPHeaderName(long))
  }
}

@Suite("Bytes that are no SIP message give an error that names the line")
struct SIPParseErrorTests {
  static let head = "OPTIONS sip:a@b SIP/2.0\r\n"

  @Test(
    arguments: [
      ("", .incomplete, 1),
      ("OPTIONS sip:a@b", .incomplete, 1),
      (head, .incomplete, 2),
      (head + "l: 5\r\n\r\nabc", .incomplete, 4),
      ("GET / HTTP/1.1\r\n", .startLine, 1),
      ("OPTIONS  SIP/2.0\r\n", .startLine, 1),
      ("OPTIONS sip:a@b x SIP/2.0\r\n", .startLine, 1),
      ("OPTIONS sip:a@b SIP/3.0\r\n", .version, 1),
      ("SIP/7.0 200 OK\r\n", .version, 1),
      ("SIP/2.0 20 OK\r\n", .statusCode, 1),
      ("SIP/2.0 +20 OK\r\n", .statusCode, 1),
      ("SIP/2.0 999 OK\r\n", .statusCode, 1),
      (head + "a: b\n", .missingCarriageReturn, 2),
      (head + "a: b\r\nc: \u{1}\r\n", .controlCharacter, 3),
      (head + "a: b\r\nnothing\r\n", .headerWithoutColon, 3),
      (head + "a b: c\r\n", .headerName, 2),
      (head + ": c\r\n", .headerName, 2),
      (head + " a: b\r\n", .continuationWithoutHeader, 2),
      (head + "a: b\r\n\r\n", .contentLengthMissing, 3),
      (head + "l: -1\r\n", .contentLengthInvalid, 2),
      (head + "l: \r\n", .contentLengthInvalid, 2),
      (head + "l: 1\r\n 2\r\n", .contentLengthInvalid, 3),
      (head + "l: 1\r\nContent-Length: 2\r\n", .contentLengthConflict, 3),
      (head + "l: 99999999999999999999\r\n", .tooLong, 2),
      (head + "l: 65537\r\n", .tooLong, 2),
      (head + "a: " + String(repeating: "b", count: 20_000), .tooLong, 2),
      (head + "l: 0\r\n\r\nx", .trailingBytes, 4),
    ] as [(String, SIPParseError.Reason, Int)])
  func namesReasonAndLine(text: String, reason: SIPParseError.Reason, line: Int) {
    #expect(throws: SIPParseError(reason, line: line)) {
      try SIPMessage(parsing: Array(text.utf8))
    }
  }

  @Test func refusesWhatIsNotUTF8() {
    let bytes = Array((Self.head + "a: ").utf8) + [0xff, 0x0d, 0x0a]
    #expect(throws: SIPParseError(.notUTF8, line: 2)) { try SIPMessage(parsing: bytes) }
  }

  @Test(arguments: [example, tortuous]) func everyTruncationIsIncomplete(bytes: [UInt8]) {
    for truncated in BrokenBytes.truncations(of: bytes) {
      let error = #expect(throws: SIPParseError.self) { try SIPMessage(parsing: truncated) }
      #expect(error?.reason == .incomplete)
    }
  }

  /// Whatever is read is written so that it is read as the same.
  @Test(arguments: [example, tortuous]) func nothingTraps(bytes: [UInt8]) throws {
    for broken in BrokenBytes.all(of: bytes) {
      guard let message = try? SIPMessage(parsing: broken) else { continue }
      for header in message.headers {
        _ = SIPAddress(parsing: header.value)?.userAtHost
        _ = SIPVia(parsing: header.value)
        _ = SIPSequence(parsing: header.value)
      }
      #expect(try SIPMessage(parsing: message.bytes) == message)
    }
  }
}

@Suite("Messages are found in a stream, however it is cut")
struct SIPMessageReaderTests {
  @Test func findsMessagesByteByByte() throws {
    let keepAlive = Array("\r\n\r\n".utf8)
    var reader = SIPMessageReader()
    var messages: [SIPMessage] = []
    for byte in keepAlive + example + keepAlive + tortuous + example {
      reader.append([byte])
      while let message = try reader.next() { messages.append(message) }
    }
    #expect(messages.map(\.headers.count) == [8, 13, 8])
    #expect(reader.isEmpty)
  }

  @Test func complainsBeforeTheEndArrives() {
    var reader = SIPMessageReader()
    reader.append(Array("GET / HTTP/1.1\r\n".utf8))
    #expect(throws: SIPParseError(.startLine, line: 1)) { try reader.next() }
  }
}
