import Bytes
import CryptoPrimitives
import TLSEngine
import TLSKeys
import TLSWire
import TestConnections
import Testing

@Suite("Damaged messages end in an alert, never in a trap or an established connection")
struct BadInputTests {
  /// One suite for each key exchange and each kind of record.
  static let suites: [CipherSuite] = [
    .rsaAES128CBCSHA1, .dheRSAAES128GCMSHA256, .ecdheRSAAES256CBCSHA384,
    .ecdheECDSAAES128GCMSHA256,
  ]

  @Test("Every message cut short at every length", arguments: SpokenSuite.everyKind)
  func truncated(_ spoken: SpokenSuite) throws {
    for moment in try makePair(spoken).moments() {
      guard let message = moment.nextHandshake else { continue }
      for length in message.body.indices {
        var pair = moment
        var forger = try moment.forger()
        pair.run(
          replacingNext: try forger.handshake(message.type, Array(message.body.prefix(length))))
        pair.expectFailure("\(message.type.label) of \(length) bytes")
      }
    }
  }

  @Test("A byte too many in every message", arguments: SpokenSuite.everyKind)
  func trailing(_ spoken: SpokenSuite) throws {
    for moment in try makePair(spoken).moments() {
      var pair = moment
      var forger = try moment.forger()
      if let message = moment.nextHandshake {
        pair.run(replacingNext: try forger.handshake(message.type, message.body + [0]))
      } else {
        pair.run(replacingNext: try forger.record(.changeCipherSpec, [1, 1]))
      }
      pair.expectFailure("trailing byte after \(moment.underWay.first?.kind.name ?? "")")
    }
  }

  @Test("Part of a record is waited for, without a word", arguments: SpokenSuite.everyKind)
  func partOfRecord(_ spoken: SpokenSuite) throws {
    for moment in try makePair(spoken).moments() {
      guard let next = moment.underWay.first else { continue }
      for length in next.records.indices {
        var end = moment[next.sender.other]
        if !end.receive(Array(next.records.prefix(length))).isEmpty {
          Issue.record("\(next.kind.name), \(length) bytes")
        }
      }
    }
  }

  @Test("Every message twice", arguments: SpokenSuite.everyKind)
  func twice(_ spoken: SpokenSuite) throws {
    for moment in try makePair(spoken).moments() {
      guard let next = moment.underWay.first else { continue }
      var pair = moment
      pair.run(replacingNext: next.records + next.records)
      pair.expectFailure("\(next.kind.name) twice")
    }
  }

  @Test("Every message after the one that should follow it", arguments: SpokenSuite.everyKind)
  func swapped(_ spoken: SpokenSuite) throws {
    for moment in try makePair(spoken).moments() {
      guard moment.underWay.count > 1, moment.underWay[0].sender == moment.underWay[1].sender
      else { continue }
      var pair = moment
      pair.run(replacingNext: moment.underWay[1].records + moment.underWay[0].records)
      pair.expectFailure("\(moment.underWay[1].kind.name) too early")
    }
  }

  @Test("A message left out", arguments: SpokenSuite.everyKind)
  func omitted(_ spoken: SpokenSuite) throws {
    for moment in try makePair(spoken).moments() {
      var pair = moment
      pair.run(replacingNext: [])
      pair.checkAlerts("left out")
      #expect(pair.outcome != .established)
    }
  }

  @Test("Every byte of a whole handshake changed")
  func everyByte() throws {
    var tried = 0
    for moment in try makePair(.ecdheECDSAAES128GCMSHA256).moments() {
      for offset in moment.underWay[0].records.indices {
        for flip: UInt8 in [0x01, 0x80, 0xff] { change(moment, offset, flip) }
        tried += 1
      }
    }
    #expect(tried > 900)
  }

  @Test("Any byte of any suite's handshake changed", arguments: CipherSuite.spoken12)
  func someBytes(_ suite: CipherSuite) throws {
    let moments = try makePair(suite).moments()
    let dice = RandomStream.seeded(UInt64(suite.rawValue)).bytes(4 * 60)
    for roll in stride(from: 0, to: dice.count, by: 4) {
      let moment = moments[Int(dice[roll]) % moments.count]
      let place = Int(dice[roll + 1]) << 8 | Int(dice[roll + 2])
      change(moment, place % moment.underWay[0].records.count, max(1, dice[roll + 3]))
    }
  }

  @Test("Records of noise, in every state", arguments: SpokenSuite.everyKind)
  func noise(_ spoken: SpokenSuite) throws {
    for (index, moment) in try makePair(spoken).moments().enumerated() {
      for roll in 0..<50 {
        let random = RandomStream.seeded(UInt64(index * 50 + roll))
        let dice = random.bytes(2)
        let noise = random.substream("noise").bytes(1 + Int(dice[0]))
        let type = ContentType(rawValue: 20 + dice[1] % 5)
        let record = Record(type: type, legacyVersion: .tls12, fragment: noise).bytes
        var pair = moment
        pair.run(replacingNext: record + moment.underWay[0].records)
        pair.checkAlerts("noise \(roll) before \(moment.underWay[0].kind.name)")
        if pair.outcome == .established { Issue.record("established after noise \(roll)") }
      }
    }
  }

  /// Changes one byte of the next message's records, and judges how it ends.
  private func change(_ moment: Pair, _ offset: Int, _ flip: UInt8) {
    let message = moment.underWay[0]
    var bytes = message.records
    bytes[offset] ^= flip
    var pair = moment
    pair.run(replacingNext: bytes)
    let context = "\(message.kind.name), byte \(offset) ^ \(flip)"
    pair.checkAlerts(context)
    switch pair.outcome {
    case .failed: break
    case .established:
      // The record's minor version is nobody's business before there are keys
      // (RFC 5246 appendix E.1).
      if offset != 2 || message.isProtected { Issue.record("established, \(context)") }
    case .waiting:
      // A record or a message that says it is longer than it is.
      let lengths = [3, 4] + (message.isProtected ? [] : [6, 7, 8])
      // A first byte with its highest bit set is the length of a hello of SSL 2.0
      // (RFC 5246 appendix E.2), of which more is to come.
      let isOldHello = message.kind == .handshake(.clientHello) && offset == 0 && flip >= 0x80
      if !lengths.contains(offset), !isOldHello { Issue.record("waiting, \(context)") }
    }
  }
}
