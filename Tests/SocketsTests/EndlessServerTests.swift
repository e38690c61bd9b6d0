import CryptoPrimitives
import InteropPeers
import Lab
import LibsslPeer
import Screens
import TLSKeys
import TLSWire
import Testing
import X509

@testable import Commands
@testable import Sockets

/// libssl as a server that, once the handshake is through, never stops to talk.
@Suite("An endless peer") struct EndlessServerTests {
  @Test("is cut off where a session becomes longer than this program keeps")
  func endless() throws {
    let authority = try CertificateAuthority.makeRoot(
      name: "Endless", key: .makeEC(group: .secp256r1, random: .system), validFrom: 0,
      validTo: 4_000_000_000, random: .system)
    let key = try PrivateKey.makeEC(group: .secp256r1, random: .system)
    let certificate = try authority.issue(
      to: ["127.0.0.1"], publicKey: key.publicKey, validFrom: 0, validTo: 4_000_000_000,
      random: .system)
    var settings = LibsslSettings(suites: [.aes128GCMSHA256])
    settings.versions = .tls13 ... .tls13
    settings.identities = [Identity(chain: [certificate], key: key)]
    let context = try LibsslContext(server: settings)
    let server = try ScriptedServer { stream in
      guard let peer = try? LibsslPeer(context) else { return }
      while !peer.handshake() {
        _ = stream.send(peer.output())
        guard let bytes = stream.hear() else { return }
        peer.receive(bytes)
      }
      for _ in 0..<2_000 {
        for _ in 0..<20 { peer.write([0x2e]) }
        guard stream.send(peer.output()) else { break }
      }
      stream.finish()
    }
    var interpreter = Interpreter(
      Lab(seed: 4), table: CommandTable.lab.adding(socketCommands, socketForms))
    interpreter.courier = SocketCourier(
      patience: .init(handshake: Patience.seconds, conversation: 0.5))
    _ = interpreter.execute("connect 127.0.0.1:\(server.port) client.verify=off")
    for _ in 0..<200 where interpreter.lab.currentSession?.outcome == .established {
      _ = interpreter.execute("continue")
    }
    let session = try #require(interpreter.lab.currentSession)
    #expect(
      session.outside?.endings[.server] == .tooMuch,
      "\(session.outcome) \(session.steps.count) \(String(describing: session.failure))")
    #expect(session.steps.count < SocketCourier.stepLimit + 5_000)
    // The reader learns it.
    let text = interpreter.execute("where").page
    #expect(!text.blocks.isEmpty)
  }
}
