import Bytes
import CryptoPrimitives
import TLSEngine
import TLSKeys
import TLSWire
import TestConnections
import Testing

@Suite("What must not come after the handshake of TLS 1.3 (RFC 8446 §4.6)")
struct Must13LaterTests {
  /// Delivers handshake messages to one end of an established connection.
  private func send(
    to reader: Side, _ messages: [UInt8],
    _ change: (inout ClientConfiguration, inout ServerConfiguration) throws -> Void = { _, _ in }
  ) throws -> Pair {
    var pair = try Must13.established(change)
    var forger = try pair.forger13(to: reader)
    pair.deliver(try forger.record(.handshake, messages), to: reader)
    pair.run()
    return pair
  }

  // MARK: KeyUpdate (§4.6.3)

  @Test(arguments: Side.allCases) func keyUpdate(_ side: Side) throws {
    for (bytes, alert): ([UInt8], AlertDescription) in [
      ([24, 0, 0, 1, 2], .illegalParameter), ([24, 0, 0, 1, 255], .illegalParameter),
      ([24, 0, 0, 0], .decodeError), ([24, 0, 0, 2, 0, 0], .decodeError),
      ([24, 255, 255, 255], .decodeError),
      // More behind it in the same record, whole or in part (§5.1).
      ([24, 0, 0, 1, 0, 24, 0, 0, 1, 0], .unexpectedMessage),
      ([24, 0, 0, 1, 0, 24], .unexpectedMessage),
    ] {
      try send(to: side, bytes).expectAlertSent(alert, from: side, "\(bytes)")
    }
  }

  @Test("A KeyUpdate before the handshake is over, protected") func keyUpdateTooEarly() throws {
    for way in Must13.ways {
      for sender in Side.allCases {
        var pair = try way.make()
        pair.run(until: .finished, from: sender)
        var forger = try pair.forger13(to: sender.other)
        pair.run(replacingNext: try forger.handshake(.keyUpdate, [0]))
        pair.expectAlertSent(.unexpectedMessage, from: sender.other, "\(way.name) \(sender)")
      }
    }
  }

  @Test("A record under the keys before a KeyUpdate", arguments: Side.allCases)
  func oldKeys(_ side: Side) throws {
    var pair = try Must13.established()
    var forger = try pair.forger13(to: side)
    _ = try forger.handshake(.keyUpdate, [0])
    let late = try forger.record(.applicationData, [1])
    pair.from(side.other) { $0.updateKeys(requesting: false) }
    pair.run()
    pair.deliver(late, to: side)
    pair.run()
    pair.expectAlert(.badRecordMAC, from: side)
  }

  @Test("A KeyUpdate in TLS 1.2", arguments: Side.allCases) func earlierVersion(_ side: Side) throws
  {
    var pair = try makePair(.ecdheECDSAAES128GCMSHA256)
    pair.run()
    var forger = try Forger(as: side.other, pair[side.other], after: 1)
    pair.deliver(try forger.handshake(.keyUpdate, [0]), to: side)
    pair.run()
    pair.expectAlert(.unexpectedMessage, from: side)
  }

  // MARK: Tickets (§4.6.1)

  private func ticket(
    lifetime: UInt32 = 7200, ticket: [UInt8] = [1], _ extensions: [Extension] = []
  ) throws -> [UInt8] {
    try HandshakeMessage.making(
      NewSessionTicket13(
        ticketLifetime: lifetime, ticketAgeAdd: 1, ticketNonce: [9], ticket: ticket,
        extensions: extensions)
    ).bytes
  }

  @Test("A ticket for more than a week, without content, or with extensions of other messages")
  func tickets() throws {
    try send(to: .client, ticket(lifetime: 604_801)).expectAlert(.illegalParameter, from: .client)
    for entry: Extension in [
      Extension(ApplicationLayerProtocolNegotiation(["sip"])), Extension(SelectedVersion(.tls13)),
      .unknown(.preSharedKey, [0, 0]),
    ] {
      try send(to: .client, ticket(lifetime: 1, [entry]))
        .expectAlert(.illegalParameter, from: .client, entry.type.label)
    }
    let empty: [UInt8] = [4, 0, 0, 13, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0]
    try send(to: .client, empty).expectAlert(.decodeError, from: .client)
    try send(to: .client, ticket([.unknown(.earlyData, [0, 1])]))
      .expectAlert(.decodeError, from: .client)
    try send(to: .server, ticket()).expectAlert(.unexpectedMessage, from: .server)
    let unknown = try send(
      to: .client, ticket(lifetime: 604_800, [.unknown(ExtensionType(rawValue: 0x1234), [1])]))
    #expect(unknown.client.isEstablished && unknown.client.resumableSessions.count == 2)
  }

  // MARK: Messages of the handshake

  @Test("Messages that have no place any more") func outOfPlace() throws {
    let common: [UInt8] = [0, 8, 11, 15, 20, 5, 2, 99]
    for (side, types) in [(Side.client, common + [1, 13]), (.server, common + [1, 13, 4])] {
      for type in types {
        try send(to: side, [type, 0, 0, 0])
          .expectAlert(.unexpectedMessage, from: side, "\(side) \(type)")
      }
    }
  }

  @Test("A HelloRequest in a handshake of TLS 1.3") func helloRequest() throws {
    var pair = try Must13.pair()
    pair.run(until: .encryptedExtensions)
    var forger = try pair.forger()
    pair.run(replacingNext: try forger.handshake(.helloRequest))
    pair.expectAlert(.unexpectedMessage, from: .client)
  }

  // MARK: Certificates (§4.6.2)

  static let requests: [Forgery<CertificateRequest13>] = [
    .init("no signature_algorithms", .missingExtension) {
      $0.extensions.drop(.signatureAlgorithms)
    },
    .init("an extension for another message", .illegalParameter) {
      $0.extensions.put(ApplicationLayerProtocolNegotiation(["sip"]))
    },
  ]

  @Test(arguments: requests) func request(_ forgery: Forgery<CertificateRequest13>) throws {
    var pair = try Must13.later.make()
    try pair.forgeNext(forgery.change)
    pair.expectAlert(forgery.alert, from: .client)
  }

  static let certificates: [Forgery<CertificateMessage13>] = [
    .init("another context", .illegalParameter) { $0.certificateRequestContext[0] ^= 1 },
    .init("none", .certificateRequired) { $0.certificateList = [] },
    .init("an extension that was not asked for", .unsupportedExtension) {
      $0.certificateList[0].extensions.put(CertificateStatus(response: [1]))
    },
  ]

  @Test(arguments: certificates) func certificate(_ forgery: Forgery<CertificateMessage13>) throws {
    var pair = try Must13.later.make()
    pair.run(until: .certificate)
    try pair.forgeNext(forgery.change)
    pair.expectAlert(forgery.alert, from: .server)
  }

  @Test("Another signature, another Finished, and either one too early") func proof() throws {
    for type in [HandshakeType.certificateVerify, .finished] {
      var changed = try Must13.later.make()
      changed.run(until: type)
      try changed.forgeNextBytes { $0[$0.count - 1] ^= 1 }
      changed.expectAlert(.decryptError, from: .server, type.label)
      var early = try Must13.later.make()
      early.run(until: .certificate)
      var forger = try early.forger()
      early.run(replacingNext: try forger.handshake(type, [UInt8](repeating: 0, count: 32)))
      early.expectAlert(.unexpectedMessage, from: .server, type.label)
    }
  }
}
