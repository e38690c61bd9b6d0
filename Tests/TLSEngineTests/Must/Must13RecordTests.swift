import Bytes
import CryptoPrimitives
import TLSEngine
import TLSKeys
import TLSWire
import TestConnections
import Testing

@Suite("What must not be in the records of TLS 1.3 (RFC 8446 §5, §6)")
struct Must13RecordTests {
  private let plain = Forger()

  /// Delivers a record to one end of an established connection, and hears what it says.
  private func send(
    to reader: Side, _ make: (inout Forger) throws -> [UInt8]
  ) throws -> Pair {
    var pair = try Must13.established()
    var forger = try pair.forger13(to: reader)
    pair.deliver(try make(&forger), to: reader)
    pair.run()
    return pair
  }

  // MARK: ChangeCipherSpec

  @Test("ChangeCipherSpec is dropped at any time between the first ClientHello and the Finished")
  func changeCipherSpec() throws {
    for way in Must13.ways {
      var pair = try way.make()
      var dropped = 0
      while let next = pair.underWay.first {
        let reader = next.sender.other
        if pair[reader].stateName != .expectingClientHello, !pair[reader].isEstablished {
          pair.deliver([20, 3, 3, 0, 1, 1], to: reader)
          dropped += 1
        }
        pair.step()
      }
      let established = pair.isEstablished
      #expect(established && dropped > 3, "\(way.name)")
    }
  }

  @Test("Before the first ClientHello, after the Finished, of another content, or protected")
  func wrongChangeCipherSpec() throws {
    var first = try Must13.pair()
    first.run(replacingNext: [20, 3, 3, 0, 1, 1])
    first.expectAlert(.unexpectedMessage, from: .server)
    for side in Side.allCases {
      var late = try Must13.established()
      late.deliver([20, 3, 3, 0, 1, 1], to: side)
      late.run()
      late.expectAlert(.unexpectedMessage, from: side)
      try send(to: side) { try $0.record(.changeCipherSpec, [1]) }
        .expectAlert(.unexpectedMessage, from: side)
    }
    for content: [UInt8] in [[2], [0], [1, 1]] {
      var pair = try Must13.pair()
      pair.run(until: .encryptedExtensions)
      var forger = plain
      pair.run(replacingNext: try forger.record(.changeCipherSpec, content))
      pair.expectAlert(.unexpectedMessage, from: .client)
      var protected = try Must13.pair()
      protected.run(until: .encryptedExtensions)
      var inside = try protected.forger()
      protected.run(replacingNext: try inside.record(.changeCipherSpec, content))
      protected.expectAlert(.unexpectedMessage, from: .client)
    }
  }

  @Test("In the middle of a handshake message") func interleaved() throws {
    var pair = try Must13.pair()
    pair.run(until: .certificate)
    let message = try #require(pair.nextHandshake)
    var forger = try pair.forger()
    let part = try forger.record(.handshake, Array(message.bytes.prefix(20)))
    pair.run(replacingNext: part + [20, 3, 3, 0, 1, 1])
    pair.expectAlert(.unexpectedMessage, from: .client)
  }

  // MARK: Types and protection

  @Test("Records without protection where there are keys") func unprotected() throws {
    for way in Must13.ways {
      for moment in try way.make().moments() {
        guard let next = moment.underWay.first, next.isProtected,
          case .handshake(let message) = next.content
        else { continue }
        var pair = moment
        var forger = plain
        pair.run(replacingNext: try forger.record(.handshake, message.bytes))
        pair.expectAlertSent(
          .unexpectedMessage, from: next.sender.other, "\(way) \(next.kind.name)")
      }
    }
  }

  @Test("A KeyUpdate, and an alert, that nothing protects", arguments: Side.allCases)
  func unprotectedLater(_ side: Side) throws {
    for update in [false, true] {
      var pair = try Must13.established()
      if update {
        pair.from(side.other) { $0.updateKeys(requesting: false) }
        pair.run()
      }
      var forger = plain
      for record in [
        try forger.handshake(.keyUpdate, [0]), try forger.alert(.warning, .closeNotify),
        try forger.alert(.fatal, .internalError),
      ] {
        var copy = pair
        copy.deliver(record, to: side)
        copy.run()
        copy.expectAlert(.unexpectedMessage, from: side)
      }
    }
  }

