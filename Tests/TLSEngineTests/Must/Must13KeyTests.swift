import Bytes
import CryptoPrimitives
import TLSEngine
import TLSKeys
import TLSWire
import TestConnections
import Testing

@Suite("What must not be with pre-shared keys and early data (RFC 8446 §4.2.9 to §4.2.11, §4.5)")
struct Must13KeyTests {
  // MARK: The client's offer

  static let offers: [Forgery<ClientHello>] = [
    .init("a binder of somebody who has not the key", .decryptError) { hello in
      try hello.rebind { $0.binders[0].binder[0] ^= 1 }
    },
    .init("a binder for another length of hash", .decodeError) { hello in
      try hello.rebind { $0.binders[0].binder += [UInt8](repeating: 0, count: 16) }
    },
    .init("a hello other than the binder's", .decryptError) { $0.random[0] ^= 1 },
    .init("more binders than identities", .illegalParameter) { hello in
      try hello.rebind { $0.binders.append($0.binders[0]) }
    },
    .init("more identities than binders", .illegalParameter) { hello in
      try hello.rebind { $0.identities.append($0.identities[0]) }
    },
    .init("no psk_key_exchange_modes", .missingExtension) {
      $0.extensions.drop(.pskKeyExchangeModes)
    },
    .init("no key_share", .missingExtension) { $0.extensions.drop(.keyShare) },
    .init("no identities", .decodeError) {
      $0.extensions.put(
        .unknown(.preSharedKey, [0, 0, 0, 33, 32] + [UInt8](repeating: 1, count: 32)))
    },
    .init("a binder too short", .decodeError) {
      $0.extensions.put(
        .unknown(
          .preSharedKey,
          [0, 7, 0, 1, 1, 0, 0, 0, 0, 0, 33, 31] + [UInt8](repeating: 1, count: 32)))
    },
    .init("early_data with content", .decodeError) {
      $0.extensions?.insert(.unknown(.earlyData, [0]), at: 0)
    },
  ]

  @Test(arguments: offers) func offer(_ forgery: Forgery<ClientHello>) throws {
    var pair = try Must13.resuming()
    try pair.forgeNext(forgery.change)
    pair.expectAlert(forgery.alert, from: .server)
  }

  @Test("pre_shared_key that is not the last extension") func notLast() throws {
    var pair = try Must13.resuming()
    try pair.forgeNextBytes { body in
      // The block's length stands behind random, session identifier, two suites and compression.
      let place = 2 + 32 + 33 + 2 + 4 + 2
      let length = Int(body[place]) << 8 | Int(body[place + 1])
      try #require(length == body.count - place - 2)
      body[place] = UInt8((length + 4) >> 8)
      body[place + 1] = UInt8((length + 4) & 0xff)
      body += [0x12, 0x34, 0, 0]
    }
    pair.expectAlert(.illegalParameter, from: .server)
  }

  // MARK: The server's choice

  static let choices: [Forgery<ServerHello>] = [
    .init("a key that was not offered", .illegalParameter) {
      $0.extensions.put(SelectedIdentity(1))
    },
    .init("a suite with another hash", .illegalParameter) { $0.cipherSuite = .aes256GCMSHA384 },
    .init("no key_share, although the client wants Diffie-Hellman", .illegalParameter) {
      $0.extensions.drop(.keyShare)
    },
    .init("half an identity", .decodeError) { $0.extensions.put(.unknown(.preSharedKey, [0])) },
  ]

  @Test(arguments: choices) func choice(_ forgery: Forgery<ServerHello>) throws {
    var pair = try Must13.resuming { client, _ in client.suites.append(.aes256GCMSHA384) }
    pair.run(until: .serverHello)
    try pair.forgeNext(forgery.change)
    pair.expectAlert(forgery.alert, from: .client)
  }

  @Test("A key_share, although the client wants the key alone") func alone() throws {
    var pair = try Must13.resuming { client, server in
      client.pskModes = [.pskKE]
      server.pskModes = [.pskKE]
    }
    pair.run(until: .serverHello)
    try pair.forgeNext { (hello: inout ServerHello) in
      hello.extensions.put(
        KeyShareEntry(group: .x25519, keyExchange: [UInt8](repeating: 9, count: 32)))
    }
    pair.expectAlert(.illegalParameter, from: .client)
  }

  // MARK: Early data

