import Bytes
import Testing

@Suite("One declaration writes, reads and annotates")
struct CoderTests {
  private let hex = SampleStructure.exampleHex

  @Test("Fields are written in order, big-endian, with computed lengths")
  func writing() throws {
    #expect(try ByteWriter.bytes(of: SampleStructure.example).hex == hex)
  }

  @Test("What was written is read")
  func reading() throws {
    let bytes = try #require([UInt8](hex: hex))
    #expect(try ByteReader.read(SampleStructure.self, from: bytes) == .example)
  }

  @Test("A field that may be left out is nil then")
  func leftOut() throws {
    var short = SampleStructure.example
    short.optional = nil
    let bytes = try ByteWriter.bytes(of: short)
    #expect(bytes.hex == String(hex.dropLast(8)))
    #expect(try ByteReader.read(SampleStructure.self, from: bytes) == short)
    short.optional = []
    #expect(try ByteReader.read(from: ByteWriter.bytes(of: short)) == short)
  }

  @Test("Every truncation is an error within the bytes, or leaves out the optional field")
  func truncation() throws {
    let bytes = try #require([UInt8](hex: hex))
    for count in 0..<bytes.count {
      do throws(WireError) {
        let value = try ByteReader.read(SampleStructure.self, from: Array(bytes.prefix(count)))
        #expect(value.optional == nil && count == bytes.count - 4)
      } catch {
        #expect(error.offset <= count)
      }
    }
  }

  private func readingError(_ hex: String) throws -> WireError? {
    let bytes = try #require([UInt8](hex: hex))
    do throws(WireError) {
      _ = try ByteReader.read(SampleStructure.self, from: bytes)
      return nil
    } catch {
      return error
    }
  }

  @Test("Trailing bytes are an error, outside and inside a vector")
  func trailing() throws {
    let outside = try #require(try readingError(hex + "00"))
    #expect(outside.reason == .trailingBytes(1))
    #expect(outside.offset == hex.count / 2)
    let inside = try #require(
      try readingError(hex.replacing("0007" + "0003", with: "0006" + "0002")))
    #expect("\(inside.path)".hasPrefix("outer"))
  }

  @Test("A length out of bounds is named with its path and place")
  func bounds() throws {
    let error = try #require(
      try readingError(hex.replacing("01bb000001cc", with: "04bb000001")))
    #expect(error.reason == .lengthOutOfBounds(length: 4, allowed: 0...3))
    #expect("\(error.path)" == "outer.inner.name")
    #expect(error.offset == 30)
  }

  @Test("A value too long for its declaration is not written")
  func writingBounds() throws {
    var value = SampleStructure.example
    value.inner.name = [1, 2, 3, 4]
    let error = #expect(throws: WireError.self) { try ByteWriter.bytes(of: value) }
    #expect(error?.reason == .lengthOutOfBounds(length: 4, allowed: 0...3))
    #expect("\(error?.path ?? FieldPath())" == "outer.inner.name")
    #expect(error?.offset == 30)
    value = .example
    value.fixed = [1]
    #expect(throws: WireError.self) { try ByteWriter.bytes(of: value) }
    value = .example
    value.entries = Array(repeating: SampleEntry(name: [1, 2, 3]), count: 26)
    #expect(throws: WireError.self) { try ByteWriter.bytes(of: value) }
  }
}
