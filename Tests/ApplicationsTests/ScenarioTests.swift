import Applications
import CryptoPrimitives
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

@Suite("Every scenario has two ends that come to an end")
struct ScenarioTests {
  @Test(arguments: ApplicationScenario.allCases)
  func succeeds(scenario: ApplicationScenario) {
    let random = RandomStream.seeded(1)
    var exchange = Exchange(
      client: scenario.makeClient(random: random), server: scenario.makeServer(random: random))
    #expect(!exchange.client.isFinished)
    exchange.run()
    #expect(exchange.client.isFinished)
    #expect(exchange.client.hasSucceeded)
    #expect(!exchange.fromClient.isEmpty)
    #expect(exchange.client.start().isEmpty)
  }

  @Test func namesAreThoseOfTheSetting() {
    #expect(
      ApplicationScenario.allCases.map(\.rawValue) == [
        "sip-call", "chat", "chat-xmpp", "presence", "provisioning", "web", "echo",
      ])
  }

  @Test(arguments: ApplicationScenario.allCases)
  func piecesOfAnySizeSayTheSame(scenario: ApplicationScenario) {
    let random = RandomStream.seeded(4)
    func talk(_ pieces: ([UInt8]) -> [[UInt8]]) -> Exchange {
      var exchange = Exchange(
        client: scenario.makeClient(random: random), server: scenario.makeServer(random: random))
      exchange.run(pieces: pieces)
      return exchange
    }
    let whole = talk { [$0] }
    let single = talk { $0.map { [$0] } }
    // An echo answers each piece.
    guard scenario != .echo else { return }
    #expect(single.fromClient == whole.fromClient)
    #expect(single.fromServer == whole.fromServer)
  }

  @Test(arguments: ApplicationScenario.allCases)
  func endsComeBackFromAFile(scenario: ApplicationScenario) throws {
    let random = RandomStream.seeded(5)
    var exchange = Exchange(
      client: scenario.makeClient(random: random), server: scenario.makeServer(random: random))
    exchange.run()
    let client = try JSONEncoder().encode(exchange.client)
    #expect(try JSONDecoder().decode(ApplicationClient.self, from: client) == exchange.client)
    let server = try JSONEncoder().encode(exchange.server)
    #expect(try JSONDecoder().decode(ApplicationServer.self, from: server) == exchange.server)
  }

  @Test(arguments: ApplicationScenario.allCases)
  func brokenBytesTrapNobody(scenario: ApplicationScenario) {
    let random = RandomStream.seeded(6)
    var exchange = Exchange(
      client: scenario.makeClient(random: random), server: scenario.makeServer(random: random))
    let (client, server) = (exchange.client, exchange.server)
    exchange.run()
    for message in exchange.fromClient {
      for broken in BrokenBytes.all(of: message) {
        var end = server
        _ = end.receive(broken)
        _ = findings(in: broken)
      }
    }
    for message in exchange.fromServer {
      for broken in BrokenBytes.all(of: message) {
        var end = client
        _ = end.start()
        _ = end.receive(broken)
      }
    }
  }

  @Test func anEchoThatDiffersIsNone() {
    var client = EchoClient()
    #expect(client.start() == [Array("hello\n".utf8)])
    #expect(client.receive(Array("hel".utf8)).isEmpty)
    #expect(!client.isFinished)
    _ = client.receive(Array("p!\n".utf8))
    #expect(client.isFinished)
    #expect(!client.isEchoed)
  }
}
