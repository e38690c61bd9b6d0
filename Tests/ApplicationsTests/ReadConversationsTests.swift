import Applications
import CryptoPrimitives
import Foundation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// What stands in so many words in one direction of a conversation, by its kind.
private func read(
  _ scenario: ApplicationScenario, seed: UInt64 = 7
) -> (client: [ApplicationFinding.Statement], server: [ApplicationFinding.Statement]) {
  let random = RandomStream.seeded(seed)
  var exchange = Exchange(
    client: scenario.makeClient(random: random), server: scenario.makeServer(random: random))
  exchange.run()
  return (said(exchange.fromClient.flatMap(\.self)), said(exchange.fromServer.flatMap(\.self)))
}

private func said(_ bytes: [UInt8]) -> [ApplicationFinding.Statement] {
  findings(in: bytes).compactMap { if case .said(let statement) = $0 { statement } else { nil } }
}

@Suite("Who reads a conversation learns texts, places, passwords and cards")
struct ReadConversationsTests {
  @Test(arguments: [ApplicationScenario.chat, .xmppChat])
  func textsOfBoth(scenario: ApplicationScenario) {
    let (client, server) = read(scenario)
    let written = client.filter { $0.kind == "text" }
    #expect(written.count == 2)
    #expect(written.allSatisfy { $0.words["sender"] == "ada@uc.test" })
    #expect(written.allSatisfy { $0.words["receiver"] == "bob@uc.test" })
    #expect(server.count { $0.kind == "text" && $0.words["sender"] == "bob@uc.test" } == 2)
    // Nothing of the next message sticks to a text.
    #expect(!(client + server).contains { $0.words["text"]?.contains("SIP/2.0") == true })
  }

  @Test func aPasswordOverXMPP() {
    let password = read(.xmppChat).client.first { $0.kind == "password.read" }
    #expect(password?.words == ["name": "ada", "password": SIPAccount.ada.password])
  }

  @Test func whoIsWhere() {
    let (client, server) = read(.presence)
    #expect(client.contains { $0.kind.hasPrefix("presence.") && $0.words["name"] == "ada@uc.test" })
    #expect(
      client.contains {
        $0.kind == "watching" && $0.words == ["name": "bob@uc.test", "watcher": "ada@uc.test"]
      })
    #expect(server.contains { $0.kind.hasPrefix("presence.") && $0.words["name"] == "bob@uc.test" })
  }

  @Test func aTelephonesPassword() {
    let found = read(.provisioning).server.filter { $0.kind == "password.read" }
    #expect(found.map { $0.words["name"] } == ["ada@uc.test", "admin"])
    #expect(found[0].words["password"] == SIPAccount.ada.password)
  }

  @Test func aCardAndACookie() throws {
    let (client, server) = read(.web)
    let card = try #require(client.first { $0.kind == "card" })
    #expect(card.words["number"]?.count == 16)
    #expect(client.contains { $0.kind == "cookie" } && server.contains { $0.kind == "cookie" })
    // A number whose last digit does not fit is no card's.
    let number = try #require(card.words["number"])
    let wrong = number.dropLast() + String((number.last!.wholeNumberValue! + 1) % 10)
    #expect(said(Array("card=\(number)&code=1".utf8)).count == 1)
    #expect(said(Array("card=\(wrong)&code=1".utf8)).isEmpty)
  }

  @Test(arguments: [ApplicationScenario.chat, .xmppChat, .presence, .provisioning, .web])
  func valuesVaryWithTheSeed(scenario: ApplicationScenario) {
    let all = (1...6).map { (seed: UInt64) -> Set<ApplicationFinding.Statement> in
      let both = read(scenario, seed: seed)
      return Set(both.client + both.server)
    }
    #expect(Set(all).count > 1)
  }

  @Test func chunksAndEntities() {
    var visitor = ApplicationScenario.provisioning.makeClient(random: .seeded(1))
    _ = visitor.start()
    let chunked = """
      HTTP/1.1 200 OK\r
      Transfer-Encoding: chunked\r
      \r
      8;x=y\r
      <passwor\r
      9\r
      d>a&amp;b\r
      b\r
      </password>\r
      0\r
      \r

      """
    for byte in chunked.utf8 { _ = visitor.receive([byte]) }
    #expect(visitor.hasSucceeded)
    #expect(
      said(Array("<user>u</user><password>a&amp;lt;b&unknown;</password>".utf8)).first?.words
        == ["name": "u", "password": "a&lt;b&unknown;"])
  }

  /// libxml2 reads what we write.
  @Test func theMarkupIsWellFormed() throws {
    let random = RandomStream.seeded(8)
    for scenario in [ApplicationScenario.xmppChat, .presence, .provisioning] {
      var exchange = Exchange(
        client: scenario.makeClient(random: random), server: scenario.makeServer(random: random))
      exchange.run()
      for side in [exchange.fromClient, exchange.fromServer] {
        let text = String(decoding: side.joined(), as: UTF8.self)
        for document in text.components(separatedBy: "<?xml ").dropFirst() {
          // A stream that goes on, or what stands behind a body.
          let isStream = document.contains("<stream:stream")
          let end = ["</presence>", "</telephone>"].compactMap {
            document.range(of: $0)?.upperBound
          }
          let whole =
            "<?xml " + (end.first.map { document[..<$0] } ?? document[...])
            + (isStream ? "</stream:stream>" : "")
          #expect(XMLParser(data: Data(whole.utf8)).parse(), "\(whole)")
        }
      }
    }
  }

  @Test func endlessBytesEnd() {
    var shop = ApplicationScenario.web.makeServer(random: .seeded(1))
    var chat = ApplicationScenario.xmppChat.makeServer(random: .seeded(1))
    for _ in 0..<64 {
      #expect(shop.receive([UInt8](repeating: 0x61, count: 1_024)).isEmpty)
      #expect(chat.receive(Array("<a ".utf8) + [UInt8](repeating: 0x61, count: 1_024)).isEmpty)
    }
    // Nothing more is kept, or answered.
    #expect(shop.receive(Array("GET /shop HTTP/1.1\r\n\r\n".utf8)).isEmpty)
  }
}
