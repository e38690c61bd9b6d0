import Bytes
import CryptoPrimitives
import TLSEngine
import TLSKeys
import TLSWire
import TestConnections
import Testing

@Suite("What a client of TLS 1.3 must not take from a ServerHello or a HelloRetryRequest")
struct Must13ServerHelloTests {
  private typealias Choice = Forgery<ServerHello>

  /// What goes for both messages (RFC 8446 §4.1.3, §4.1.4).
  static let both: [Forgery<ServerHello>] = [
    .init("legacy_version 0x0302", .protocolVersion) { $0.legacyVersion = .tls11 },
    .init("legacy_version 0x0300", .protocolVersion) { $0.legacyVersion = .ssl3 },
    .init("another session id", .illegalParameter) { $0.legacySessionIDEcho[0] ^= 1 },
    .init("no session id", .illegalParameter) { $0.legacySessionIDEcho = [] },
    .init("a suite that was not offered", .illegalParameter) {
      $0.cipherSuite = .chacha20Poly1305SHA256
    },
    .init("a suite of TLS 1.2", .illegalParameter) { $0.cipherSuite = suite12 },
    .init("compression", .illegalParameter) {
      $0.legacyCompressionMethod = CompressionMethod(rawValue: 1)
    },
    .init("TLS 1.2 in supported_versions", .illegalParameter) {
      $0.extensions.put(SelectedVersion(.tls12))
    },
    .init("a version that was not offered", .illegalParameter) {
      $0.extensions.put(SelectedVersion(ProtocolVersion(rawValue: 0x0305)))
    },
    .init("an extension for another message", .illegalParameter) {
      $0.extensions.put(ApplicationLayerProtocolNegotiation(["sip"]))
    },
    .init("an extension of TLS 1.2", .illegalParameter) {
      $0.extensions.put(ExtendedMasterSecret())
    },
    .init("an extension that was not asked for", .unsupportedExtension) {
      $0.extensions.put(.unknown(ExtensionType(rawValue: 0x1234), []))
    },
    .init("a pre-shared key that was not offered", .unsupportedExtension) {
      $0.extensions.put(SelectedIdentity(0))
    },
  ]

  private static let suite12 = CipherSuite.ecdheECDSAAES128GCMSHA256

  @Test(arguments: both) func serverHello(_ forgery: Forgery<ServerHello>) throws {
    var pair = try Must13.pair()
    pair.run(until: .serverHello)
    try pair.forgeNext(forgery.change)
    pair.expectAlert(forgery.alert, from: .client)
  }

  @Test(arguments: both) func helloRetryRequest(_ forgery: Forgery<ServerHello>) throws {
    var pair = try Must13.pair { _, server in server.retries = true }
    pair.run(until: .serverHello)
    try pair.forgeNext(forgery.change)
    pair.expectAlert(forgery.alert, from: .client)
  }

  /// What goes for the ServerHello alone (RFC 8446 §4.1.3, §4.2.8, §7.4.2).
  static let choices: [Forgery<ServerHello>] = [
    .init("no supported_versions", .illegalParameter) { $0.extensions.drop(.supportedVersions) },
    .init("no supported_versions and version 1.3", .protocolVersion) {
      $0.extensions.drop(.supportedVersions)
      $0.legacyVersion = .tls13
    },
    .init("no key_share", .missingExtension) { $0.extensions.drop(.keyShare) },
    .init("a group without a share of the client's", .illegalParameter) {
      $0.extensions.put(share(.secp256r1, 65))
    },
    .init("a share too short", .illegalParameter) { $0.extensions.put(share(.x25519, 31)) },
    .init("a share too long", .illegalParameter) { $0.extensions.put(share(.x25519, 33)) },
    .init("a point of small order", .illegalParameter) { $0.extensions.put(share(.x25519, 32)) },
    .init("a cookie", .unsupportedExtension) { $0.extensions.put(Cookie([1])) },
  ]

  private static func share(_ group: NamedGroup, _ count: Int) -> Extension {
    Extension(KeyShareEntry(group: group, keyExchange: [UInt8](repeating: 0, count: count)))
  }

  @Test(arguments: choices) func choice(_ forgery: Forgery<ServerHello>) throws {
    var pair = try Must13.pair()
    pair.run(until: .serverHello)
    try pair.forgeNext(forgery.change)
    pair.expectAlert(forgery.alert, from: .client)
  }

  @Test("Points that are not on the curve, and numbers out of range (RFC 8446 §4.2.8.1, §4.2.8.2)")
  func weakShares() throws {
    let point: [UInt8] = [4] + [UInt8](repeating: 9, count: 64)
    let compressed: [UInt8] = [2] + [UInt8](repeating: 9, count: 32)
    let one = [UInt8](repeating: 0, count: 255) + [1]
    for (group, key) in [
      (NamedGroup.secp256r1, point), (.secp256r1, compressed), (.ffdhe2048, one),
      (.ffdhe2048, [UInt8](repeating: 0xff, count: 256)),
    ] {
      var pair = try Must13.pair { client, _ in client.keyShares = [group] }
      pair.run(until: .serverHello)
      try pair.forgeNext { (hello: inout ServerHello) in
        hello.extensions.put(KeyShareEntry(group: group, keyExchange: key))
      }
      pair.expectAlert(.illegalParameter, from: .client, "\(group.label)")
    }
  }

  @Test("The same extension twice") func twice() throws {
    var pair = try Must13.pair()
    pair.run(until: .serverHello)
    try pair.forgeNextBytes { body in
      // Behind random, session identifier, suite and compression stands the block's length.
      let place = 2 + 32 + 33 + 2 + 1
      body[place + 1] += 6
      body += [0, 43, 0, 2, 3, 4]
    }
    pair.expectAlert(.illegalParameter, from: .client)
  }

  // MARK: TLS 1.2 although TLS 1.3 was offered

  @Test("Somebody took TLS 1.3 out of the offer: the sign in the server's random gives it away")
  func downgrade() throws {
    var pair = try Must13.pair()
    try pair.forgeNext { (hello: inout ClientHello) in hello.extensions.drop(.supportedVersions) }
    pair.expectAlert(.illegalParameter, from: .client)
    let hello = try #require(pair.effects(of: .server).sent.first)
    guard case .handshake(let message) = hello.content else { return }
    #expect(try message.read(ServerHello.self).random.suffix(8) == Array("DOWNGRD".utf8) + [1])
  }

  @Test("Extensions that belong to TLS 1.3, or to clients, in a ServerHello of TLS 1.2")
  func places12() throws {
    let share = KeyShareEntry(group: .x25519, keyExchange: [UInt8](repeating: 9, count: 32))
    for entry: Extension in [
      Extension(share), .unknown(.pskKeyExchangeModes, [1, 1]),
      Extension(SignatureAlgorithms([.ecdsaSecp256r1SHA256])),
    ] {
      var pair = try Must13.pair { _, server in server.versions = [.tls12] }
      pair.run(until: .serverHello)
      try pair.forgeNext { (hello: inout ServerHello) in hello.extensions.put(entry) }
      pair.expectAlert(.illegalParameter, from: .client, entry.type.label)
    }
  }

  @Test("supported_versions for a client that did not send it") func unasked() throws {
    var pair = try Must13.pair { client, _ in client.versions = [.tls12] }
    pair.run(until: .serverHello)
    try pair.forgeNext { (hello: inout ServerHello) in
      hello.extensions.put(SelectedVersion(.tls13))
    }
    pair.expectAlert(.unsupportedExtension, from: .client)
  }
}
