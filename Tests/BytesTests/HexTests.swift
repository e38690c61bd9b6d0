import Bytes
import Testing

@Suite("Hexadecimal digits and bytes")
struct HexTests {
  @Test func everyByte() {
    let all = [UInt8](UInt8.min ... .max)
    #expect([UInt8](hex: all.hex) == all)
    #expect([UInt8](hex: all.hex.uppercased()) == all)
    #expect([UInt8](hex: "") == [])
  }

  @Test func spaces() {
    #expect([UInt8](hex: " 0a\n0 B\t") == [10, 11])
  }

  @Test("Anything else is refused", arguments: ["0", "0g", "abc", "0x01", "é0", "12-34"])
  func refused(text: String) {
    #expect([UInt8](hex: text) == nil)
  }
}

@Suite("Code points")
struct CodePointTests {
  @Test func labels() {
    #expect(SampleCode.second.label == "second")
    #expect(SampleCode(rawValue: 0xA).label == "0x000A")
    #expect(SampleCode.wireWidth == 2)
  }
}

@Suite("Errors say what and where")
struct WireErrorTests {
  @Test func description() {
    let error = WireError(
      .truncated(needed: 4, available: 1), offset: 7, path: FieldPath(parsing: "hello.random"))
    #expect("\(error)" == "hello.random: 4 bytes needed, 1 left at byte 7")
    #expect(
      "\(WireError(.trailingBytes(2), offset: 0, path: FieldPath()))"
        == "2 bytes too many at byte 0")
    let moved = error.moved(by: 3, below: "record")
    #expect(moved.offset == 10 && "\(moved.path)" == "record.hello.random")
  }
}
