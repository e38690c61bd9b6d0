import TLSWire

// What a server takes of a list, by taking out what it chose until it finds nothing more.
//
// Where a long hello ends without a word, that need not be the server's no: there are servers, and machines in
// front of them, that drop hellos beyond some length (RFC 7685 §1 tells of one kind), or lists of more suites
// than they reckoned with. What is left is asked about in short hellos then, portion by portion.
extension Interview {
  /// - Parameters:
  ///   - offers: what is left to ask, the offer first that was answered.
  ///   - first: its answer.
  /// - Returns: whether all that was found stood in one list, and was chosen from that.
  mutating func eliminate(
    _ offers: [ProbeOffer], _ first: ServerFlight, _ findings: inout VersionFindings
  ) -> Bool {
    guard var known = offers.first else { return true }
    var queue = offers
    var flight: ServerFlight? = first
    var (list, lists): (Int, Set<Int>) = (0, [])
    while var offer = queue.first {
      if let chosen = flight {
        note(chosen, &findings)
        findings.suites.append(chosen.suite)
        lists.insert(list)
        known = offer
        offer.suites.removeAll { $0 == chosen.suite }
        queue[0] = offer
      }
      let answer = offer.suites.isEmpty ? .closed : putAgain(offer, known: known)
      flight = answer.flight
      // A server that chooses what was not offered would go on for ever.
      guard flight.map({ offer.suites.contains($0.suite) }) ?? answer.isRefusal,
        report.cutShort == nil
      else {
        findings.isComplete = false
        break
      }
      // It took a longer one before, or what is like it; this one was dropped for its length.
      if answer.isClear, offer.isShort { bearsNoLongHello = true }
      guard flight == nil else { continue }
      queue.removeFirst()
      list += 1
      if answer.isBare, !offer.isShort { queue += offer.portions }
    }
    return lists.count <= 1
  }

  /// Whose order it is in which suites of one list were chosen: the same offer backwards tells.
  mutating func order(
    of findings: VersionFindings, _ offer: ProbeOffer
  ) -> VersionFindings.Order? {
    order(of: findings.suites, offer) {
      $0.suites = $1
    } chosen: {
      $0.suite
    }
  }

  /// The same where they were chosen from several lists: two of them offered in either order tell whose it is,
  /// and where it is the server's, it is asked for it.
  mutating func orderOfParts(
    _ findings: inout VersionFindings, _ start: ProbeOffer
  ) -> VersionFindings.Order? {
    guard let first = findings.suites.first, let last = findings.suites.last, first != last else {
      return nil
    }
    var offer = start.shortened
    offer.suites = [first, last]
    let ahead = put(offer).flight?.suite
    offer.suites = [last, first]
    guard let ahead, let back = put(offer).flight?.suite else { return .unknown }
    guard ahead == back else { return ahead == first ? .client : .other }
    return arrange(&findings, offer) ? .server : .unknown
  }

  /// Puts suites in the server's order, as far as one short hello holds them.
  private mutating func arrange(
    _ findings: inout VersionFindings, _ short: ProbeOffer
  ) -> Bool {
    guard findings.suites.count <= ProbeOffer.portion else { return false }
    var offer = short
    offer.suites = findings.suites
    var ordered: [CipherSuite] = []
    while offer.suites.count > 1 {
      guard let suite = put(offer).flight?.suite, offer.suites.contains(suite) else { return false }
      ordered.append(suite)
      offer.suites.removeAll { $0 == suite }
    }
    findings.suites = ordered + offer.suites
    return true
  }

  /// Asks at the end what was answered first: a server, or what stands in front of it, that refuses that now
  /// has tired of the questions, and what it refused before is not known to be refused for itself.
  mutating func askControl() {
    guard report.cutShort == nil, let accepted else { return }
    if put(accepted).flight != nil || report.cutShort != nil { return }
    let answer = put(accepted)
    guard answer.flight == nil, report.cutShort == nil else { return }
    (report.cutShort, report.hasTired) = (answer, true)
    // It says that to everything by now: of a version it says nothing.
    for place in report.versions.indices
    where report.versions[place].standing == .refused(answer) {
      report.versions[place].standing = .unknown(answer)
    }
  }
}
