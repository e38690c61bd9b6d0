import Knowledge
import TLSEngine
import TLSKeys
import TLSWire
import TestConnections
import Testing

@Suite("A secret that is said to be erased is gone, and a failed connection keeps none")
struct ForgettingTests {
  private static func isSecret(_ name: ValueName) -> Bool {
    let words = ["ephemeral_private", "pre_master_secret", "master_secret", "key_block", "write_"]
    return words.contains { name.rawValue.contains($0) } && name != .encryptedPreMasterSecret
  }

  private func secrets(_ end: Connection) -> [ValueName] {
    end.memory.keys.filter(Self.isSecret).sorted()
  }

  @Test("Whatever was erased is in memory no more", arguments: BadInputTests.suites)
  func erased(_ suite: CipherSuite) throws {
    var pair = try makePair(suite)
    repeat {
      for side in Side.allCases {
        for case .erased(let names) in pair.effects(of: side) {
          for name in names { #expect(pair[side].memory[name] == nil, "\(name)") }
        }
      }
    } while pair.step()
    #expect(pair.isEstablished)
    #expect(pair.client.memory[.masterSecret] != nil)
  }

  @Test("Failing at any moment leaves no secret on either side", arguments: BadInputTests.suites)
  func failed(_ suite: CipherSuite) throws {
    for moment in try makePair(suite).moments() {
      var pair = moment
      var forger = try pair.forger()
      let receiver = try #require(pair.underWay.first).sender.other
      let held = secrets(pair[receiver])
      pair.run(replacingNext: try forger.record(ContentType(rawValue: 99), [1]))
      #expect(pair[receiver].stateName == .failed && pair[receiver.other].stateName == .failed)
      for side in Side.allCases { #expect(secrets(pair[side]).isEmpty) }
      let erased = pair.effects(of: receiver).flatMap { effect -> [ValueName] in
        if case .erased(let names) = effect { names } else { [] }
      }
      #expect(Set(held).isSubset(of: erased))
    }
  }

  @Test("A close_notify in the middle of a handshake leaves none either")
  func closedEarly() throws {
    for moment in try makePair(.ecdheRSAAES128GCMSHA256).moments() {
      let next = try #require(moment.underWay.first)
      var end = moment[next.sender.other]
      var forger = try moment.forger()
      _ = end.receive(try forger.alert(.warning, .closeNotify))
      #expect(end.stateName == .closed && secrets(end).isEmpty)
    }
  }

  @Test("A new offer on an established connection changes nothing of it")
  func renegotiation() throws {
    var pair = try makePair(.ecdheRSAAES128GCMSHA256)
    let offer = try #require(pair.nextHandshake)
    pair.run()
    let before = pair.server.facts
    var hello = try offer.read(ClientHello.self)
    hello.random = [UInt8](repeating: 7, count: 32)
    var forger = try Forger(as: .client, pair.client, after: 1)
    let message = try HandshakeMessage.making(hello)
    pair.deliver(try forger.record(.handshake, message.bytes), to: .server)
    #expect(pair.server.isEstablished && pair.server.facts == before)
    #expect(
      pair.serverEffects.sentAlerts == [Alert(level: .warning, description: .noRenegotiation)])
  }
}
