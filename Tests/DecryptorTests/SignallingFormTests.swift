import CaptureMaker
import CryptoPrimitives
import Decryptor
import Testing

@testable import struct Decryptor.WebSocketReader

@Suite("Signalling is read as far as it goes")
struct SignallingFormTests {
  /// A call under SRTP whose INVITE was changed.
  private static func call(
    _ change: ([UInt8]) -> [UInt8]
  ) throws -> (call: FollowedCall?, said: [[Int16]]) {
    let keys = (try CallCapture.line(seed: 1), try CallCapture.line(seed: 2))
    var capture = CallCapture()
    for message in capture.messages(
      "RTP/SAVP", offer: [keys.0.text], answer: [keys.1.text], withLength: false)
    {
      let (from, to) =
        message.isCaller
        ? (CallCapture.caller, CallCapture.called) : (CallCapture.called, CallCapture.caller)
      let bytes = Array(message.text.utf8)
      capture.datagram(
        from, to, media: false, message.text.hasPrefix("INVITE") ? change(bytes) : bytes)
    }
    let said = try capture.speak((keys.0.master, keys.1.master))
    return (try followed(capture.file).first, said)
  }

  typealias Change = @Sendable ([UInt8]) -> [UInt8]

  private static func replacing(
    _ text: String, _ bytes: [UInt8]
  ) -> Change {
    { message in
      guard let place = message.firstRange(of: Array(text.utf8)) else { return message }
      var message = message
      message.replaceSubrange(place, with: bytes)
      return message
    }
  }

  @Test(
    "A byte that is no UTF-8, or a control character, hides no key",
    arguments: [
      Self.replacing("\"Anna\"", Array("\"J".utf8) + [0xf6] + Array("rg\"".utf8)),
      Self.replacing("\"Anna\"", Array("\"\u{1b}[31mA\"".utf8)),
      Self.replacing("Anna", [7]), Self.replacing("Anna", [0]),
      // The length of the body stays as it is.
      Self.replacing("s=-", Array("s=".utf8) + [0xf6]),
    ])
  func bytes(change: Change) throws {
    let (call, said) = try Self.call(change)
    #expect(call?.directions.map(\.hearing) == [.heard, .heard])
    #expect(call?.directions.map(\.samples) == said)
  }

  @Test("Lines that end in a line feed alone")
  func lineFeeds() throws {
    let (call, _) = try Self.call { $0.filter { $0 != 0x0d } }
    #expect(call?.directions.map(\.hearing) == [.heard, .heard])
  }

  @Test("Where no description can be read, nobody says that the key was not in it")
  func missing() throws {
    let (call, _) = try Self.call { _ in [] }
    #expect(call?.directions.map(\.hearing) == [.noDescription, .heard])
  }

  @Test("The host of a name is an address of IPv6")
  func address() throws {
    let (call, _) = try Self.call(
      Self.replacing("anna@example.com", Array("anna@[2001:DB8::1]:5070".utf8)))
    #expect(call?.caller == "anna@[2001:db8::1]")
  }

  // MARK: WebSocket (RFC 7118)

  /// RFC 6455 §1.2 and §5.7: what opens a WebSocket, and frames with `Hello`.
  private static let opening = Array(
    ("GET /chat HTTP/1.1\r\nHost: server.example.com\r\nUpgrade: websocket\r\n"
      + "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n").utf8)
  private static let masked: [UInt8] = [
    0x81, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58,
  ]
  private static let parts: [UInt8] = [
    0x01, 0x03, 0x48, 0x65, 0x6c, 0x89, 0x05, 0x48, 0x65, 0x6c, 0x6c, 0x6f, 0x80, 0x02, 0x6c, 0x6f,
  ]

  @Test("The frames of RFC 6455 §5.7, in pieces of any length", arguments: 1...40)
  func frames(length: Int) {
    let stream = Self.opening + Self.masked + Self.parts
    #expect(WebSocketReader.begins(stream[...]))
    var reader = WebSocketReader()
    var messages: [[UInt8]] = []
    for start in stride(from: 0, to: stream.count, by: length) {
      messages += reader.take(stream[start..<min(start + length, stream.count)])
    }
    #expect(messages.map { String(decoding: $0, as: UTF8.self) } == ["Hello", "Hello"])
  }

  @Test("Frames that are cut off or damaged trap nothing")
  func damaged() {
    let stream = Self.opening + Self.masked + Self.parts
    for place in Self.opening.count..<stream.count {
      for value in [0, 0x7e, 0x7f, 0xfe, 0xff] as [UInt8] {
        var damaged = stream
        damaged[place] = value
        var reader = WebSocketReader()
        #expect(reader.take(damaged[...]).allSatisfy { $0.count < stream.count })
        #expect(reader.take([UInt8](repeating: value, count: 300)[...]).count < 300)
      }
    }
  }

  @Test("Signalling over a WebSocket, and its keys")
  func webSocket() throws {
    let key = try CallCapture.line(seed: 1)
    var capture = CallCapture()
    try capture.signal(.webSocket, "RTP/SAVP", offer: [key.text], answer: [key.text])
    let said = try capture.speak((key.master, key.master))
    let call = try #require(followed(capture.file).first)
    #expect(call.caller == "anna@example.com")
    #expect(call.directions.map(\.samples) == said)
  }

  @Test("A segment of the INVITE that was not captured")
  func hole() throws {
    let keys = (try CallCapture.line(seed: 1), try CallCapture.line(seed: 2))
    var capture = CallCapture()
    try capture.signal(.tcp, "RTP/SAVP", offer: [keys.0.text], answer: [keys.1.text], hole: 200)
    try capture.speak((keys.0.master, keys.1.master))
    let call = try #require(followed(capture.file).first)
    #expect(call.directions.map(\.hearing) == [.noDescription, .heard])
  }
}
