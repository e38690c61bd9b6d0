import Applications
import CryptoPrimitives
import Knowledge
import Testing

private func conversation() -> Exchange {
  let random = RandomStream.seeded(3)
  let scenario = ApplicationScenario.sipCall
  var exchange = Exchange(
    client: scenario.makeClient(random: random), server: scenario.makeServer(random: random))
  exchange.run()
  return exchange
}

@Suite("Who reads the plaintext learns passwords' proofs, calls and the keys of the audio")
struct FindingsTests {
  @Test func theClientsDirectionTellsAlmostEverything() throws {
    let exchange = conversation()
    guard let client = exchange.client.end as? SIPClient, case .established(let call) = client.state
    else {
      Issue.record("no call")
      return
    }
    let found = findings(in: Array(exchange.fromClient.joined()))
    #expect(found.count == 4)
    #expect(
      found.first
        == .registration(name: "ada@uc.test", contact: "sip:ada@192.0.2.10:5061;transport=tls"))
    #expect(found.contains(.call(caller: "ada@uc.test", called: "bob@uc.test")))
    #expect(found.contains(.srtpKey(try #require(call.callerKey))))
    let proofs = found.compactMap { finding in
      if case .credentials(let credentials, "REGISTER") = finding { credentials } else { nil }
    }
    #expect(proofs.map(\.username) == ["ada"])
    #expect(proofs.map(\.realm) == ["uc.test"])
    // The proof lets the reader try passwords at home.
    let tried = ["123456", "difference-engine", SIPAccount.ada.password]
    let fitting = try proofs.flatMap { proof in
      try tried.filter { try !proof.verifyResponse(password: $0, method: "REGISTER").failed }
    }
    #expect(fitting == [SIPAccount.ada.password])
  }

  @Test func theServersDirectionHasTheOtherKey() throws {
    let exchange = conversation()
    guard let server = exchange.server.end as? SIPServer, let call = server.agreement else {
      Issue.record("no call")
      return
    }
    let found = findings(in: Array(exchange.fromServer.joined()))
    #expect(found.contains(.srtpKey(try #require(call.calledKey))))
    #expect(found.contains(.call(caller: "ada@uc.test", called: "bob@uc.test")))
    #expect(!found.contains(.srtpKey(try #require(call.callerKey))))
  }

  @Test func aTornPieceStillTells() {
    let invite = conversation().fromClient[2]
    let piece = String(decoding: invite.suffix(150), as: UTF8.self)
    let found = findings(in: Array("ge\r\n\r\n\(piece)".utf8))
    #expect(found == findings(in: invite).filter { if case .srtpKey = $0 { true } else { false } })
    #expect(found.count == 1)
  }

  @Test func linesMayBeFoldedAndNamesShort() {
    let text = """
      INVITE sip:bob@uc.test SIP/2.0\r
      f: Ada\r
       <sip:ada@UC.TEST:5061>;tag=1\r
      t: <sips:bob@uc.test;transport=tls>\r

      """
    let call = ApplicationFinding.call(caller: "ada@uc.test", called: "bob@uc.test")
    #expect(findings(in: Array(text.utf8)) == [call])
  }

  @Test func whatABodyQuotesIsNoHeader() {
    let text = """
      MESSAGE sip:bob@uc.test SIP/2.0\r
      From: <sip:ada@uc.test>\r
      \r
      Authorization: Digest username="u", realm="r", nonce="n", uri="/", nc=00000001, cnonce="c", \
      qop=auth, response="0"\r

      """
    let found = findings(in: Array(text.utf8))
    #expect(!found.contains { if case .credentials = $0 { true } else { false } })
  }

  @Test func echoTellsNothing() {
    #expect(findings(in: Array("hello\n".utf8)).isEmpty)
    #expect(findings(in: []).isEmpty)
  }

  @Test func nothingTraps() {
    for message in conversation().fromClient + conversation().fromServer {
      for broken in BrokenBytes.all(of: message) { _ = findings(in: broken) }
    }
  }
}
