import Bytes
import TLSWire
import Testing

/// What may be read must say exactly what was there: bytes that are accepted are written again
/// unchanged, and anything else is an error. A trap would end the test.
@Suite("Damaged bytes are an error or read exactly")
struct BadInputTests {
  private func expectErrorOrIdentity(_ sample: Sample, _ bytes: [UInt8]) {
    do throws(WireError) {
      let again = try sample.rewrite(bytes)
      if again != bytes { Issue.record("\(sample.name): \(bytes.hex) became \(again.hex)") }
    } catch {
      #expect(error.offset >= 0 && error.offset <= bytes.count + HandshakeMessage.headerLength)
    }
    if let gap = gap(in: sample.annotate(bytes), count: bytes.count) {
      Issue.record("\(sample.name): \(bytes.hex): \(gap)")
    }
  }

  @Test("cut off at every length", arguments: UInt64(1)...3)
  func truncated(seed: UInt64) throws {
    for sample in try Sample.all(seed: seed) {
      for count in 0..<sample.bytes.count {
        expectErrorOrIdentity(sample, Array(sample.bytes.prefix(count)))
      }
    }
  }

  @Test("with the length in front corrected, too", arguments: UInt64(1)...3)
  func truncatedBody(seed: UInt64) throws {
    for sample in try Sample.all(seed: seed) where sample.bytes.count > 4 {
      guard let type = sample.bytes.first, sample.annotate(sample.bytes).name != "record" else {
        continue
      }
      for count in 4..<sample.bytes.count {
        let body = Array(sample.bytes[4..<count])
        let shorter = HandshakeMessage(type: HandshakeType(rawValue: type), body: body)
        expectErrorOrIdentity(sample, shorter.bytes)
      }
    }
  }

  @Test("with bytes behind the end", arguments: UInt64(1)...3)
  func trailing(seed: UInt64) throws {
    for sample in try Sample.all(seed: seed) {
      for extra in [[0], [0xff], [0, 0], [0, 1, 2, 3, 4, 5]] as [[UInt8]] {
        expectErrorOrIdentity(sample, sample.bytes + extra)
      }
    }
  }

  @Test("with one byte changed", arguments: UInt64(1)...3)
  func mutated(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for sample in try Sample.all(seed: seed) {
      for place in sample.bytes.indices {
        for value in [0, 0xff, sample.bytes[place] ^ 1, random.uint8()] {
          var bytes = sample.bytes
          bytes[place] = value
          expectErrorOrIdentity(sample, bytes)
        }
      }
    }
  }

  @Test("or drawn at random", arguments: UInt64(1)...3)
  func noise(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for sample in try Sample.all(seed: seed) {
      for _ in 0..<50 { expectErrorOrIdentity(sample, random.bytes(0...80)) }
    }
  }
}

@Suite("What the declarations exclude is refused with its place")
struct RefusalTests {
  private func error(_ hex: String) throws -> WireError? {
    let body = try #require([UInt8](hex: hex))
    do throws(WireError) {
      _ = try HandshakeMessage(type: .clientHello, body: body).read(ClientHello.self)
      return nil
    } catch {
      return error
    }
  }

  private let start = "0303" + String(repeating: "00", count: 32) + "00" + "0002c02f" + "0100"

  @Test func duplicateExtension() throws {
    let found = try #require(try error(start + "0008" + "00170000" + "00170000"))
    #expect(found.reason == .illegalValue("extension extended_master_secret twice"))
  }

  @Test func namesOfOneType() throws {
    let names = "000a" + "0000" + "0006" + "0004" + "000001" + "61"
    #expect(try error(start + "000e" + names) != nil)
    let two = "0000" + "000a" + "0008" + "00000161" + "00000162"
    let found = try #require(try error(start + "000e" + two))
    #expect(found.reason == .illegalValue("two names of one name_type"))
  }

  @Test func longSessionID() throws {
    let hex =
      "0303" + String(repeating: "00", count: 32) + "21" + String(repeating: "00", count: 33)
    let found = try #require(try error(hex))
    #expect(found.reason == .lengthOutOfBounds(length: 33, allowed: 0...32))
    #expect("\(found.path)" == "client_hello.legacy_session_id")
    #expect(found.offset == 4 + 34)
  }

  @Test func contentInAnEmptyExtension() throws {
    let found = try #require(try error(start + "0005" + "00170001" + "00"))
    #expect(found.reason == .trailingBytes(1))
    #expect("\(found.path)" == "client_hello.extensions.extension_data")
  }

  @Test func anotherMessage() throws {
    let message = try HandshakeMessage.making(ServerHelloDone())
    #expect(throws: WireError.self) { try message.read(Finished.self) }
  }

  @Test func explicitCurves() throws {
    let bytes = try #require([UInt8](hex: "01" + "0017" + "0104" + "0403" + "0000"))
    #expect(throws: WireError.self) {
      try ByteReader.read(ServerKeyExchangeECDHE.self, from: bytes)
    }
  }

  @Test func changeCipherSpecOfAnotherValue() {
    #expect(throws: WireError.self) { try ByteReader.read(ChangeCipherSpec.self, from: [2]) }
  }
}
