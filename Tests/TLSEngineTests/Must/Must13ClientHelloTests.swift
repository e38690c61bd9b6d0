import Bytes
import CryptoPrimitives
import TLSEngine
import TLSKeys
import TLSWire
import TestConnections
import Testing

@Suite("What a server of TLS 1.3 must not take from a ClientHello")
struct Must13ClientHelloTests {
  static let hellos: [Forgery<ClientHello>] = [
    .init("legacy_version 0x0301", .protocolVersion) { $0.legacyVersion = .tls10 },
    .init("legacy_version 0x0300", .protocolVersion) { $0.legacyVersion = .ssl3 },
    .init("compression, and null too", .illegalParameter) {
      $0.legacyCompressionMethods = [.null, CompressionMethod(rawValue: 1)]
    },
    .init("compression alone", .illegalParameter) {
      $0.legacyCompressionMethods = [CompressionMethod(rawValue: 1)]
    },
    .init("versions that nobody speaks", .protocolVersion) {
      $0.extensions.put(SupportedVersions([ProtocolVersion(rawValue: 0x0305), .ssl3]))
    },
    .init("no common suite", .handshakeFailure) {
      $0.cipherSuites = [CipherSuite(rawValue: 0x1306)]
    },
    .init("a suite of TLS 1.2 alone", .handshakeFailure) {
      $0.cipherSuites = [.ecdheECDSAAES128GCMSHA256]
    },
    .init("no common group", .handshakeFailure) {
      $0.extensions.put(
        Extension(SupportedGroups([.x448])),
        Extension(
          ClientKeyShares([
            KeyShareEntry(group: .x448, keyExchange: [UInt8](repeating: 9, count: 56))
          ])))
    },
    .init("no common signature scheme", .handshakeFailure) {
      $0.extensions.put(SignatureAlgorithms([.ed448]))
    },
    .init("schemes of TLS 1.2 alone", .handshakeFailure) {
      $0.extensions.put(SignatureAlgorithms([.rsaPKCS1SHA256]))
    },
    .init("no common application protocol", .noApplicationProtocol) {
      $0.extensions.put(ApplicationLayerProtocolNegotiation(["h2"]))
    },
    .init("no signature_algorithms", .missingExtension) {
      $0.extensions.drop(.signatureAlgorithms)
    },
    .init("no supported_groups", .missingExtension) { $0.extensions.drop(.supportedGroups) },
    .init("no key_share", .missingExtension) { $0.extensions.drop(.keyShare) },
    .init("neither", .missingExtension) { $0.extensions.drop(.supportedGroups, .keyShare) },
    .init("two shares of a group", .illegalParameter) {
      $0.extensions.put(ClientKeyShares(($0.keyShares ?? []) + ($0.keyShares ?? [])))
    },
    .init("a share of a group that is not listed", .illegalParameter) {
      $0.extensions.put(
        ClientKeyShares([KeyShareEntry(group: .x448, keyExchange: [UInt8](repeating: 9, count: 56))]
        ))
    },
    .init("an extension for a CertificateRequest", .illegalParameter) {
      $0.extensions.put(.unknown(.oidFilters, [0, 0]))
    },
    .init("no versions", .decodeError) { $0.extensions.put(.unknown(.supportedVersions, [0])) },
    .init("half a version", .decodeError) {
      $0.extensions.put(.unknown(.supportedVersions, [3, 3, 4, 3]))
    },
    .init("an empty share", .decodeError) {
      $0.extensions.put(.unknown(.keyShare, [0, 4, 0, 29, 0, 0]))
    },
    .init("no modes", .decodeError) { $0.extensions.put(.unknown(.pskKeyExchangeModes, [0])) },
    .init("post_handshake_auth with content", .decodeError) {
      $0.extensions.put(.unknown(.postHandshakeAuth, [0]))
    },
    .init("an application protocol without a name", .decodeError) {
      $0.extensions.put(.unknown(.applicationLayerProtocolNegotiation, [0, 1, 0]))
    },
  ]

  @Test(arguments: hellos) func hello(_ forgery: Forgery<ClientHello>) throws {
    var pair = try Must13.pair()
    try pair.forgeNext(forgery.change)
    pair.expectAlert(forgery.alert, from: .server)
  }

  @Test("Public keys that are none (RFC 8446 §4.2.8.1, §4.2.8.2, §7.4.2)") func shares() throws {
    let zeros = [UInt8](repeating: 0, count: 32)
    let point: [UInt8] = [4] + [UInt8](repeating: 9, count: 64)
    let one = [UInt8](repeating: 0, count: 255) + [1]
    let cases: [(NamedGroup, [UInt8])] = [
      (.x25519, zeros), (.x25519, zeros + [1]), (.secp256r1, point), (.secp256r1, [4, 1, 2]),
      (.secp256r1, [2] + zeros), (.ffdhe2048, one), (.ffdhe2048, [2]),
      (.ffdhe2048, [UInt8](repeating: 0xff, count: 256)),
      (.x25519MLKEM768, [UInt8](repeating: 0xff, count: 1216)), (.x25519MLKEM768, [1]),
    ]
    for (group, key) in cases {
      var pair = try Must13.pair { client, server in
        client.groups.append(.x25519MLKEM768)
        server.groups.append(.x25519MLKEM768)
      }
      try pair.forgeNext { (hello: inout ClientHello) in
        hello.extensions.put(ClientKeyShares([KeyShareEntry(group: group, keyExchange: key)]))
      }
      // Some of them the server sees only when it has answered already.
      pair.expectAlertSent(.illegalParameter, from: .server, "\(group.label) \(key.count)")
    }
  }

  @Test("A second ClientHello that nobody asked for, in the handshake and after it")
  func twice() throws {
    var pair = try Must13.pair()
    let hello = pair.underWay[0].records
    pair.step()
    pair.deliver(hello, to: .server)
    pair.expectAlertSent(.unexpectedMessage, from: .server)

    var done = try Must13.established()
    var forger = try done.forger13(to: .server)
    done.deliver(try forger.record(.handshake, Array(hello.dropFirst(5))), to: .server)
    done.run()
    done.expectAlert(.unexpectedMessage, from: .server)
  }
}

extension Pair {
  /// `side` has failed with that alert; whether the other side can read it is another matter.
  func expectAlertSent(_ description: AlertDescription, from side: Side, _ context: String = "") {
    checkAlerts(context)
    #expect(
      effects(of: side).sentAlerts == [Alert(level: .fatal, description: description)],
      "\(context): \(self[side].failure as Any)")
  }
}
