import Probing
import TLSWire
import Testing

/// A server that exists on paper alone: it takes what it is told to, in its own order or in the client's.
private struct PaperServer {
  var suites: [ProtocolVersion: [CipherSuite]]
  var groups: [NamedGroup]
  var followsClient = false
  var knowsFallback = true
  /// Whether it takes nobody in TLS 1.3 without a key that both had before.
  var needsKey = false
  /// How it says no.
  var refusal = ProbeAnswer.alert(.handshakeFailure)
  /// Answers that it gives before it is gone.
  var answersLeft = Int.max
  /// How it answers once it has tired of answering.
  var tired = ProbeAnswer.unreached("gone")
  /// Whether something in front of it closes on such hellos.
  var drops: @Sendable (ProbeOffer) -> Bool = { _ in false }

  mutating func answer(_ offer: ProbeOffer) -> ProbeAnswer {
    answersLeft -= 1
    guard answersLeft >= 0 else { return tired }
    if drops(offer) { return .closed }
    if offer.version == .tls13, needsKey { return .alert(.handshakeFailure) }
    // One that has no TLS 1.3 does not know the extension in which it is offered.
    let version = offer.version == .tls13 && suites[.tls13] == nil ? .tls12 : offer.version
    guard let own = suites[version] else { return refusal }
    if offer.isFallback, knowsFallback, offer.version < (suites.keys.max() ?? offer.version) {
      return .alert(.inappropriateFallback)
    }
    guard let suite = choose(own, offer.suites) else { return refusal }
    var flight = ServerFlight(
      hello: ServerHello(
        legacyVersion: min(version, .tls12), random: ServerHello.helloRetryRandom,
        cipherSuite: suite,
        extensions: version == .tls13
          ? [Extension(SelectedVersion(.tls13))] : [Extension(RenegotiationInfo())]))
    if version == .tls13 || ProbedSuite(suite).isOnCurve {
      guard let group = choose(groups, offer.groups) else { return refusal }
      flight.group = group
    }
    return .flight(flight)
  }

  private func choose<Item: Equatable>(_ own: [Item], _ offered: [Item]) -> Item? {
    followsClient ? offered.first(where: own.contains) : own.first(where: offered.contains)
  }
}

@Suite("An interview finds out what a server takes")
struct InterviewTests {
  private func ask(_ server: PaperServer) -> ProbeReport {
    var server = server
    var interview = Interview(ask: { server.answer($0) }, shake: { _ in HandshakeFindings() })
    return interview.run()
  }

  private func random(_ seed: UInt64) -> PaperServer {
    var random = Numbers(state: seed)
    var suites: [ProtocolVersion: [CipherSuite]] = [:]
    for version in Interview.versions where Bool.random(using: &random) {
      let all = ProbedSuite.offered(in: version).shuffled(using: &random)
      suites[version] = Array(all.prefix(Int.random(in: 1...20, using: &random)))
    }
    let groups: [NamedGroup] = [.x25519, .secp256r1, .secp384r1, .secp521r1]
    return PaperServer(
      suites: suites,
      groups: Array(
        groups.shuffled(using: &random).prefix(Int.random(in: 1...4, using: &random))),
      followsClient: Bool.random(using: &random), knowsFallback: Bool.random(using: &random),
      refusal: [.alert(.handshakeFailure), .alert(.protocolVersion), .closed, .reset]
        .randomElement(using: &random) ?? .closed)
  }