  @Test("An alert that nothing protects counts from a client that has no keys yet")
  func plainAlert()
    throws
  {
    var pair = try Must13.pair()
    pair.step()
    var forger = plain
    pair.deliver(try forger.alert(.fatal, .decodeError), to: .server)
    #expect(
      pair.server.failure == .peerAlert(Alert(level: .fatal, description: .decodeError)))
  }

  @Test("Types that nobody knows, inside and outside") func types() throws {
    for side in Side.allCases {
      for type: UInt8 in [0, 24, 99] {
        let inside = try send(to: side) { try $0.record(ContentType(rawValue: type), [1]) }
        // With a type of 0 the content's last byte is taken for it.
        inside.expectAlert(.unexpectedMessage, from: side, "\(type)")
        let outside = try send(to: side) { _ in [type, 3, 3, 0, 1, 1] }
        outside.expectAlert(.unexpectedMessage, from: side, "\(type)")
      }
      let zeros = try send(to: side) {
        try $0.record(ContentType(rawValue: 0), [0, 0], padding: 9)
      }
      zeros.expectAlert(.unexpectedMessage, from: side, "nothing but zeros")
    }
  }

  @Test("Nothing inside: data passes, a handshake record and an alert do not (§5.4)")
  func empty() throws {
    for side in Side.allCases {
      let data = try send(to: side) { try $0.record(.applicationData, [], padding: 3) }
      #expect(data[side].isEstablished)
      for type in [ContentType.handshake, .alert, .changeCipherSpec] {
        try send(to: side) { try $0.record(type, [], padding: 3) }
          .expectAlert(.unexpectedMessage, from: side, type.label)
      }
    }
  }

  // MARK: Lengths and tags

  @Test("Too long: 2^14 + 257 bytes, whether they open or not; without keys 2^14 + 1")
  func overflow() throws {
    for count in [1 << 14 + 257, 1 << 14 + 2048, 1 << 14 + 2049] {
      let record = Record(
        type: .applicationData, legacyVersion: .tls12, fragment: [UInt8](repeating: 1, count: count)
      )
      try send(to: .server) { _ in record.bytes }.expectAlert(.recordOverflow, from: .server)
    }
    var pair = try Must13.pair()
    pair.run(
      replacingNext: Record(
        type: .handshake, legacyVersion: .tls10,
        fragment: [UInt8](repeating: 1, count: 1 << 14 + 1)
      ).bytes)
    pair.expectAlert(.recordOverflow, from: .server)
  }

  @Test("The longest record that may be, and one byte more inside") func longest() throws {
    var pair = try Must13.established()
    var forger = try pair.forger13(to: .server)
    let content = [UInt8](repeating: 1, count: 1 << 14)
    pair.deliver(try forger.record(.applicationData, content), to: .server)
    #expect(pair.server.isEstablished && pair.effects(of: .server).delivered == content)
    var padded = try Must13.established()
    let long = try padded.seal(content + [23, 0], to: .server)
    padded.deliver(long, to: .server)
    padded.run()
    padded.expectAlert(.recordOverflow, from: .server)
  }

  @Test("A changed, short, replayed or reflected record is a bad_record_mac") func tags() throws {
    var pair = try Must13.established()
    pair.from(.client) { $0.send(Array("secret".utf8)) }
    let record = pair.underWay[0].records
    for offset in 5..<record.count {
      var bytes = record
      bytes[offset] ^= 1
      var copy = pair
      copy.run(replacingNext: bytes)
      copy.expectAlert(.badRecordMAC, from: .server, "byte \(offset)")
    }
    for bytes in [record + record, [23, 3, 3, 0, 3, 1, 2, 3], [23, 3, 3, 0, 0]] {
      var copy = pair
      copy.run(replacingNext: bytes)
      copy.expectAlert(.badRecordMAC, from: .server)
    }
    pair.deliver(record, to: .client)
    pair.expectAlertSent(.badRecordMAC, from: .client)
  }

  // MARK: Alerts

  @Test(
    "All alerts but two end the connection, whatever level they say (§6)",
    arguments: Side.allCases)
  func alerts(_ side: Side) throws {
    for description in [AlertDescription.internalError, .unrecognizedName, .init(rawValue: 200)] {
      let pair = try send(to: side) { try $0.alert(.warning, description) }
      #expect(
        pair[side].failure == .peerAlert(Alert(level: .warning, description: description)))
      #expect(pair.effects(of: side).sentAlerts.isEmpty)
    }
    let canceled = try send(to: side) { try $0.alert(.fatal, .userCanceled) }
    #expect(canceled[side].failure != nil)
    let warned = try send(to: side) { try $0.alert(.warning, .userCanceled) }
    #expect(warned[side].isEstablished)
    for bytes: [UInt8] in [[1], [2, 40, 0], [1, 0, 1, 0]] {
      try send(to: side) { try $0.record(.alert, bytes) }.expectAlert(.decodeError, from: side)
    }
  }

  // MARK: Changes of keys (§5.1)

  @Test("A message that begins before a change of keys and ends after it") func acrossKeys() throws
  {
    for way in Must13.ways where !way.name.contains("early") {
      for moment in try way.make().moments() {
        guard let message = moment.nextHandshake, moment.changesKeys(after: message.type) else {
          continue
        }
        let reader = moment.underWay[0].sender.other
        var pair = moment
        var forger = try pair.forger()
        pair.run(replacingNext: try forger.record(.handshake, message.bytes + [8, 0]))
        pair.expectAlertSent(.unexpectedMessage, from: reader, "\(way) \(message.type.label)")
      }
    }
  }
}

extension Pair {
  /// Whether the one who reads that message goes on with other keys.
  fileprivate func changesKeys(after type: HandshakeType) -> Bool {
    var copy = self
    let reader = underWay[0].sender.other
    copy.step()
    return copy.effects(of: reader).dropFirst(effects(of: reader).count).contains { effect in
      if case .install(let keys) = effect { !keys.forWriting } else { false }
    }
  }

  /// A record for `reader` with any plaintext inside: content, type and padding are the caller's.
  fileprivate func seal(_ inner: [UInt8], to reader: Side) throws -> [UInt8] {
    let sender = reader.other
    let key = self[reader].memory[.recordKey(sender, .application(0))] ?? []
    let iv = self[reader].memory[.recordIV(sender, .application(0))] ?? []
    let count = inner.count + AEADAlgorithm.aes128GCM.tagLength
    let header: [UInt8] = [23, 3, 3, UInt8(count >> 8), UInt8(count & 0xff)]
    return header
      + (try AEADAlgorithm.aes128GCM.seal(inner, key: key, nonce: iv, additionalData: header))
  }
}
