public import TLSWire

/// The questions that a server is asked, one after the other; who puts them decides how fast.
///
/// What a server takes is found by elimination: everything is offered, what it chooses is taken out, and the
/// rest is offered again until it finds nothing more. The order in which it chooses is its own, unless the same
/// offer backwards is answered otherwise.
public struct Interview {
  /// Puts one question.
  public typealias Ask = (ProbeOffer) -> ProbeAnswer
  /// Makes a handshake to its end, in one version, by what was found out of it.
  public typealias Shake = (VersionFindings) -> HandshakeFindings?

  let ask: Ask
  let shake: Shake
  var report = ProbeReport()
  /// Whether a long hello was dropped where a short one is answered.
  var bearsNoLongHello = false
  /// What it took first: whether it still does shows whether it went on answering.
  var accepted: ProbeOffer?

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
    askControl()
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
      guard put(bearsNoLongHello ? offer.shortened : offer) == .alert(.handshakeFailure) else {
        return
      }
    } else if older.standing != .refused(.alert(.protocolVersion)) {
      return
    }
    report.versions[place].standing = .spoken(.alert(.handshakeFailure))
  }

  // MARK: One version

  private mutating func probe(_ version: ProtocolVersion) -> VersionFindings {
    let (answer, offers) = begin(version)
    guard let flight = answer.flight, fits(answer, version), let start = offers.first else {
      return VersionFindings(version, standing(answer))
    }
    if accepted == nil { accepted = start }
    var findings = VersionFindings(version, .taken)
    findings.first = flight
    let isOneList = eliminate(offers, flight, &findings)
    findings.order =
      isOneList
      ? order(of: findings, bearsNoLongHello ? start.shortened : start)
      : orderOfParts(&findings, start)
    return findings
  }

  /// Asks about a version with everything at once, and where that is not answered in ways that more servers
  /// understand.
  ///
  /// - Returns: the answer, and what is left to ask, the offer first that was answered.
  private mutating func begin(_ version: ProtocolVersion) -> (ProbeAnswer, [ProbeOffer]) {
    var offer = ProbeOffer(
      version, ProbedSuite.offered(in: version), OfferedGroups.forVersion(version))
    guard !bearsNoLongHello else {
      offer.shareGroup = version == .tls13 ? .x25519 : nil
      return ask(offer.portions)
    }
    var answer = put(offer)
    if version == .tls13, !fits(answer, version), mayHelp(answer) {
      // Some take none without a key.
      offer.shareGroup = .x25519
      answer = put(offer)
    }
    guard !fits(answer, version), mayHelp(answer) else { return (answer, [offer]) }
    let (second, portions) = ask(offer.portions, like: answer)
    guard second.isClear, second != answer else { return (answer, [offer]) }
    // The long one was not answered at all: what stands in front, or the server, drops such.
    if answer.isBare { bearsNoLongHello = true }
    return (second, portions)
  }

  /// - Parameter refusal: what the long hello was answered with; a server that says the same to a short one
  ///   means it.
  private mutating func ask(
    _ portions: [ProbeOffer], like refusal: ProbeAnswer? = nil
  ) -> (ProbeAnswer, [ProbeOffer]) {
    var last = ProbeAnswer.closed
    for (place, portion) in portions.enumerated() {
      let answer = put(portion)
      if fits(answer, portion.version) { return (answer, Array(portions.dropFirst(place))) }
      if place == 0 || answer.isClear { last = answer }
      // Which version it has is settled before anything else.
      let isSettled = answer == .alert(.protocolVersion)
      if report.cutShort != nil || answer.endsAll || isSettled { break }
      if let refusal, answer.isClear, answer == refusal { break }
    }
    return (last, [])
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

  func note(_ flight: ServerFlight, _ findings: inout VersionFindings) {
    if let bits = flight.primeBits { findings.primeBits = min(findings.primeBits ?? bits, bits) }
    // In TLS 1.2 the first byte is the hash: 1 is MD5, 2 SHA-1 (RFC 5246 §7.4.1.4.1).
    if let scheme = flight.scheme, [1, 2].contains(scheme.rawValue >> 8) {
      findings.oldSignature = scheme
    }
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

  /// Whether the connection ended without a word.
  var isBare: Bool { self == .closed || self == .reset }

  /// Whether other questions would be answered no better.
  var endsAll: Bool {
    switch self {
    case .otherProtocol, .unreached, .silent, .stopped: true
    default: false
    }
  }
}
