import Bytes
import Foundation
import TLSWire
import Testing

@Suite("Every extension of the catalogue")
struct CatalogueTests {
  @Test("is registered, and stands beside its other contents")
  func order() {
    let types = ExtensionCatalogue.entries.map(\.type)
    let starts = types.indices.filter { $0 == 0 || types[$0] != types[$0 - 1] }
    #expect(starts.count == Set(types).count)
    #expect(types.allSatisfy { $0.name != nil })
  }

  @Test("has one content in each message")
  func distinct() {
    for type in Set(ExtensionCatalogue.entries.map(\.type)) {
      let places = ExtensionCatalogue.entries.filter { $0.type == type }.map(\.places)
      #expect(places.reduce(0) { $0 + $1.elements.count } == type.places?.elements.count)
    }
  }

  @Test("is read, value for value, from the message where it stands", arguments: UInt64(1)...20)
  func values(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var offer = try random.extensions(in: .clientHello)
    // It must be the last one (RFC 8446 §4.2.11).
    _ = offer.partition { $0.type == .preSharedKey }
    let client = ClientHello(
      random: random.bytes(32), cipherSuites: [.fallbackSCSV], extensions: offer)
    #expect(try HandshakeMessage.making(client).read() == client)
    let retry = ServerHello(
      random: ServerHello.helloRetryRandom, cipherSuite: .aes128GCMSHA256,
      extensions: try random.extensions(in: .helloRetryRequest))
    #expect(try HandshakeMessage.making(retry).read() == retry)
    let server = ServerHello(
      random: random.bytes(32), cipherSuite: .aes128GCMSHA256,
      extensions: try random.extensions(in: .serverHello13))
    #expect(try HandshakeMessage.making(server).read() == server)
  }

  @Test("survives being saved", arguments: UInt64(1)...5)
  func saved(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for entry in ExtensionCatalogue.entries {
      let value = try random.value(entry)
      let document = try JSONEncoder().encode(value)
      let again = try JSONDecoder().decode(Extension.self, from: document)
      #expect(again == value && again.hashValue == value.hashValue)
    }
    let forged = Extension.unknown(.cookie, [1])
    let document = try JSONEncoder().encode(forged)
    #expect(try JSONDecoder().decode(Extension.self, from: document) == forged)
  }

  @Test("is what it was where a program before this one saved it")
  func earlier() throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("saved/extensions.json")
    let saved = try JSONDecoder().decode([SavedExtension].self, from: Data(contentsOf: file))
    #expect(saved.count == 39)
    for one in saved {
      #expect(try ByteWriter.bytes(of: one.value).hex == one.bytes, "\(one.value)")
    }
  }

  /// An extension as it was saved, and its bytes on the wire.
  private struct SavedExtension: Decodable {
    var value: Extension
    var bytes: String
  }

  @Test("is found by its content, and a forged one is not")
  func lookUp() {
    let hello = EncryptedExtensions(extensions: [
      .unknown(.cookie, [0, 1, 7]), Extension(SelectedVersion(.tls13)),
      Extension(Padding(count: 2)),
    ])
    #expect(hello[Padding.self] == Padding(count: 2))
    #expect(hello[Cookie.self] == nil && hello.has(.cookie))
    #expect(hello[SupportedVersions.self] == nil && hello.selectedVersion == .tls13)
    #expect(hello[SupportedGroups.self] == nil)
  }
}
