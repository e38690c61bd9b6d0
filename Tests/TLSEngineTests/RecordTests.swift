import Bytes
import TLSEngine
import TLSKeys
import TLSWire
import TestConnections
import Testing

@Suite("Records and alerts between the lines of the handshake")
struct RecordTests {
  private func established(
    _ suite: CipherSuite = .ecdheRSAAES128GCMSHA256
  ) throws -> Pair {
    var pair = try makePair(suite)
    pair.run()
    try #require(pair.isEstablished)
    return pair
  }

  @Test("A handshake that arrives byte by byte", arguments: BadInputTests.suites)
  func byteByByte(_ suite: CipherSuite) throws {
    var pair = try makePair(suite)
    while let next = pair.underWay.first {
      for byte in next.records.dropLast() { pair.deliver([byte], to: next.sender.other) }
      pair.run(replacingNext: [next.records[next.records.count - 1]])
    }
    #expect(pair.isEstablished)
  }

  @Test("Messages cut into records of three bytes, and a flight in one record")
  func fragments() throws {
    var pair = try makePair(.ecdheRSAAES128GCMSHA256)
    let hello = try #require(pair.nextHandshake).bytes
    var records: [UInt8] = []
    for start in stride(from: 0, to: hello.count, by: 3) {
      let part = Array(hello[start..<min(start + 3, hello.count)])
      records += Record(type: .handshake, legacyVersion: .tls10, fragment: part).bytes
    }
    pair.deliver(records, to: .server)
    let flight = pair.serverEffects.sent.flatMap { message -> [UInt8] in
      if case .handshake(let handshake) = message.content { handshake.bytes } else { [] }
    }
    var client = pair.client
    let one = Record(type: .handshake, legacyVersion: .tls12, fragment: flight).bytes
    let effects = client.receive(one)
    #expect(client.stateName == .expectingServerChangeCipherSpec)
    let received = effects.received.map(\.records)
    #expect(received.count == 4 && received.flatMap { $0 } == one)
  }

  @Test(
    "Any byte of a protected record changed is a bad_record_mac", arguments: BadInputTests.suites)
  func flipped(_ suite: CipherSuite) throws {
    var pair = try established(suite)
    pair.from(.client) { $0.send(Array("secret".utf8)) }
    let record = pair.underWay[0].records
    for offset in record.indices where offset == 0 || offset > 4 {
      var bytes = record
      bytes[offset] ^= 0x01
      var copy = pair
      copy.run(replacingNext: bytes)
      #expect(copy.server.failure == .misbehaving(.badRecordMAC), "byte \(offset)")
      let alert = Alert(level: .fatal, description: .badRecordMAC)
      #expect(copy.client.failure == .peerAlert(alert))
    }
  }

  @Test("Records replayed, left out or reflected are a bad_record_mac")
  func sequence() throws {
    var pair = try established()
    pair.from(.client) { $0.send([1]) }
    pair.from(.client) { $0.send([2]) }
    let (first, second) = (pair.underWay[0].records, pair.underWay[1].records)
    for bytes in [second, first + first, second + first] {
      var copy = pair
      copy.deliver(bytes, to: .server)
      #expect(copy.server.failure == .misbehaving(.badRecordMAC))
    }
    pair.deliver(first, to: .client)
    #expect(pair.client.failure == .misbehaving(.badRecordMAC))
  }

  @Test("A record that is too long is a record_overflow", arguments: [1 << 14 + 1, 1 << 14 + 2049])
  func overflow(_ length: Int) throws {
    var pair = try makePair(.rsaAES128GCMSHA256)
    let fragment = [UInt8](repeating: 1, count: length)
    pair.run(
      replacingNext: Record(type: .handshake, legacyVersion: .tls12, fragment: fragment).bytes)
    #expect(pair.server.failure == .misbehaving(.recordOverflow))
    pair.checkAlerts("record_overflow")
  }

  @Test("What is no TLS ends in an alert", arguments: ["GET / HTTP/1.1", "SIP/2.0 200 OK"])
  func notTLS(_ text: String) throws {
    var pair = try makePair(.rsaAES128GCMSHA256)
    pair.run(replacingNext: Array(text.utf8))
    pair.expectFailure(text)
  }

