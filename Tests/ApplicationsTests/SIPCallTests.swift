import Applications
import CryptoPrimitives
import Knowledge
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

private let random = RandomStream.seeded(7)

private func makeCall(
  account: SIPAccount = .ada, called: String = SIPAccount.bob.uri
) -> Exchange {
  Exchange(
    client: ApplicationClient(
      SIPClient(account: account, called: called, random: random), of: .sipCall),
    server: ApplicationServer(SIPServer(random: random), of: .sipCall))
}

extension Exchange {
  fileprivate var sipClient: SIPClient? {
    client.end as? SIPClient
  }

  fileprivate var sipServer: SIPServer? {
    server.end as? SIPServer
  }

  fileprivate var startLines: [String] {
    get throws { try (fromClient + fromServer).map { try SIPMessage(parsing: $0).startLine.text } }
  }
}

@Suite("A telephone registers with its password and sets up a call")
struct SIPCallTests {
  @Test func goesThroughAllMessages() throws {
    var call = makeCall()
    call.run()
    #expect(
      try call.startLines == [
        "REGISTER sip:uc.test SIP/2.0", "REGISTER sip:uc.test SIP/2.0",
        "INVITE sip:bob@uc.test SIP/2.0", "ACK sip:bob@203.0.113.5:5061;transport=tls SIP/2.0",
        "SIP/2.0 401 Unauthorized", "SIP/2.0 200 OK", "SIP/2.0 100 Trying",
        "SIP/2.0 180 Ringing", "SIP/2.0 200 OK",
      ])
    #expect(call.client.isFinished)
    #expect(call.client.hasSucceeded)
    let server = try #require(call.sipServer)
    #expect(server.registered == ["ada@uc.test"])
    #expect(server.checks.map(\.outcome) == [.passed])
    #expect(server.isEstablished)
  }

  @Test func bothSidesHaveTheSameKeys() throws {
    var call = makeCall()
    call.run()
    guard case .established(let agreement) = call.sipClient?.state else {
      Issue.record("no call")
      return
    }
    #expect(call.sipServer?.agreement == agreement)
    #expect(agreement.callerKey?.keys.map(\.keyAndSalt.count) == [30])
    #expect(agreement.calledKey?.keys.map(\.keyAndSalt.count) == [30])
    #expect(agreement.callerKey?.keys != agreement.calledKey?.keys)
    #expect(agreement.callerKey?.suite == .aes128SHA1Tag80)
    #expect(agreement.offer.media.map(\.protocolName) == ["RTP/SAVP"])
  }

  /// RFC 3261 §8.1.1, §8.2.6.2, §12.1, §13.2.2.4, §17.1.3.
  @Test func identifiersAreAsTheProtocolDemands() throws {
    var call = makeCall()
    call.run()
    let requests = try call.fromClient.map { try SIPMessage(parsing: $0) }
    let responses = try call.fromServer.map { try SIPMessage(parsing: $0) }
    #expect(requests.map { $0.first(.cseq) } == ["1 REGISTER", "2 REGISTER", "1 INVITE", "1 ACK"])
    let branches = requests.compactMap { SIPVia(parsing: $0.first(.via) ?? "")?.branch }
    #expect(Set(branches).count == 4)
    #expect(branches.allSatisfy { $0.hasPrefix("z9hG4bK") })
    let callIDs = requests.compactMap { $0.first(.callID) }
    #expect(callIDs[0] == callIDs[1] && callIDs[2] == callIDs[3] && callIDs[1] != callIDs[2])
    let froms = requests.compactMap { SIPAddress(parsing: $0.first(.from) ?? "")?.tag }
    #expect(froms[0] == froms[1] && froms[2] == froms[3])
    for (response, request) in zip(responses, [0, 1, 2, 2, 2].map { requests[$0] }) {
      for name in [SIPHeaderName.via, .from, .callID, .cseq] {
        #expect(response.values(name) == request.values(name))
      }
    }
    let tags = responses.map { SIPAddress(parsing: $0.first(.to) ?? "")?.tag }
    #expect(tags[2] == nil)
    #expect(tags[3] != nil && tags[3] == tags[4])
    #expect(SIPAddress(parsing: requests[3].first(.to) ?? "")?.tag == tags[4])
  }

  @Test func thePasswordNeverTravels() {
    var call = makeCall()
    call.run()
    let text = String(decoding: (call.fromClient + call.fromServer).joined(), as: UTF8.self)
    #expect(!text.contains(SIPAccount.ada.password))
  }

  @Test func aWrongPasswordIsRefused() throws {
    var account = SIPAccount.ada
    account.password = "difference-engine"
    var call = makeCall(account: account)
    call.run()
    #expect(call.sipClient?.failure == .credentialsRefused)
    #expect(call.client.isFinished)
    #expect(!call.client.hasSucceeded)
    #expect(call.sipServer?.registered == [])
    #expect(call.sipServer?.checks.map(\.failed) == [true])
    #expect(call.fromClient.count == 2)
  }

  @Test func anUnknownUserIsRefused() {
    let stranger = SIPAccount(
      user: "eve", displayName: "Eve", domain: "uc.test", password: "x")
    var call = makeCall(account: stranger)
    call.run()
    #expect(call.sipClient?.failure == .refused(method: "REGISTER", status: 403))
  }

  @Test func aCallToNobodyIsRefusedAndAcknowledged() throws {
    var call = makeCall(called: "sip:carol@uc.test")
    call.run()
    #expect(call.sipClient?.failure == .refused(method: "INVITE", status: 404))
    let last = try SIPMessage(parsing: try #require(call.fromClient.last))
    let invite = try SIPMessage(parsing: call.fromClient[2])
    #expect(last.startLine == .request(method: "ACK", uri: "sip:carol@uc.test"))
    #expect(last.first(.via) == invite.first(.via))
  }

  /// Whoever only knows what was sent can't register with it on a connection of his own.
  @Test func copiedCredentialsAreWorthNothing() throws {
    var call = makeCall()
    call.run()
    var other = SIPServer(random: .seeded(8))
    let answer = other.receive(call.fromClient[1])
    #expect(try SIPMessage(parsing: answer[0]).startLine.text == "SIP/2.0 401 Unauthorized")
    #expect(other.registered.isEmpty)
    guard var same = call.sipServer else { return }
    let again = try SIPMessage(parsing: same.receive(call.fromClient[1])[0])
    #expect(again.startLine == .response(status: 401, reason: "Unauthorized"))
    #expect(again.first(.wwwAuthenticate)?.contains("stale=true") == true)
  }

  @Test func nobodyCallsUnregistered() throws {
    var call = makeCall()
    call.run()
    var other = SIPServer(random: random)
    let answer = other.receive(call.fromClient[2])
    #expect(
      try answer.map { try SIPMessage(parsing: $0).startLine.text } == ["SIP/2.0 403 Forbidden"])
  }

  @Test func theStreamMayBeCutAnyhow() {
    var whole = makeCall()
    whole.run()
    var bytewise = makeCall()
    bytewise.run { bytes in bytes.map { [$0] } }
    #expect(bytewise.fromClient == whole.fromClient)
    #expect(bytewise.fromServer == whole.fromServer)
    #expect(bytewise.client == whole.client)
  }

  @Test func isTheSameFromTheSameSeed() {
    var one = makeCall()
    var other = makeCall()
    one.run()
    other.run()
    #expect(one.fromClient == other.fromClient)
    #expect(one.fromServer == other.fromServer)
  }

  @Test func worksWithRealEntropyToo() {
    var call = Exchange(
      client: ApplicationScenario.sipCall.makeClient(random: .system),
      server: ApplicationScenario.sipCall.makeServer(random: .system))
    call.run()
    #expect(call.client.hasSucceeded)
  }

  @Test func canBeSavedAtAnyMoment() throws {
    var whole = makeCall()
    whole.run()
    var client = makeCall().client
    for bytes in [[]] + whole.fromServer {
      _ = bytes.isEmpty ? client.start() : client.receive(bytes)
      let saved = try JSONEncoder().encode(client)
      #expect(try JSONDecoder().decode(ApplicationClient.self, from: saved) == client)
      client = try JSONDecoder().decode(ApplicationClient.self, from: saved)
    }
    #expect(client.hasSucceeded)
    let saved = try JSONEncoder().encode(whole.server)
    #expect(try JSONDecoder().decode(ApplicationServer.self, from: saved) == whole.server)
  }
}

