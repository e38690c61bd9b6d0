import Applications
import CryptoPrimitives
import Testing

private let random = RandomStream.seeded(7)

/// A call on its first hop.
private func call(
  _ scheme: SIPScheme = .sip, beyond way: SIPWay? = nil, isRegistered: Bool = true,
  called: SIPAccount = .bob
) -> Exchange {
  let way = way ?? SIPWay(scheme)
  let client = SIPClient(
    called: called.uri(scheme), way: SIPWay(scheme), random: random.substream("client"))
  let proxy = SIPProxy(
    called: .telephone(way: way, random: random), isCalledRegistered: isRegistered, random: random)
  return Exchange(
    client: ApplicationClient(client, of: .sipFirstHop),
    server: ApplicationServer(proxy, of: .sipFirstHop))
}

extension Exchange {
  fileprivate var proxy: SIPProxy? { server.end as? SIPProxy }
  fileprivate var passedOn: [SIPMessage] {
    get throws { try (proxy?.passedOn ?? []).map { try SIPMessage(parsing: $0) } }
  }
  fileprivate var statuses: [Int] {
    fromServer.compactMap {
      if case .response(let status, _)? = (try? SIPMessage(parsing: $0))?.startLine {
        status
      } else {
        nil
      }
    }
  }
}

@Suite("A proxy passes a call on, and reads it (RFC 3261 §16)")
struct SIPProxyTests {
  @Test func addsItselfAndTakesItselfOut() throws {
    var call = call()
    call.run()
    #expect(call.statuses == [401, 200, 100, 180, 200])
    let passed = try call.passedOn
    #expect(passed.map(\.startLine.text).map { $0.prefix { $0 != " " } } == ["INVITE", "ACK"])
    let invite = try #require(passed.first)
    #expect(invite.startLine.text == "INVITE sip:bob@192.0.2.20:5061;transport=tls SIP/2.0")
    #expect(invite.values(.via).count == 2)
    #expect(invite.values(.via)[0].contains("203.0.113.5:5061"))
    #expect(invite.first(SIPHeaderName("Max-Forwards")) == "69")
    #expect(invite.first(SIPHeaderName("Record-Route")) == "<sip:sip.uc.test;lr>")
    // The caller sees but itself in its answers, and the route that it must take from then on.
    let answer = try SIPMessage(parsing: try #require(call.fromServer.last))
    #expect(answer.values(.via).count == 1)
    let acknowledgement = try SIPMessage(parsing: try #require(call.fromClient.last))
    #expect(acknowledgement.first(SIPHeaderName("Route")) == "<sip:sip.uc.test;lr>")
    #expect(passed[1].first(SIPHeaderName("Route")) == nil)
  }

  @Test func bothTelephonesAndTheProxyHaveTheSameKeys() throws {
    var call = call()
    call.run()
    guard case .established(let agreement) = (call.client.end as? SIPClient)?.state else {
      Issue.record("no call")
      return
    }
    #expect(call.proxy?.called.agreement == agreement)
    let read = findings(in: try #require(call.proxy?.passedOn.first))
    #expect(read.contains { if case .srtpKey = $0 { true } else { false } })
  }

  /// What the telephone answers over its own connection is what came back to the caller.
  @Test func theTelephoneItselfAnswersTheSame() throws {
    var call = call()
    call.run()
    var other = Exchange(
      client: ApplicationClient(
        SIPCalledTelephone(.telephone(way: SIPWay(), random: random), random: random),
        of: .sipSecondHop),
      server: ApplicationServer(SIPServer(random: random), of: .sipSecondHop))
    other.run()
    #expect(other.client.hasSucceeded)
    let answers = other.client.receive(try #require(call.proxy?.passedOn.first))
    #expect(answers.count == 3)
    let last = try SIPMessage(parsing: try #require(answers.last))
    #expect(try SIPMessage(parsing: try #require(call.fromServer.last)).body == last.body)
  }

  @Test func hangingUpGoesAllTheWay() throws {
    var call = call()
    call.run()
    let written = call.client.hangUp()
    #expect(written.count == 1 && call.client.hangUp().isEmpty)
    let answers = call.server.receive(written[0])
    #expect(try answers.map { try SIPMessage(parsing: $0).startLine.text } == ["SIP/2.0 200 OK"])
    #expect(try call.passedOn.last?.startLine.text.hasPrefix("BYE ") == true)
    #expect(call.client.receive(answers[0]).isEmpty && call.client.hasSucceeded)
    // A call that is over can't be ended again.
    #expect(
      try SIPMessage(parsing: call.server.receive(written[0])[0]).startLine.text.contains("481"))
  }

  @Test func sipsGoesToNoTelephoneWithoutTLS() throws {
    var call = call(.sips, beyond: SIPWay(.sip, over: .tcp))
    call.run()
    #expect(call.statuses == [401, 200, 480])
    #expect(call.proxy?.turnedAway == 480 && call.proxy?.passedOn.isEmpty == true)
    let refusal = try SIPMessage(parsing: try #require(call.fromServer.last))
    #expect(
      refusal.first(SIPHeaderName("Warning")) == "380 uc.test \"SIPS Not Allowed\"")
    // The ACK of a refusal stays on its hop.
    #expect(call.fromClient.last?.starts(with: "ACK ".utf8) == true)
    #expect(!call.client.hasSucceeded)
  }

  @Test func sipsHasNoTransportParameterAndSipMay() throws {
    var secure = call(.sips)
    secure.run()
    #expect(secure.client.hasSucceeded)
    let invite = try #require(try secure.passedOn.first)
    #expect(invite.startLine.text == "INVITE sips:bob@192.0.2.20:5061 SIP/2.0")
    #expect(invite.first(SIPHeaderName("Contact")) == "<sips:ada@192.0.2.10:5061>")
    var open = call(.sip, beyond: SIPWay(.sip, over: .tcp))
    open.run()
    let passed = try #require(try open.passedOn.first)
    #expect(passed.startLine.text == "INVITE sip:bob@192.0.2.20:5060;transport=tcp SIP/2.0")
    // The caller's own hop has TLS all the same, and says so.
    #expect(passed.values(.via).map { $0.prefix(11) } == ["SIP/2.0/TCP", "SIP/2.0/TLS"])
    #expect(open.client.hasSucceeded)
  }

  @Test func whoCannotBeReachedIsNotCalled() {
    var call = call(isRegistered: false)
    call.run()
    #expect(call.statuses.last == 480)
    var nobody = Exchange(
      client: ApplicationClient(
        SIPClient(called: "sip:eve@uc.test", random: random), of: .sipFirstHop),
      server: call.server)
    nobody.run()
    #expect(nobody.statuses.last == 404)
  }

  @Test func hopsRunOut() throws {
    var call = call()
    call.run()
    let invite = try SIPMessage(parsing: call.fromClient[2])
    var last = invite
    last.headers = last.headers.map {
      $0.name == SIPHeaderName("Max-Forwards") ? SIPHeader("Max-Forwards", "0") : $0
    }
    let answers = call.server.receive(last.bytes)
    #expect(
      try answers.map { try SIPMessage(parsing: $0).startLine.text }.last?.contains("483") == true)
  }

  @Test func nothingTraps() {
    var call = call()
    call.run()
    for message in call.fromClient.dropFirst() {
      for bytes in BrokenBytes.all(of: message) {
        var proxy = call.server
        let written = proxy.receive(bytes)
        #expect(written.allSatisfy { (try? SIPMessage(parsing: $0)) != nil })
      }
    }
    for message in call.proxy?.passedOn ?? [] {
      for bytes in BrokenBytes.truncations(of: message) {
        var telephone = SIPCalledTelephone(.telephone(random: random), random: random)
        _ = telephone.receive(bytes)
      }
    }
  }
}

@Suite("A chat program and STARTTLS (RFC 6120 §5)")
struct StartingTLSTests {
  private func exchange(_ policy: STARTTLSPolicy) -> Exchange {
    Exchange(
      client: ApplicationClient(XMPPClient(startingTLS: policy, random: random), of: .xmppChat),
      server: ApplicationServer(XMPPServer(offersTLS: true, random: random), of: .xmppChat))
  }

  @Test(arguments: STARTTLSPolicy.allCases)
  func takesTLSWhereItIsOffered(policy: STARTTLSPolicy) throws {
    var talk = exchange(policy)
    talk.run()
    #expect((talk.client.end as? XMPPClient)?.awaitsTLS == true)
    let said = talk.fromClient.map { String(decoding: $0, as: UTF8.self) }
    #expect(said.count == 2 && said[1] == "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>")
    #expect(findings(in: talk.fromClient.flatMap(\.self)).isEmpty)
    // Under TLS the stream begins anew, and everything goes on as without.
    talk.run()
    #expect(talk.client.hasSucceeded)
    let features = talk.fromServer.map { String(decoding: $0, as: UTF8.self) }
    #expect(features.count { $0.contains("<starttls") } == 1)
  }
}
