import Applications
import DTLS
import Eavesdropper
import Knowledge
import Lab
import Media
import TLSKeys
import Testing

@Suite("A call is heard by whoever reads its keys, and by nobody else")
struct HeardCallTests {
  /// A lab after one call, and perhaps a theft.
  private func lab(
    _ settings: [(key: String, value: String)], stealing loot: Loot? = nil
  ) throws -> Lab {
    var lab = try preparedLab()
    try lab.connect(settings)
    if let loot { try lab.compromise(loot, of: nil) }
    return lab
  }

  private func call(
    _ settings: [(key: String, value: String)], stealing loot: Loot? = nil
  ) throws -> HeardCall {
    let lab = try lab(settings, stealing: loot)
    return lab.heardCall(of: try #require(lab.sessions.last))
  }

  @Test func theStolenKeyOfRSAIsHeardSampleForSample() throws {
    let lab = try lab([("kx", "rsa"), ("version", "1.2")], stealing: .serverKey)
    let session = try #require(lab.sessions.last)
    let call = lab.heardCall(of: session)
    #expect(call.state == .readable)
    let media = try #require(lab.media(of: session))
    for side in Side.allCases {
      let said = try #require(media.sound[side])
      let voice = try #require(call.voices[side])
      #expect(voice.samples == G711.muLaw.decode(G711.muLaw.encode(said)))
      #expect(voice.counts.authenticated == 150 && voice.counts.refused == 0)
      #expect(!voice.derivations.isEmpty)
    }
    #expect(media.sound[.client] != media.sound[.server])
    #expect(lab.record(of: session).audio == .readable)
  }

  @Test(arguments: [("kx", "ecdhe"), ("kx", "dhe"), ("version", "1.3")])
  func whatStaysSealedIsNotHeard(key: String, value: String) throws {
    let call = try call([(key, value)], stealing: .serverKey)
    #expect(call.state == .sealed)
    #expect(call.reason == .signallingSealed)
    #expect(call.wav == nil)
  }

  @Test func withoutATheftNobodyHears() throws {
    #expect(try call([("kx", "rsa"), ("version", "1.2")]).state == .sealed)
  }

  @Test func openRTPIsHeardByAll() throws {
    let call = try call([("version", "1.3"), ("app.media", "rtp")])
    #expect(call.state == .readable)
    #expect(call.voices[.client]?.line == nil)
  }

  @Test func whoeverStandsBetweenHears() throws {
    var lab = try preparedLab()
    try lab.set("client.verify", to: "off")
    try lab.intercept(with: .selfSigned)
    try lab.connect([("version", "1.3")])
    let session = try #require(lab.sessions.last)
    #expect(session.outcome == .fooled)
    #expect(lab.heardCall(of: session).state == .readable)
    #expect(lab.cascade(of: session).rungs.first == .inBetween)
  }

  @Test func signallingThatOpensGivesNoKeyOfDTLS() throws {
    let lab = try lab(
      [("kx", "rsa"), ("version", "1.2"), ("app.media", "dtls-srtp")], stealing: .serverKey)
    let session = try #require(lab.sessions.last)
    #expect(lab.vaultState(of: session) == .open)
    let call = lab.heardCall(of: session)
    #expect((call.state, call.reason) == (.sealed, .keysNotSignalled))
    #expect(call.fingerprints.count == 2)
    // Each end found the other's certificate to be the one that was announced.
    let handshake = try #require(call.handshakes.first)
    #expect(handshake.isComplete && handshake.active.srtp == handshake.passive.srtp)
    #expect(!(handshake.active.checks + handshake.passive.checks).contains { $0.failed })
  }

  @Test func whoChangesTheFingerprintSitsInTheMedia() throws {
    var lab = try preparedLab()
    try lab.set("client.verify", to: "off")
    try lab.set("app.media", to: "dtls-srtp")
    try lab.intercept(with: .selfSigned)
    try lab.connect([("version", "1.3")])
    let session = try #require(lab.sessions.last)
    let call = lab.heardCall(of: session)
    #expect((call.state, call.means) == (.readable, .between))
    let (caller, called) = (call.handshakes[0], call.handshakes[1])
    #expect(caller.passive.peerCertificate == called.active.peerCertificate)
    #expect(caller.active.srtp != called.active.srtp)
    let said = try #require(lab.media(of: session)?.sound[.server])
    #expect(call.voices[.server]?.samples == G711.muLaw.decode(G711.muLaw.encode(said)))
  }

  @Test func aQuantumComputerHearsTheHandshakeOfTheMedia() throws {
    let call = try call([("version", "1.3"), ("app.media", "dtls-srtp")], stealing: .quantum)
    #expect((call.state, call.means) == (.readable, .quantum))
  }

  @Test func oneSidesSecretIsOneSidesVoice() throws {
    let call = try call([("version", "1.3")], stealing: .serverTrafficSecret)
    #expect((call.state, call.reason) == (.partly, .oneSideSealed))
    #expect(call.voices.keys.map(\.self) == [.server])
  }

  @Test func silenceAndATapThatIsOff() throws {
    let silent = try call([("app.media", "off")])
    #expect((silent.state, silent.reason) == (.none, .silent))
    let chat = try call([("app.scenario", "chat")])
    #expect((chat.state, chat.reason) == (.none, .noCall))
    let untapped = try call([("app.media", "rtp"), ("net.record", "off")])
    #expect((untapped.state, untapped.reason) == (.notRecorded, .tapOff))
  }

  @Test func everyStepOfTheWayIsThere() throws {
    let lab = try lab([("kx", "rsa"), ("version", "1.2")], stealing: .serverKey)
    let cascade = lab.cascade(of: try #require(lab.sessions.last))
    let kinds = cascade.rungs.map { "\($0)".prefix { $0 != "(" } }
    let sound = ["line", "master", "sessionKeys", "audio"]
    #expect(kinds.map(String.init) == ["loot", "derived", "records"] + sound + sound)
    let sealed = try self.lab([("version", "1.3")], stealing: .serverKey)
    let rungs = sealed.cascade(of: try #require(sealed.sessions.last)).rungs
    guard case .stops(.recording)? = rungs.first, rungs.count == 1 else {
      Issue.record("\(rungs)")
      return
    }
  }

  @Test func whatWasReadIsInTheState() throws {
    var lab = try lab([("kx", "rsa"), ("version", "1.2")])
    #expect(lab.state(at: "attacker", "gains") == .array([]))
    try lab.compromise(.serverKey)
    try lab.connect([("kx", "rsa"), ("version", "1.2"), ("app.scenario", "web")])
    let kinds = ["digest", "address", "call", "srtp-key", "cookie", "card"]
    #expect(Set(kinds) == Set(lab.gainedKinds))
    #expect(lab.state(at: "attacker", "gains") != .array([]))
  }

  /// What can be said of the keys, and what is really heard, agree.
  @Test(arguments: 0..<24)
  func closureAndSoundAgree(number: Int) throws {
    let exchanges = [
      [("kx", "rsa"), ("version", "1.2")], [("kx", "ecdhe"), ("version", "1.2")],
      [("version", "1.3")], [("kx", "rsa"), ("version", "1.0")],
    ]
    let thefts: [Loot?] = [
      nil, .serverKey, .ticketKey, .serverTrafficSecret, .clientTrafficSecret, .quantum,
    ]
    var lab = try preparedLab()
    try lab.connect(exchanges[number % exchanges.count])
    if let loot = thefts[number / exchanges.count] { _ = try? lab.compromise(loot, of: "S1") }
    let session = try #require(lab.sessions.last)
    let call = lab.heardCall(of: session)
    let known = lab.closures(of: session, on: session.clientWire)
    for side in Side.allCases {
      let isReadable = known.contains { $0.known.contains(.applicationData(side)) }
      #expect((call.voices[side] != nil) == isReadable, "\(number) \(side)")
    }
  }
}
