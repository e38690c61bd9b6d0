import Foundation
import TLSWire
import Testing

@Suite("A message that is taken apart once")
struct ReadOnceTests {
  @Test("It reads, compares and is saved as the message itself")
  func same() throws {
    let hello = ClientHello(
      random: [UInt8](repeating: 7, count: 32), cipherSuites: [.aes128GCMSHA256],
      extensions: [Extension(ServerNameList(hostName: "sip.uc.test"))])
    let message = try HandshakeMessage.making(hello)
    let once = message.readOnce
    #expect(try once.read(ClientHello.self) == hello)
    #expect(try once.read(ClientHello.self) == hello)
    #expect(once == message && once.hashValue == message.hashValue)
    let saved = try JSONEncoder().encode(once)
    #expect(try JSONDecoder().decode(HandshakeMessage.self, from: saved) == message)
  }

  @Test("Read as something else, it is read anew")
  func another() throws {
    let message = HandshakeMessage(type: .certificate, body: [0, 0, 0, 0]).readOnce
    let first = try message.read(CertificateMessage13.self)
    #expect(first.certificateList.isEmpty)
    #expect(throws: (any Error).self) { try message.read(CertificateMessage.self) }
    #expect(try message.read(CertificateMessage13.self) == first)
    #expect(throws: (any Error).self) { try message.read(ServerHello.self) }
  }
}