  @Test("A content type that nobody knows is an unexpected_message")
  func contentType() throws {
    var pair = try makePair(.rsaAES128GCMSHA256)
    var forger = Forger()
    pair.run(replacingNext: try forger.record(ContentType(rawValue: 99), [1]))
    #expect(pair.server.failure == .misbehaving(.unknownContentType(99)))
    pair.checkAlerts("content type")
  }

  @Test("Protected records without content: data passes, a handshake fragment does not")
  func empty() throws {
    var pair = try established()
    var forger = try Forger(as: .client, pair.client, after: 1)
    pair.deliver(try forger.record(.applicationData, []), to: .server)
    #expect(pair.server.isEstablished)
    pair.deliver(try forger.record(.handshake, []), to: .server)
    pair.expectFailure("empty handshake record")
  }

  // MARK: Alerts

  @Test("Warnings change nothing, in any state", arguments: BadInputTests.suites)
  func warnings(_ suite: CipherSuite) throws {
    var pair = try makePair(suite)
    while let next = pair.underWay.first {
      if !next.isProtected {
        var forger = Forger()
        pair.deliver(try forger.alert(.warning, .userCanceled), to: next.sender.other)
      }
      pair.step()
    }
    #expect(pair.isEstablished)
    var forger = try Forger(as: .server, pair.server, after: 1)
    pair.deliver(try forger.alert(.warning, .noRenegotiation), to: .client)
    #expect(pair.isEstablished && pair.underWay.isEmpty)
  }

  @Test("A fatal alert ends the connection in any state, without an answer")
  func fatal() throws {
    for moment in try makePair(.ecdheRSAAES128GCMSHA256).moments() {
      let next = try #require(moment.underWay.first)
      var end = moment[next.sender.other]
      var forger = try moment.forger()
      let effects = end.receive(try forger.alert(.fatal, .internalError))
      #expect(
        end.failure == .peerAlert(Alert(level: .fatal, description: .internalError)))
      #expect(effects.sent.isEmpty && effects.contains(.close))
    }
  }

  @Test("close_notify in the middle of a handshake closes it")
  func earlyClose() throws {
    for moment in try makePair(.ecdheRSAAES128GCMSHA256).moments() {
      let next = try #require(moment.underWay.first)
      var end = moment[next.sender.other]
      var forger = try moment.forger()
      let effects = end.receive(try forger.alert(.warning, .closeNotify))
      #expect(end.stateName == .closed && effects.contains(.close))
    }
  }

  @Test("close_notify is answered, what comes after it is not read", arguments: Side.allCases)
  func close(_ side: Side) throws {
    var pair = try established()
    pair.from(side.other) { $0.send([7]) }
    pair.from(side) { $0.close() }
    #expect(pair[side].stateName == .closing)
    pair.from(side) { $0.send([8]) }
    pair.run()
    #expect(pair.client.stateName == .closed && pair.server.stateName == .closed)
    #expect(
      pair.effects(of: side).delivered.isEmpty && pair.effects(of: side.other).delivered.isEmpty)
    #expect(pair.effects(of: side.other).sentAlerts == pair.effects(of: side).sentAlerts)
    var closed = pair[side]
    #expect(
      closed.receive([1, 2, 3]).isEmpty && closed.send([1]).isEmpty && closed.close().isEmpty)
  }

  @Test("Alerts that are none: half of one, one with more behind it, one of no level")
  func malformedAlerts() throws {
    for (bytes, expected): ([UInt8], AlertDescription) in [
      ([1], .decodeError), ([1, 90, 0], .decodeError), ([3, 90], .illegalParameter),
    ] {
      var pair = try makePair(.rsaAES128GCMSHA256)
      var forger = Forger()
      pair.run(replacingNext: try forger.record(.alert, bytes))
      #expect(pair.serverEffects.sentAlerts.map(\.description) == [expected])
    }
  }

  @Test("An offer to renegotiate gets a warning, and the connection goes on")
  func renegotiation() throws {
    var pair = try established()
    var forger = try Forger(as: .server, pair.server, after: 1)
    pair.deliver(try forger.handshake(.helloRequest), to: .client)
    #expect(pair.client.isEstablished)
    #expect(
      pair.clientEffects.sentAlerts == [Alert(level: .warning, description: .noRenegotiation)])
  }
}
