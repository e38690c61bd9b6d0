import Bytes
import CryptoPrimitives
import Knowledge
import TLSEngine
import TLSKeys
import TLSWire
import TestConnections
import Testing

@Suite("Each direction closes by itself, and nothing follows a close_notify (RFC 9846 §6.1)")
struct ClosureTests {
  @Test("A server that closes by itself answers a client that sends no more")
  func halfClosed() throws {
    var pair = try Must13.established { _, server in server.closesByItself = true }
    pair.from(.client) { $0.send([1, 2, 3]) + $0.close() }
    pair.run()
    #expect(pair.serverEffects.delivered == [1, 2, 3])
    #expect(pair.server.hasPeerClosed && pair.server.isEstablished)
    #expect(pair.server.endOfStream().isEmpty, "the client's direction of TCP may end too")
    pair.from(.server) { $0.send([4, 5]) }
    pair.run()
    // This client has no use for it any more, and is not disturbed by it.
    #expect(pair.client.failure == nil && pair.client.stateName == .closing)
    pair.from(.server) { $0.close() }
    pair.run()
    #expect(pair.server.stateName == .closed && pair.client.stateName == .closed)
    #expect(!pair.clientEffects.contains(.truncated) && !pair.serverEffects.contains(.truncated))
  }

  @Test("A client that closes by itself reads on behind its own close_notify, new keys too")
  func readsOn() throws {
    var pair = try Must13.established { client, server in
      client.closesByItself = true
      server.closesByItself = true
    }
    pair.from(.client) { $0.close() }
    pair.run()
    pair.from(.server) { $0.updateKeys(requesting: false) + $0.send([7, 8, 9]) + $0.close() }
    pair.run()
    #expect(pair.clientEffects.delivered == [7, 8, 9])
    #expect(pair.client.stateName == .closed && pair.client.failure == nil)
  }

  @Test("In TLS 1.2 the answer is a close_notify at once (RFC 5246 §7.2.1)")
  func atOnce() throws {
    var pair = try makePair(SpokenSuite(suite: .ecdheRSAAES128GCMSHA256)) { _, server in
      server.closesByItself = true
    }
    pair.run()
    pair.from(.client) { $0.close() }
    pair.run()
    #expect(pair.server.stateName == .closed && !pair.server.hasPeerClosed)
  }

  @Test("Whatever is wrong behind the own close_notify, no alert follows it")
  func nothingFollows() throws {
    var pair = try Must13.established()
    pair.from(.server) { $0.close() }
    let sent = pair.serverEffects.sent.count
    var forger = try Forger(for: pair.server, pair.serverEffects)
    pair.deliver(try forger.record(.alert, [0, 0]), to: .server)
    #expect(pair.server.failure != nil && pair.serverEffects.sent.count == sent)
  }

  @Test("Four warnings in a row are borne, and not a fifth; what says something counts anew")
  func warnings() throws {
    var pair = try makePair(.ecdheRSAAES128GCMSHA256)
    pair.run()
    var forger = try Forger(as: .client, pair.server, after: 1)
    func warn(_ count: Int) throws {
      for _ in 0..<count {
        pair.deliver(try forger.alert(.warning, .userCanceled), to: .server)
      }
    }
    try warn(4)
    #expect(pair.server.failure == nil)
    pair.deliver(try forger.record(.applicationData, [1]), to: .server)
    try warn(4)
    #expect(pair.server.failure == nil)
    try warn(1)
    #expect(pair.server.failure == .misbehaving(.idleRecords(limit: 4)))
    #expect(pair.serverEffects.sentAlerts.last?.description == .unexpectedMessage)
  }
}

@Suite("What is judged before anything is answered")
struct EarlyJudgementTests {
  @Test(
    "A Finished of another length can't be read, in every version",
    arguments: [ProtocolVersion.tls12, .tls13], [-1, 1, 20])
  func finishedLength(version: ProtocolVersion, more: Int) throws {
    let pair =
      try version == .tls13 ? Must13.pair() : makePair(.ecdheRSAAES128GCMSHA256)
    var found = 0
    for moment in pair.moments() {
      guard let message = moment.nextHandshake, message.type == .finished else { continue }
      let body =
        more < 0
        ? Array(message.body.dropLast(-more))
        : message.body + [UInt8](repeating: 0, count: more)
      var pair = moment
      var forger = try moment.forger()
      let side = moment.underWay[0].sender.other
      pair.step(replacingNext: try forger.handshake(.finished, body))
      #expect(pair.effects(of: side).sentAlerts.last?.description == .decodeError)
      found += 1
    }
    #expect(found == 2)
  }