  @Test("whatever it is, in whatever order", arguments: 0..<60 as Range<UInt64>)
  func everything(seed: UInt64) {
    let server = random(seed)
    let report = ask(server)
    guard !server.suites.isEmpty else {
      #expect(report.isEmpty)
      return
    }
    #expect(report.cutShort == nil)
    #expect(Set(report.taken.map(\.version)) == Set(server.suites.keys))
    for findings in report.taken {
      let own = server.suites[findings.version] ?? []
      #expect(Set(findings.suites) == Set(own))
      #expect(findings.isComplete)
      if own.count > 1 {
        #expect(findings.order == (server.followsClient ? .client : .server))
        if !server.followsClient { #expect(findings.suites == own) }
      }
      if !findings.groups.isEmpty {
        #expect(Set(findings.groups) == Set(server.groups))
        if !server.followsClient { #expect(findings.groups == server.groups) }
      }
    }
    if server.suites.count > 1 {
      #expect(report.fallback == (server.knowsFallback ? .yes : .no))
    }
    let opens = Set(server.suites.values.joined()).filter { ProbedSuite($0).opensWithServerKey }
    let isOpen = server.suites.values.joined().contains { ProbedSuite($0).isNull }
    switch report.verdict {
    case .open: #expect(isOpen)
    case .opensWithKey(let rsa, let fixed): #expect(!isOpen && rsa + fixed == opens.count)
    default: #expect(!isOpen && opens.isEmpty)
    }
  }

  @Test("A server that goes away in the middle is not said to refuse", arguments: 1..<60)
  func gone(answers: Int) {
    var server = PaperServer(
      suites: [
        .tls13: [.aes128GCMSHA256, .aes256GCMSHA384],
        .tls12: [.ecdheRSAAES128GCMSHA256, .rsaAES128GCMSHA256, .rsaAES128CBCSHA1],
      ], groups: [.x25519, .secp256r1])
    server.answersLeft = answers
    let report = ask(server)
    if report.cutShort != nil {
      #expect(!report.isComplete)
      #expect(report.verdict != .sealed)
    } else {
      #expect(report.verdict == .opensWithKey(rsa: 2, fixed: 0))
    }
  }

  @Test("One that refuses everything at the end has not said what it takes", arguments: 4..<40)
  func tired(answers: Int) {
    var server = PaperServer(
      suites: [
        .tls13: [.aes128GCMSHA256, .aes256GCMSHA384],
        .tls12: [.ecdheRSAAES128GCMSHA256, .rsaAES128GCMSHA256],
      ], groups: [.x25519, .secp256r1])
    server.answersLeft = answers
    server.tired = .alert(.handshakeFailure)
    let report = ask(server)
    #expect(report.verdict != .sealed && report.reach != .everyClient)
    if report.cutShort != nil {
      #expect(report.hasTired && report.cutShort == server.tired && !report.isComplete)
    } else {
      #expect(report.verdict == .opensWithKey(rsa: 1, fixed: 0))
    }
  }

  @Test("What a tired server says to everything is no answer about a version")
  func tiredOfVersions() {
    var server = PaperServer(
      suites: [
        .tls12: [.ecdheRSAAES128GCMSHA256], .tls11: [.rsaAES128CBCSHA1],
        .tls10: [.rsaAES128CBCSHA1],
      ], groups: [.x25519], refusal: .alert(.protocolVersion))
    server.answersLeft = 3
    server.tired = .alert(.internalError)
    let report = ask(server)
    #expect(report.hasTired)
    for version in [ProtocolVersion.tls11, .tls10] {
      let standing = report.versions.first { $0.version == version }?.standing
      #expect(standing == .unknown(.alert(.internalError)))
    }
  }

  /// How long a hello is.
  private static func length(_ offer: ProbeOffer) -> Int {
    (try? offer.record(serverName: "pbx.example.com", random: Array(repeating: 7, count: 96)))?
      .count ?? 0
  }

  private static let intolerances: [@Sendable (ProbeOffer) -> Bool] = [
    // More than 127 bytes of suites, more than 512 of hello, more than 255.
    { $0.suites.count * 2 > 127 }, { length($0) > 512 }, { length($0) > 255 },
    // What RFC 7685 §1 tells of.
    { 256...511 ~= length($0) - 5 },
  ]

  @Test("A hello that is dropped for its length is no refusal", arguments: 0..<4, [false, true])
  func longHellos(intolerance: Int, followsClient: Bool) {
    let old: [CipherSuite] = [.rsaAES128CBCSHA1, .rsaAES128GCMSHA256]
    let new: [CipherSuite] = [.ecdheRSAAES128GCMSHA256, .ecdheECDSAAES128GCMSHA256]
    for (suites, verdict) in [
      (old + new, Verdict.opensWithKey(rsa: 2, fixed: 0)), (new, .sealed),
      (old, .opensWithKey(rsa: 2, fixed: 0)),
    ] {
      var server = PaperServer(
        suites: [.tls12: suites], groups: [.x25519, .secp256r1], followsClient: followsClient,
        refusal: .alert(.handshakeFailure))
      server.drops = Self.intolerances[intolerance]
      let report = ask(server)
      let findings = report.taken.first
      #expect(report.cutShort == nil && report.taken.map(\.version) == [.tls12])
      #expect(Set(findings?.suites ?? []) == Set(suites) && findings?.isComplete == true)
      #expect(report.verdict == verdict)
      #expect(findings?.order == (followsClient ? .client : .server))
      if !followsClient { #expect(findings?.suites == suites) }
    }
  }

  @Test("TLS 1.3 that needs a pre-shared key is told from a server that has none")
  func spoken() {
    let psk = CipherSuite.pskAES128GCMSHA256
    func ask(_ suites: [ProtocolVersion: [CipherSuite]], needsKey: Bool) -> ProbeReport {
      self.ask(
        PaperServer(
          suites: suites, groups: [.x25519], needsKey: needsKey,
          refusal: .alert(suites.isEmpty ? .protocolVersion : .handshakeFailure)))
    }
    let alert = ProbeAnswer.alert(.handshakeFailure)
    let both = ask([.tls12: [psk]], needsKey: true)
    #expect(both.versions.first?.standing == .spoken(alert) && !both.isComplete)
    #expect(both.verdict == .opensWithSharedKey(suites: 1) && both.keys == .shared)
    // What it takes in TLS 1.3 may be better.
    #expect(both.reach != .everyClient)
    let newest = ask([:], needsKey: true)
    #expect(newest.versions.first?.standing == .spoken(alert))
    #expect(!newest.isEmpty && newest.verdict == .unknown)
    let old = ask([.tls12: [psk]], needsKey: false)
    #expect(old.versions.first?.standing == .refused(alert) && old.reach == .everyClient)
  }

  @Test("A server that chooses what was not offered does not keep anybody asking")
  func endless() {
    var count = 0
    var interview = Interview(
      ask: { offer in
        count += 1
        return .flight(
          ServerFlight(
            hello: ServerHello(
              legacyVersion: min(offer.version, .tls12), random: ServerHello.helloRetryRandom,
              cipherSuite: .rsaAES128CBCSHA1,
              extensions: offer.version == .tls13 ? [Extension(SelectedVersion(.tls13))] : [])))
      }, shake: { _ in nil })
    let report = interview.run()
    #expect(count < 200)
    #expect(!report.isComplete)
  }

  @Test("Who tires of waiting keeps what is known")
  func stopped() {
    var server = PaperServer(
      suites: [.tls12: [.rsaAES128CBCSHA1, .ecdheRSAAES128GCMSHA256]], groups: [.x25519])
    var count = 0
    var interview = Interview(
      ask: { offer in
        count += 1
        return count > 3 ? .stopped : server.answer(offer)
      }, shake: { _ in nil })
    let report = interview.run()
    #expect(report.cutShort == .stopped)
    #expect(count == 4)
    #expect(report.taken.map(\.version) == [.tls12])
  }

  @Test("Which clients are read follows from whose order decides, and what it is")
  func reach() {
    func reach(_ suites: [CipherSuite], followsClient: Bool = false) -> ProbeReport.Reach? {
      ask(
        PaperServer(suites: [.tls12: suites], groups: [.x25519], followsClient: followsClient)
      ).reach
    }
    let good = CipherSuite.ecdheRSAAES128GCMSHA256
    let bad = CipherSuite.rsaAES128GCMSHA256
    #expect(reach([bad, .rsaAES128CBCSHA1]) == .everyClient)
    #expect(reach([good, bad]) == .clientsWithoutBetter)
    #expect(reach([bad, good]) == .preferred)
    #expect(reach([good, bad], followsClient: true) == .clientsThatPrefer)
    #expect(reach([good]) == nil)
  }
}

/// Numbers that come again (SplitMix64).
struct Numbers: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
