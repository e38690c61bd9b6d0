import Applications
import CryptoPrimitives
import Testing

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
    #expect(ApplicationScenario.allCases.map(\.rawValue) == ["sip-call", "echo"])
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