@Suite("Neither side of a call traps, whatever it receives")
struct BrokenSIPCallTests {
  @Test(arguments: 0..<5) func aClientSurvives(broken message: Int) {
    var whole = makeCall()
    whole.run()
    var client = whole.client
    var ready = makeCall().client
    _ = ready.start()
    for bytes in whole.fromServer[..<message] { _ = ready.receive(bytes) }
    for bytes in BrokenBytes.all(of: whole.fromServer[message]) {
      client = ready
      let written = client.receive(bytes)
      #expect(written.count <= 2)
      #expect(written.allSatisfy { (try? SIPMessage(parsing: $0)) != nil })
      if client.hasSucceeded, !ready.isFinished { #expect(message == 4) }
    }
  }

  @Test(arguments: 0..<4) func aServerSurvives(broken message: Int) {
    var whole = makeCall()
    whole.run()
    var ready = makeCall().server
    for bytes in whole.fromClient[..<message] { _ = ready.receive(bytes) }
    for bytes in BrokenBytes.all(of: whole.fromClient[message]) {
      var server = ready
      let written = server.receive(bytes)
      #expect(written.allSatisfy { (try? SIPMessage(parsing: $0)) != nil })
    }
  }

  @Test func whatIsNotSIPEndsTheConversation() {
    var client = makeCall().client
    _ = client.start()
    _ = client.receive(Array("HTTP/1.1 200 OK\r\n".utf8))
    #expect(client.isFinished)
    #expect(!client.hasSucceeded)
    var server = SIPServer(random: random)
    #expect(server.receive(Array("\n".utf8)).isEmpty)
    #expect(server.failure == .malformed(SIPParseError(.missingCarriageReturn, line: 1)))
  }
}
