public import TLSWire

/// The questions that a server is asked, one after the other; who puts them decides how fast.
///
/// What a server takes is found by elimination: everything is offered, what it chooses is taken out, and the
/// rest is offered again until it finds nothing more. The order in which it chooses is its own, unless the same
/// offer backwards is answered otherwise.
public struct Interview {
  /// Puts one question.
  public typealias Ask = (ProbeOffer) -> ProbeAnswer
  /// Makes a handshake to its end, in one version.
  public typealias Shake = (ProtocolVersion) -> HandshakeFindings?

  let ask: Ask
  let shake: Shake
  var report = ProbeReport()

  public static let versions: [ProtocolVersion] = [.tls13, .tls12, .tls11, .tls10, .ssl3]

  public init(ask: @escaping Ask, shake: @escaping Shake) {
    self.ask = ask
    self.shake = shake
  }

  /// Asks everything.
  public mutating func run() -> ProbeReport {
    for version in Self.versions where report.cutShort == nil {
      let findings = probe(version)
      report.versions.append(findings)
      // Nobody there, or no TLS: it would not be otherwise in another version.
      if version == .tls13, case .unknown(let answer) = findings.standing, answer.endsAll {
        report.cutShort = answer
      }
    }
    for version in Self.versions where !report.versions.contains(where: { $0.version == version }) {
      report.versions.append(VersionFindings(version, .unknown(report.cutShort ?? .stopped)))
    }
    refuseTheSilent()
    findSpoken()
    askGroups()
    askFallback()
    shakeHands()
    return report
  }

  /// A server that closes on some versions and answers others refuses those (RFC 8446 §4.1.3 wants an
  /// alert); one that answered none has refused nothing.
  private mutating func refuseTheSilent() {
    guard !report.isEmpty, report.cutShort == nil else { return }
    for place in report.versions.indices {
      guard case .unknown(let answer) = report.versions[place].standing else { continue }
      if answer == .closed || answer == .reset {
        report.versions[place].standing = .refused(answer)
      }
    }
  }

  /// A server of which no means of TLS 1.3 can be offered, such as pre-shared keys, refuses for want of one
  /// (handshake_failure). One that does not have TLS 1.3 refuses the version (RFC 9846 §4.3.1), or does not
  /// know the extension and takes TLS 1.2 where its suites are offered too.
  private mutating func findSpoken() {
    guard report.cutShort == nil,
      let place = report.versions.firstIndex(where: { $0.version == .tls13 }),
      report.versions[place].standing == .refused(.alert(.handshakeFailure)),
      let older = report.versions.first(where: { $0.version == .tls12 })
    else { return }
    if older.standing == .taken {
      let offer = ProbeOffer(
        .tls13, ProbedSuite.offered(in: .tls13) + older.suites, OfferedGroups.forVersion(.tls13))
      guard put(offer) == .alert(.handshakeFailure) else { return }
    } else if older.standing != .refused(.alert(.protocolVersion)) {
      return
    }
    report.versions[place].standing = .spoken(.alert(.handshakeFailure))
  }

  // MARK: One version

  private mutating func probe(_ version: ProtocolVersion) -> VersionFindings {
    let groups = OfferedGroups.forVersion(version)
    var offer = ProbeOffer(version, ProbedSuite.offered(in: version), groups)
    var answer = put(offer)
    if !fits(answer, version), mayHelp(answer) {
      // Some take no long hello, some none without a key.
      offer.suites = version == .tls13 ? offer.suites : Array(offer.suites.prefix(60))
      offer.shareGroup = version == .tls13 ? .x25519 : nil
      answer = put(offer)
    }
    guard let flight = answer.flight, flight.hello.version == version else {
      return VersionFindings(version, standing(answer))
    }
    var findings = VersionFindings(version, .taken)
    findings.first = flight
    eliminate(from: offer, flight, &findings)
    findings.order = order(of: findings.suites, offer) {
      $0.suites = $1
    } chosen: {
      $0.suite
    }
    return findings
  }

  private func fits(_ answer: ProbeAnswer, _ version: ProtocolVersion) -> Bool {
    answer.flight?.hello.version == version
  }

  /// Whether a shorter question may be answered otherwise.
  private func mayHelp(_ answer: ProbeAnswer) -> Bool {
    switch answer {
    case .closed, .reset, .unreadable: true
    case .alert(let description):
      [.decodeError, .illegalParameter, .internalError, .missingExtension, .unexpectedMessage]
        .contains(description)
    default: false
    }
  }

  private func standing(_ answer: ProbeAnswer) -> VersionFindings.Standing {
    // Another version than the one that was offered is no agreement.
    answer.isClear ? .refused(answer) : .unknown(answer)
  }

  private mutating func eliminate(
    from start: ProbeOffer, _ first: ServerFlight, _ findings: inout VersionFindings
  ) {
    var offer = start
    var flight = first
    while true {
      note(flight, &findings)
      findings.suites.append(flight.suite)
      offer.suites.removeAll { $0 == flight.suite }
      guard !offer.suites.isEmpty else { return }
      let answer = putAgain(offer, known: start)
      guard let next = answer.flight else {
        if !answer.isRefusal || report.cutShort != nil { findings.isComplete = false }
        return
      }
      // A server that chooses what was not offered would go on for ever.
      guard offer.suites.contains(next.suite) else {
        findings.isComplete = false
        return
      }
      flight = next
    }
  }

  private func note(_ flight: ServerFlight, _ findings: inout VersionFindings) {
    if let bits = flight.primeBits { findings.primeBits = min(findings.primeBits ?? bits, bits) }
    let chain = flight.certificates
    if !chain.isEmpty, !findings.chains.contains(where: { $0.first == chain.first }) {
      findings.chains.append(chain)
    }
  }
}

extension ProbeAnswer {
  /// Whether the server has nothing of what was offered.
  var isRefusal: Bool {
    switch self {
    case .alert, .closed, .reset: true
    default: false
    }
  }

  /// Whether other questions would be answered no better.
  var endsAll: Bool {
    switch self {
    case .otherProtocol, .unreached, .silent, .stopped: true
    default: false
    }
  }
}