  @Test("Beyond what the ticket allows, in one record and in several (§4.6.1)") func limit() throws
  {
    var pair = try Must13.resuming { client, _ in client.earlyData = [7, 7] }
    pair.step()
    pair.run(until: .endOfEarlyData)
    var forger = try pair.forger13(to: .server)
    let most = try forger.record(.applicationData, [UInt8](repeating: 1, count: 98))
    let more = try forger.record(.applicationData, [1])
    pair.deliver(most, to: .server)
    #expect(pair.effects(of: .server).delivered.count == 100)
    pair.deliver(more, to: .server)
    pair.expectAlertSent(.unexpectedMessage, from: .server)
  }

  @Test("Early data that is passed over has an end: then it is a bad_record_mac (§4.2.10)")
  func passedOver() throws {
    var pair = try Must13.resuming { client, server in
      client.earlyData = [7]
      server.earlyDataLimit = 0
    }
    pair.step()
    let noise = Record(
      type: .applicationData, legacyVersion: .tls12, fragment: [UInt8](repeating: 1, count: 1 << 14)
    )
    var passed = 0
    while pair.server.failure == nil, passed < 100 {
      pair.deliver(noise.bytes, to: .server)
      passed += 1
    }
    #expect((2..<100).contains(passed))
    pair.expectAlertSent(.badRecordMAC, from: .server)
  }

  @Test("The server takes data that was meant for another suite or application protocol (§4.2.10)")
  func parameters() throws {
    var named = try Must13.resuming { client, _ in
      client.earlyData = [7]
      client.applicationProtocols = ["sip", "h2"]
    }
    named.run(until: .encryptedExtensions)
    try named.forgeNext { (answers: inout EncryptedExtensions) in
      answers.extensions.put(ApplicationLayerProtocolNegotiation(["h2"]))
    }
    named.expectAlert(.illegalParameter, from: .client)
    var silent = try Must13.resuming { client, _ in client.earlyData = [7] }
    silent.run(until: .encryptedExtensions)
    try silent.forgeNext { (answers: inout EncryptedExtensions) in
      answers.extensions.drop(.applicationLayerProtocolNegotiation)
    }
    silent.expectAlert(.illegalParameter, from: .client)
  }

  @Test("A Finished, or a KeyUpdate, where EndOfEarlyData is to come") func noEnd() throws {
    for type in [HandshakeType.finished, .keyUpdate, .certificate] {
      var pair = try Must13.resuming { client, _ in client.earlyData = [7] }
      pair.run(until: .endOfEarlyData)
      var forger = try pair.forger()
      pair.run(replacingNext: try forger.handshake(type, [0]))
      pair.expectAlert(.unexpectedMessage, from: .server, type.label)
    }
    // The Finished itself is under other keys.
    var skipped = try Must13.resuming { client, _ in client.earlyData = [7] }
    skipped.run(until: .endOfEarlyData)
    skipped.run(replacingNext: [])
    skipped.expectAlert(.badRecordMAC, from: .server)
  }

  @Test("EndOfEarlyData with content, and one that nobody waits for") func end() throws {
    var long = try Must13.resuming { client, _ in client.earlyData = [7] }
    long.run(until: .endOfEarlyData)
    try long.forgeNextBytes { $0 = [0] }
    long.expectAlert(.decodeError, from: .server)
    for way in Must13.ways where way.name != "early data" {
      var pair = try way.make()
      pair.run(until: .finished, from: .client)
      var forger = try pair.forger13(to: .server)
      pair.run(replacingNext: try forger.handshake(.endOfEarlyData))
      pair.expectAlert(.unexpectedMessage, from: .server, way.name)
    }
  }

  @Test("Application data before the handshake is over, from either side") func dataTooEarly()
    throws
  {
    for way in Must13.ways {
      for sender in Side.allCases {
        var pair = try way.make()
        pair.run(until: .finished, from: sender)
        var forger = try pair.forger13(to: sender.other)
        pair.run(replacingNext: try forger.record(.applicationData, [1]))
        pair.expectAlertSent(.unexpectedMessage, from: sender.other, way.name)
      }
    }
  }
}

extension ClientHello {
  /// Changes what the last extension says of keys.
  fileprivate mutating func rebind(_ change: (inout OfferedPSKs) -> Void) throws {
    var offered = try #require(offeredPSKs)
    change(&offered)
    extensions.put(offered)
  }
}