  static let badShares: [(NamedGroup, [UInt8])] = [
    (.x25519, [UInt8](repeating: 0, count: 32)),
    (.x25519, [1] + [UInt8](repeating: 0, count: 31)),
    (.x448, [UInt8](repeating: 0, count: 56)),
    (.secp256r1, [4] + [UInt8](repeating: 7, count: 64)),
    (.secp384r1, [4] + [UInt8](repeating: 7, count: 96)),
    (.secp521r1, [4] + [UInt8](repeating: 0, count: 132)),
    (.ffdhe2048, [UInt8](repeating: 0, count: 255) + [1]),
  ]

  @Test(
    "A share that gives no secret is refused in the open, before the ServerHello",
    arguments: badShares)
  func badShare(group: NamedGroup, share: [UInt8]) throws {
    var pair = try Must13.pair { client, server in
      client.groups = [group]
      server.groups = [group]
    }
    let message = try #require(pair.nextHandshake)
    var hello = try message.read(ClientHello.self)
    hello.extensions = hello.extensions?.map {
      $0.type == .keyShare
        ? Extension(ClientKeyShares([KeyShareEntry(group: group, keyExchange: share)])) : $0
    }
    var forger = Forger()
    let body = try HandshakeMessage.making(hello).body
    pair.step(replacingNext: try forger.handshake(.clientHello, body))
    let sent = pair.serverEffects.sent
    #expect(sent.map(\.kind) == [.alert] && sent.first?.isProtected == false)
    #expect(pair.serverEffects.sentAlerts.map(\.description) == [.illegalParameter])
  }

  @Test("Groups that are large work", arguments: [NamedGroup.ffdhe6144, .ffdhe8192])
  func largeGroup(group: NamedGroup) throws {
    let pair = try Must13.established { client, server in
      client.groups = [group]
      server.groups = [group]
    }
    #expect(pair.client.facts.version == .tls13)
  }

  @Test("TLS 1.2 signs over SHA-1 where both sides allow it by name (RFC 9155), and not otherwise")
  func sha1() throws {
    var pair = try makePair(SpokenSuite(suite: .ecdheRSAAES128GCMSHA256)) { client, server in
      client.signatureSchemes = [.rsaPKCS1SHA1]
      server.signatureSchemes = [.rsaPKCS1SHA1, .rsaPKCS1SHA256]
    }
    pair.run()
    #expect(pair.isEstablished, "\(pair.client.failure as Any) \(pair.server.failure as Any)")
    #expect(pair.clientEffects.contains(.decided(.signatureScheme(.rsaPKCS1SHA1))))
    var other = try makePair(SpokenSuite(suite: .ecdheRSAAES128GCMSHA256)) { client, _ in
      client.signatureSchemes = [.rsaPKCS1SHA1]
    }
    other.run()
    #expect(other.server.failure == .refused(.noCommonSignatureScheme))
  }

  @Test("In TLS 1.0 with CBC a byte goes ahead of the rest, so that nobody knows the IV (BEAST)")
  func splitRecords() throws {
    var pair = try makePair(SpokenSuite(version: .tls10, suite: .ecdheRSAAES128CBCSHA1))
    pair.run()
    pair.from(.client) { $0.send(Array("hello".utf8)) }
    let records = try #require(pair.underWay.first).records
    var reader = RecordReader()
    reader.append(records)
    var count = 0
    while try reader.next() != nil { count += 1 }
    pair.run()
    #expect(count == 2 && pair.serverEffects.delivered == Array("hello".utf8))
  }

  @Test("A further handshake can't lose the extended master secret")
  func extendedMasterSecretStays() throws {
    var pair = try makePair(SpokenSuite(suite: .ecdheRSAAES128GCMSHA256)) { client, server in
      client.acceptsRenegotiation = true
      server.acceptsRenegotiation = true
    }
    pair.run()
    pair.from(.client) { $0.renegotiate() }
    let message = try #require(pair.underWay.first)
    guard case .handshake(let handshake) = message.content else { return }
    var hello = try handshake.read(ClientHello.self)
    hello.extensions?.removeAll { $0.type == .extendedMasterSecret }
    var forger = try Forger(as: .client, pair.server, after: 1)
    pair.step(
      replacingNext: try forger.handshake(.clientHello, HandshakeMessage.making(hello).body))
    #expect(pair.server.failure == .misbehaving(.extendedMasterSecretMismatch))
  }
}
