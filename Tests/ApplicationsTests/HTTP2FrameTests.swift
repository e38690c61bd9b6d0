import Applications
import Testing

@Suite("Frames of HTTP/2 (RFC 9113 section 4.1)")
struct HTTP2FrameTests {
  /// The preface, SETTINGS with one setting, DATA with two bytes of padding, PING of the connection.
  private static let bytes =
    HTTP2FrameReader.preface
    + [0, 0, 6, 4, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 100]
    + [0, 0, 7, 0, 9, 0x80, 0, 0, 1, 2] + Array("card".utf8) + [0, 0]
    + [0, 0, 8, 6, 1, 0, 0, 0, 0] + Array(repeating: 7, count: 8)

  @Test func takesThemApart() {
    var reader = HTTP2FrameReader(isClient: true)
    let frames = reader.take(Self.bytes)
    #expect(frames.map(\.name) == ["SETTINGS", "DATA", "PING"])
    #expect(frames.map(\.stream) == [0, 1, 0])
    #expect(frames[1].data.map(Array.init) == Array("card".utf8))
    #expect(frames[0].data == nil && reader.rest == 0)
  }

  @Test("The pieces in which they come do not matter")
  func pieces() {
    var whole = HTTP2FrameReader(isClient: true)
    let expected = whole.take(Self.bytes)
    for size in 1..<Self.bytes.count {
      var reader = HTTP2FrameReader(isClient: true)
      var found: [HTTP2Frame] = []
      for start in stride(from: 0, to: Self.bytes.count, by: size) {
        found += reader.take(Self.bytes[start..<min(start + size, Self.bytes.count)])
      }
      #expect(found == expected)
    }
  }

  @Test("What is cut off or changed never traps, and loses no byte unseen")
  func broken() {
    for bytes in BrokenBytes.truncations(of: Self.bytes) + BrokenBytes.mutations(of: Self.bytes) {
      for isClient in [true, false] {
        var reader = HTTP2FrameReader(isClient: isClient)
        let frames = reader.take(bytes)
        let taken = frames.reduce(0) { $0 + 9 + $1.payload.count } + reader.rest
        #expect(taken == bytes.count || taken + HTTP2FrameReader.preface.count == bytes.count)
        for frame in frames { #expect(frame.data?.count ?? 0 <= frame.payload.count) }
      }
    }
  }
}
