import Bytes
import CryptoPrimitives
import Knowledge
import TLSKeys
import TLSWire
import Testing

@Suite("A ticket opens for its own key, whole and unchanged, and for nothing else")
struct TicketTests {
  private let key = TicketKey(random: .seeded(1))
  private let state = SessionState(
    version: .tls12, suite: .ecdheRSAAES128GCMSHA256, secret: Array(1...48),
    extendedMasterSecret: true, issued: 1_700_000_000_000, lifetime: 7200, ageAdd: 5,
    serverName: "sip.uc.test", applicationProtocol: "sip", maximumEarlyData: 16384,
    sessionID: Array(1...32))

  private func ticket() throws -> [UInt8] {
    try key.seal(ByteWriter.bytes(of: state), random: .seeded(2))
  }

  @Test func opens() throws {
    let opened = try #require(key.open(ticket()))
    #expect(try ByteReader.read(SessionState.self, from: opened) == state)
    let place = SessionState.secretOffset
    #expect(Array(opened[place..<place + 48]) == state.secret)
    #expect(TicketKey(random: .seeded(3)).open(try ticket()) == nil)
  }

  @Test(arguments: 0...64) func everyLengthOfState(_ length: Int) throws {
    let state = [UInt8](repeating: 16, count: length)
    #expect(key.open(try key.seal(state, random: .seeded(4))) == state)
  }

  @Test func truncated() throws {
    let whole = try ticket()
    for length in 0..<whole.count {
      #expect(key.open(Array(whole.prefix(length))) == nil)
      #expect(key.open(Array(whole.suffix(length))) == nil)
    }
    #expect(key.open(whole + [0]) == nil)
  }

  @Test func changed() throws {
    let whole = try ticket()
    for place in whole.indices {
      for bit in 0..<8 {
        var broken = whole
        broken[place] ^= 1 << bit
        #expect(key.open(broken) == nil)
      }
    }
  }

  @Test func brokenState() throws {
    let whole = try ByteWriter.bytes(of: state)
    for length in 0..<whole.count {
      #expect(throws: WireError.self) {
        try ByteReader.read(SessionState.self, from: Array(whole.prefix(length)))
      }
    }
    for place in whole.indices {
      var broken = whole
      broken[place] ^= 0xff
      _ = try? ByteReader.read(SessionState.self, from: broken)
    }
  }

  @Test func savedKeyHasItsLength() throws {
    #expect(TicketKey(bytes: [1, 2]) == nil)
    #expect(TicketKey(bytes: key.bytes) == key)
    #expect(key.name == Array(key.bytes.prefix(16)))
  }

  private let rule = Rule(
    .ticketState, .ticketDecryption(of: .ticket, key: .ticketKey), RFCSection(5077, "4"))

  @Test func ruleGivesTheState() throws {
    let sealed = try ticket()
    var evaluator = Evaluator([.ticket: sealed, .ticketKey: key.bytes])
    #expect(try evaluator.value(of: rule.formula) == ByteWriter.bytes(of: state))
    evaluator.values[.ticketKey] = TicketKey(random: .seeded(5)).bytes
    #expect(throws: Evaluator.Failure.doesNotFit(key: .ticketKey)) {
      try evaluator.value(of: rule.formula)
    }
    evaluator.values[.ticketKey] = [1]
    #expect(throws: Evaluator.Failure.self) { try evaluator.value(of: rule.formula) }
  }

  @Test("The openssl program opens it too")
  func command() throws {
    let values: KnownValues = [.ticket: try ticket(), .ticketKey: key.bytes]
    let command = try #require(ShellCommand.recomputing(rule, from: values))
    let printed = try typed(command).filter(\.isHexDigit)
    #expect(try printed == ByteWriter.bytes(of: state).hex)
    #expect(
      ShellCommand.recomputing(rule, from: [.ticket: [1], .ticketKey: key.bytes]) == nil)
  }
}
