import Bytes
import TLSEngine
import TLSKeys
import TLSWire
import TestConnections
import Testing

@Suite("The transition table and the states say the same")
struct TransitionTests {
  private static let kinds: [MessageKind] =
    [
      HandshakeType.helloRequest, .clientHello, .serverHello, .helloVerifyRequest,
      .newSessionTicket, .endOfEarlyData, .encryptedExtensions, .certificate, .serverKeyExchange,
      .certificateRequest, .serverHelloDone, .certificateVerify, .clientKeyExchange, .finished,
      .certificateURL, .certificateStatus, .supplementalData, .keyUpdate,
      HandshakeType(rawValue: 99),
    ].map { .handshake($0) } + [.changeCipherSpec, .applicationData]

  @Test("What the table does not list is an unexpected_message", arguments: SpokenSuite.everyKind)
  func unlisted(_ spoken: SpokenSuite) throws {
    var moments = try makePair(spoken).moments()
    for moment in moments {
      guard let next = moment.underWay.first else { continue }
      try tryAll(moment[next.sender.other]) { try moment.forger() }
    }
    guard var last = moments.popLast() else { return }
    last.run()
    #expect(last.isEstablished)
    for side in Side.allCases {
      try tryAll(last[side]) { try last.forger(after: side.other) }
    }
  }

  /// Every kind of message, in one state.
  private func tryAll(_ end: Connection, _ forger: () throws -> Forger) throws {
    let rows = TransitionTable.rows.filter { $0.side == end.side && $0.from == end.stateName }
    #expect(!rows.isEmpty, "\(end.stateName) is not in the table")
    for kind in Self.kinds where !rows.map(\.message).contains(kind) {
      var copy = end
      var forger = try forger()
      let effects = copy.receive(try forger.make(kind))
      if end.side == .client, kind == .handshake(.helloRequest) {
        #expect(effects.contains(.decided(.ignored(kind))) && copy.stateName == end.stateName)
        continue
      }
      guard case .misbehaving(.unexpectedMessage(let expected, let found)) = copy.failure else {
        Issue.record("\(kind.name) in \(end.stateName): \(copy.failure as Any)")
        continue
      }
      #expect(found == kind && Set(expected).isSubset(of: rows.map(\.message)))
      let alert = Alert(level: .fatal, description: .unexpectedMessage)
      #expect(effects.sentAlerts == [alert])
      #expect(alert.description.rawValue == 10)
    }
  }

  @Test("A ticket that was not promised is an unexpected_message")
  func ticket() throws {
    var pair = try makePair(.rsaAES128GCMSHA256)
    while pair.client.stateName != .expectingServerChangeCipherSpec { pair.step() }
    var forger = Forger()
    pair.deliver(try forger.handshake(.newSessionTicket, [0, 0, 0, 0, 0, 0]), to: .client)
    #expect(
      pair.client.failure
        == .misbehaving(
          .unexpectedMessage(
            expected: [.changeCipherSpec], found: .handshake(.newSessionTicket))))
  }
}

extension Forger {
  mutating func make(_ kind: MessageKind) throws -> [UInt8] {
    switch kind {
    case .handshake(let type): try handshake(type)
    case .changeCipherSpec: try record(.changeCipherSpec, [1])
    case .alert: try alert(.warning, .userCanceled)
    case .applicationData: try record(.applicationData, [0x2a])
    }
  }
}
