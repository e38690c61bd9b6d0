import BrowserHellos
import Bytes
import TLSWire
import Testing

@Suite("What browsers send is taken apart to the last byte")
struct BrowserHelloTests {
  private func fields(_ annotation: Annotation) -> [Annotation] {
    [annotation] + annotation.children.flatMap(fields)
  }

  @Test("No extension, group or suite is unknown", arguments: BrowserHello.all)
  func known(_ hello: BrowserHello) throws {
    let tree = annotateHandshake(hello.bytes)
    #expect(gap(in: tree, count: hello.bytes.count) == nil)
    #expect(tree.errors.isEmpty)
    for field in fields(tree) {
      if case .code(let number, _, let name) = field.value {
        #expect(name != nil, "\(field.name) \(number)")
      }
    }
    let extensions = try #require(tree.find(FieldPath(["extensions"])))
    for entry in extensions.children where entry.name.hasPrefix("GREASE") == false {
      #expect(!fields(entry).contains { $0.name == "data" }, "\(entry.name)")
    }
  }

  @Test("It is read, and written again as it was", arguments: BrowserHello.all)
  func rewritten(_ hello: BrowserHello) throws {
    let message = HandshakeMessage(type: .clientHello, body: Array(hello.bytes.dropFirst(4)))
    let read = try message.read(ClientHello.self)
    #expect(try HandshakeMessage.making(read).bytes == hello.bytes)
    #expect(read.serverName == "www.example.com")
    #expect(read[EncryptedClientHello.self]?.helloType == .outer)
    #expect(read[CompressCertificate.self] != nil)
  }
}
