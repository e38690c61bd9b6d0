import Bytes
import CryptoPrimitives
import TLSEngine
import TLSKeys
import TLSWire
import TestConnections
import Testing

@Suite("Damaged messages of TLS 1.3 end in an alert, never in a trap or an established connection")
struct BadInput13Tests {
  private func expectFailure(_ pair: Pair, _ context: String) {
    pair.checkAlerts(context)
    if pair.outcome != .failed { Issue.record("\(pair.outcome), \(context)") }
  }

  @Test(
    "Every message cut short at every length, and with a byte too many",
    arguments: Must13.ways + [Must13.later])
  func lengths(_ way: Must13.Way) throws {
    for moment in try way.make().moments() {
      guard let message = moment.nextHandshake else { continue }
      for length in Array(message.body.indices) + [message.body.count + 1] {
        var pair = moment
        var forger = try moment.forger()
        let body = Array((message.body + [0]).prefix(length))
        pair.run(replacingNext: try forger.handshake(message.type, body))
        expectFailure(pair, "\(message.type.label) of \(length) bytes")
      }
    }
  }

  @Test(
    "Every byte of every message changed, under the right keys",
    arguments: Must13.ways + [Must13.later])
  func inside(_ way: Must13.Way) throws {
    for moment in try way.make().moments() {
      guard let message = moment.nextHandshake else { continue }
      for offset in message.bytes.indices {
        for flip: UInt8 in [0x01, 0xff] {
          var pair = moment
          var bytes = message.bytes
          bytes[offset] ^= flip
          var forger = try moment.forger()
          pair.run(replacingNext: try forger.record(.handshake, bytes))
          let context = "\(message.type.label), byte \(offset) ^ \(flip)"
          pair.checkAlerts(context)
          // A ticket is the server's own; of a message that says it is longer the rest is awaited.
          let isFree = message.type == .newSessionTicket || (1...3).contains(offset)
          if !isFree, pair.outcome != .failed { Issue.record("\(pair.outcome), \(context)") }
        }
      }
    }
  }

  @Test("Every byte on the wire changed", arguments: Must13.ways)
  func outside(_ way: Must13.Way) throws {
    for moment in try way.make().moments() {
      let message = moment.underWay[0]
      for offset in message.records.indices {
        var pair = moment
        var bytes = message.records
        bytes[offset] ^= 0x01
        pair.run(replacingNext: bytes)
        let context = "\(message.kind.name), byte \(offset)"
        pair.checkAlerts(context)
        // "legacy_record_version … MUST be ignored for all purposes" (RFC 8446 §5.1). Bytes of a
        // ChangeCipherSpec, and early data that nobody reads, may be anything.
        let isFree =
          moment.isEstablished || offset == 2 || message.kind == .changeCipherSpec
          || message.kind == .applicationData
        if !isFree, pair.outcome == .established { Issue.record("established, \(context)") }
      }
    }
  }

  @Test("Every message twice, after the one that follows it, or not at all", arguments: Must13.ways)
  func order(_ way: Must13.Way) throws {
    for moment in try way.make().moments() where !moment.isEstablished {
      let next = moment.underWay[0]
      guard case .handshake = next.content else { continue }
      var twice = moment
      twice.run(replacingNext: next.records + next.records)
      expectFailure(twice, "\(next.kind.name) twice")
      var omitted = moment
      omitted.run(replacingNext: [])
      omitted.checkAlerts("\(next.kind.name) left out")
      #expect(omitted.outcome != .established, "\(next.kind.name) left out")
      guard let other = moment.underWay.dropFirst().first, other.sender == next.sender,
        case .handshake = other.content
      else { continue }
      var swapped = moment
      swapped.run(replacingNext: other.records + next.records)
      expectFailure(swapped, "\(other.kind.name) too early")
    }
  }

  @Test("Noise in every state, protected and not", arguments: Must13.ways)
  func noise(_ way: Must13.Way) throws {
    for (index, moment) in try way.make().moments().enumerated() {
      for roll in 0..<60 {
        let random = RandomStream.seeded(UInt64(index * 60 + roll))
        let dice = random.bytes(2)
        let noise = random.substream("noise").bytes(1 + Int(dice[0]))
        let reader = moment.underWay[0].sender.other
        var forger = roll % 2 == 0 ? Forger() : try moment.forger13(to: reader)
        var pair = moment
        let type = ContentType(rawValue: 20 + dice[1] % 5)
        pair.run(
          replacingNext: try forger.record(type, noise, padding: 0) + moment.underWay[0].records)
        pair.checkAlerts("noise \(roll) before \(moment.underWay[0].kind.name)")
      }
    }
  }

  @Test(
    "A handshake that arrives byte by byte, and in records of three bytes", arguments: Must13.ways)
  func fragments(_ way: Must13.Way) throws {
    var pair = try way.make()
    while let next = pair.underWay.first {
      for byte in next.records.dropLast() { pair.deliver([byte], to: next.sender.other) }
      pair.step(replacingNext: Array(next.records.suffix(1)))
    }
    let established = pair.isEstablished
    #expect(established, "\(pair.client.failure as Any) \(pair.server.failure as Any)")

    for moment in try way.make().moments() {
      guard let message = moment.nextHandshake else { continue }
      var pair = moment
      var forger = try pair.forger()
      var records: [UInt8] = []
      for start in stride(from: 0, to: message.bytes.count, by: 3) {
        records += try forger.record(
          .handshake, Array(message.bytes[start..<min(start + 3, message.bytes.count)]), padding: 0)
      }
      pair.deliver(records, to: moment.underWay[0].sender.other)
      let reader = pair[moment.underWay[0].sender.other]
      #expect(reader.failure == nil, "\(message.type.label): \(reader.failure as Any)")
    }
  }

  @Test("What the table does not list is an unexpected_message", arguments: Must13.ways)
  func transitions(_ way: Must13.Way) throws {
    let types = (UInt8(0)...30).map(HandshakeType.init(rawValue:)) + [HandshakeType(rawValue: 254)]
    for moment in try way.make().moments() {
      let reader = moment.underWay[0].sender.other
      let state = moment[reader].stateName
      let listed = TransitionTable.rows.filter { $0.side == reader && $0.from == state }
        .map(\.message)
      #expect(!listed.isEmpty, "\(state) is not in the table")
      for type in types where !listed.contains(.handshake(type)) {
        // A client that does not know the version yet passes a HelloRequest over.
        guard type != .helloRequest || state != .expectingServerHello else { continue }
        var pair = moment
        var forger = try pair.forger13(to: reader)
        pair.deliver(try forger.handshake(type), to: reader)
        guard
          case .misbehaving(.unexpectedMessage(expected: _, found: .handshake(type))) = pair[reader]
            .failure
        else {
          Issue.record("\(type.label) in \(state): \(pair[reader].failure as Any)")
          continue
        }
        pair.expectAlertSent(.unexpectedMessage, from: reader, "\(type.label) in \(state)")
      }
    }
  }
}
