import TLSWire

// How questions are put, and what is asked about beside suites.
extension Interview {
  /// Puts a question, unless it is over.
  mutating func put(_ offer: ProbeOffer) -> ProbeAnswer {
    if let cut = report.cutShort { return cut }
    report.connections += 1
    let answer = ask(offer)
    if answer == .stopped { report.cutShort = .stopped }
    if answer.flight?.hello.legacyCompressionMethod == .deflate { report.compresses = true }
    return answer
  }

  /// The same for a server that has answered: where it says nothing by which it can be judged, it is asked
  /// once more, and then something that it took before. Where it does not answer that either, it is gone.
  ///
  /// - Returns: closed where it closes on this question alone.
  mutating func putAgain(_ offer: ProbeOffer, known: ProbeOffer) -> ProbeAnswer {
    let answer = put(offer)
    if answer.isClear || report.cutShort != nil { return answer }
    let second = put(offer)
    if second.isClear || report.cutShort != nil { return second }
    guard put(known).isClear else {
      if report.cutShort == nil { report.cutShort = second }
      return report.cutShort ?? second
    }
    return second
  }

  /// Whose order it is in which things were chosen: the same offer backwards tells.
  ///
  /// - Parameter found: what was chosen first, first.
  mutating func order<Item: Equatable>(
    of found: [Item], _ offer: ProbeOffer, set: (inout ProbeOffer, [Item]) -> Void,
    chosen: (ServerFlight) -> Item?
  ) -> VersionFindings.Order? {
    guard found.count > 1 else { return nil }
    var backwards = offer
    set(&backwards, found.reversed())
    var answer = put(backwards)
    if answer.isBare, !backwards.isShort {
      // Few of them make a hello of a length that may be dropped where a longer one is not.
      backwards = backwards.shortened
      set(&backwards, found.reversed())
      answer = put(backwards)
      if answer.isClear { bearsNoLongHello = true }
    }
    guard let flight = answer.flight, let choice = chosen(flight) else { return .unknown }
    return choice == found.first ? .server : choice == found.last ? .client : .other
  }

  // MARK: Groups

  /// Groups of TLS 1.3, and of the highest version before it.
  mutating func askGroups() {
    let older = report.versions.firstIndex { $0.version < .tls13 && $0.standing == .taken }
    let newest = report.versions.firstIndex { $0.version == .tls13 && $0.standing == .taken }
    for place in [newest, older].compactMap(\.self) { askGroups(at: place) }
  }

  private mutating func askGroups(at place: Int) {
    var findings = report.versions[place]
    let version = findings.version
    let suites = findings.suites.filter { version == .tls13 || ProbedSuite($0).isOnCurve }
    guard !suites.isEmpty else { return }
    var offer = ProbeOffer(version, suites, OfferedGroups.forVersion(version))
    if bearsNoLongHello { offer = offer.shortened }
    let start = offer
    while !offer.groups.isEmpty {
      let answer = putAgain(offer, known: start)
      guard let group = answer.flight?.group, offer.groups.contains(group) else {
        findings.groupLimit = limit(of: findings, suites, after: answer)
        break
      }
      findings.groups.append(group)
      offer.groups.removeAll { $0 == group }
    }
    findings.groupOrder = order(of: findings.groups, start) {
      $0.groups = $1
    } chosen: {
      $0.group
    }
    findings.shareDecides = shareDecides(start, findings.groups)
    report.versions[place] = findings
  }

  /// In TLS 1.3 most clients send a key at once. A server that takes it has no order of its own, whatever it
  /// says where there is none: asked with a key for a group that it chose later than another, it either takes
  /// it or sends a HelloRetryRequest.
  private mutating func shareDecides(
    _ start: ProbeOffer, _ found: [NamedGroup]
  ) -> ProbeReport.Finding? {
    guard start.version == .tls13, report.cutShort == nil,
      let share = found.dropFirst().first(where: { [.x25519, .secp256r1].contains($0) })
    else { return nil }
    var offer = start
    offer.groups = found
    offer.shareGroup = share
    guard let group = put(offer).flight?.group else { return .unknown }
    return group == share ? .yes : .no
  }

  /// Why there may be more groups than were found.
  ///
  /// - Parameter last: what it answered when none of what was left was chosen.
  private func limit(
    of findings: VersionFindings, _ suites: [CipherSuite], after last: ProbeAnswer
  ) -> VersionFindings.GroupLimit? {
    // Some choose a suite before they look for a group, and give up then.
    let isRefusal = last.isRefusal || last.flight.map { $0.alert != nil } ?? false
    if !isRefusal || report.cutShort != nil { return .unanswered }
    if bearsNoLongHello { return .shortHello }
    return dependsOnCurve(findings, suites) ? .certificate : nil
  }

  /// Before TLS 1.3 a certificate on a curve wants that curve among the groups (RFC 8422 §5.3): once it is
  /// taken out, the server refuses, whatever else it has. Keys of EdDSA are on no curve of that list.
  private func dependsOnCurve(_ findings: VersionFindings, _ suites: [CipherSuite]) -> Bool {
    guard findings.version < .tls13, !findings.groups.isEmpty,
      suites.allSatisfy({ ProbedSuite($0).signsOnCurve })
    else { return false }
    let shown = findings.chains.compactMap(\.first)
    return shown.isEmpty || shown.contains { $0.firstRange(of: Self.ecPublicKey) != nil }
  }

  /// id-ecPublicKey (RFC 5480 §2.1.1), which stands nowhere in a certificate but at its key.
  private static let ecPublicKey: [UInt8] = [0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01]

  // MARK: What remains

  /// Asks as a client does whose better offer somebody kept from the server.
  mutating func askFallback() {
    let taken = report.taken
    guard taken.count > 1, let lower = taken.dropFirst().first else {
      if report.versions.contains(where: { !$0.standing.isKnown }) { report.fallback = .unknown }
      return
    }
    var offer = ProbeOffer(
      lower.version, lower.suites, OfferedGroups.forVersion(lower.version))
    if bearsNoLongHello { offer = offer.shortened }
    offer.isFallback = true
    switch put(offer) {
    case .alert(.inappropriateFallback): report.fallback = .yes
    case .flight: report.fallback = .no
    default: report.fallback = .unknown
    }
  }

  /// A handshake of TLS 1.3, and one of the highest version before it.
  mutating func shakeHands() {
    let older = report.versions.firstIndex { $0.version < .tls13 && $0.standing == .taken }
    let newest = report.versions.firstIndex { $0.version == .tls13 && $0.standing == .taken }
    for place in [newest, older].compactMap(\.self) where report.cutShort == nil {
      guard let handshake = shake(report.versions[place]) else {
        report.connections += 1
        report.cutShort = .stopped
        return
      }
      report.connections += handshake.connections
      report.versions[place].handshake = handshake
      if report.versions[place].chains.isEmpty, !handshake.chain.isEmpty {
        report.versions[place].chains = [handshake.chain]
      }
    }
  }
}
