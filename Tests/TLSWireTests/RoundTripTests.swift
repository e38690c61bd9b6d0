import Bytes
import Foundation
import TLSWire
import Testing

@Suite("What is written, read and written again stays the same")
struct RoundTripTests {
  @Test("of every structure", arguments: UInt64(1)...20)
  func everyStructure(seed: UInt64) throws {
    for sample in try Sample.all(seed: seed) {
      #expect(try sample.rewrite(sample.bytes) == sample.bytes, "\(sample.name)")
    }
  }

  @Test("of hellos, value for value", arguments: UInt64(1)...50)
  func hellos(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let client = try random.clientHello()
    #expect(try HandshakeMessage.making(client).read() == client)
    let server = random.serverHello()
    #expect(try HandshakeMessage.making(server).read() == server)
  }

  @Test("and survives being saved")
  func saved() throws {
    var random = SeededGenerator(seed: 1)
    let hello = try random.clientHello()
    let document = try JSONEncoder().encode(hello)
    #expect(try JSONDecoder().decode(ClientHello.self, from: document) == hello)
    let message = try HandshakeMessage.making(hello)
    let saved = try JSONEncoder().encode(message)
    #expect(try JSONDecoder().decode(HandshakeMessage.self, from: saved) == message)
  }

  @Test("A record's bytes are those that its declaration writes")
  func recordBytes() throws {
    let record = Record(type: .handshake, legacyVersion: .tls10, fragment: [1, 2, 3])
    #expect(record.bytes == (try ByteWriter.bytes(of: record)))
    #expect(record.bytes.hex == "1603010003010203")
  }

  @Test("The signed bytes are the message without its signature")
  func parameterBytes() throws {
    let curve = ServerKeyExchangeECDHE(
      namedCurve: .secp256r1, publicKey: [4, 5, 6],
      signed: DigitallySigned(scheme: .ecdsaSecp256r1SHA256, signature: [7]))
    #expect(try curve.parameterBytes().hex == "03001703040506")
    #expect(try ByteWriter.bytes(of: curve).hex == "03001703040506" + "0403000107")
    let field = ServerKeyExchangeDHE(p: [23], g: [5], publicKey: [8])
    #expect(try field.parameterBytes().hex == "000117000105000108")
  }
}
