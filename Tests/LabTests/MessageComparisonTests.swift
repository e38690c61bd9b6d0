import Bytes
import Lab
import TLSEngine
import TLSWire
import Testing

@Suite("Messages are held against each other field by field")
struct MessageComparisonTests {
  /// The handshake messages of a session, with what each byte of them means.
  private func messages(_ version: String) throws -> [(bytes: [UInt8], annotation: Annotation)] {
    var lab = try preparedLab()
    try lab.connect([("version", version)])
    let session = try #require(lab.sessions.last)
    return session.messages.compactMap { _, step, message in
      guard case .handshake(let handshake) = message.content else { return nil }
      return (handshake.bytes, annotated(handshake.bytes, version))
    }
  }

  private func annotated(_ bytes: [UInt8], _ version: String) -> Annotation {
    annotateHandshake(
      bytes,
      context: HandshakeContext(
        keyExchange: .ecdheRSA, version: version == "1.3" ? .tls13 : .tls12))
  }

  @Test("A message beside itself has no difference", arguments: ["1.2", "1.3"])
  func itself(_ version: String) throws {
    for (bytes, annotation) in try messages(version) {
      let comparison = MessageComparison(annotation, of: bytes, annotation, of: bytes)
      #expect(!comparison.fields.contains { !$0.isSame })
    }
  }

  @Test("Two hellos differ in what one of them has, and in the entries of their lists")
  func hellos() throws {
    let old = try #require(messages("1.2").first)
    let new = try #require(messages("1.3").first)
    let comparison = MessageComparison(
      old.annotation, of: old.bytes, new.annotation, of: new.bytes)
    func field(_ name: String) throws -> MessageComparison.Field {
      try #require(comparison.fields.first { $0.name == name })
    }
    let version = try field("legacy_version")
    #expect(version.isSame)
    // The same seed and the same place give the same random numbers.
    let random = try field("random")
    #expect(random.isSame)
    let share = try field("key_share")
    #expect(share.left == nil)
    let suites = try #require(field("cipher_suites").entries)
    #expect(suites.right.map(\.bytes).contains([0x13, 0x01]))
    #expect(!suites.left.map(\.bytes).contains([0x13, 0x01]))
    #expect(!comparison.fields.contains { $0.name == "length" })
  }

  @Test("The same entries in another order are no entries that one side lacks")
  func order() throws {
    let hello = try #require(messages("1.3").first)
    var bytes = hello.bytes
    let suites = try #require(hello.annotation.find(FieldPath(["cipher_suites"])))
    let start = suites.range.lowerBound + 2
    bytes.swapAt(start, start + 2)
    bytes.swapAt(start + 1, start + 3)
    let comparison = MessageComparison(
      hello.annotation, of: hello.bytes, annotated(bytes, "1.3"), of: bytes)
    let field = try #require(comparison.fields.first { $0.name == "cipher_suites" })
    #expect(!field.isSame)
    let entries = try #require(field.entries)
    #expect(entries.left.isEmpty && entries.right.isEmpty)
  }

  @Test("Messages that are damaged or cut short trap nobody", arguments: ["1.2", "1.3"])
  func damaged(_ version: String) throws {
    for (bytes, annotation) in try messages(version) {
      for place in stride(from: 0, to: bytes.count, by: 3) {
        var changed = bytes
        changed[place] ^= 0xff
        let cut = Array(bytes[..<place])
        for other in [changed, cut] {
          let comparison = MessageComparison(
            annotation, of: bytes, annotated(other, version), of: other)
          #expect(place < 4 || comparison.fields.contains { !$0.isSame })
        }
      }
    }
  }
}
