import Media

/// Says of packets what a call that tells of them gives: what opens, and why the rest stays closed.
struct FlowJudging {
  private let call: SignalledCall
  private let party: FollowedCall.Party
  /// Which line of the description they are for.
  private let line: Int
  /// Whether keys of the other party are tried too.
  private let bothKeys: Bool
  private let own: [AgreedMedia]
  private let both: [AgreedMedia]
  private let keys: Keys
  private var laws: [UInt8: G711] = [:]
  private var codecs: [UInt8: String] = [:]

  init(_ call: SignalledCall, _ party: FollowedCall.Party, line: Int = 0, bothKeys: Bool = true) {
    self.call = call
    self.party = party
    self.line = line
    self.bothKeys = bothKeys
    own = call.audio(of: party)
    both = own + call.audio(of: party.other)
    keys = Keys(own: own, both: bothKeys ? both : own, call)
    for media in both {
      laws.merge(media.laws) { $1 }
      codecs.merge(media.codecs) { $1 }
    }
  }

  /// - Returns: what is to be said of them, in the order of time; and what no key opened.
  func judge(
    _ flow: MediaFlow
  ) -> (directions: [FollowedCall.Direction], rest: [MediaFlow.Packet]) {
    // Without a tag anything is taken: such a key is for what it was agreed for.
    let candidates = keys.candidates.filter { bothKeys || !$0.isBlind }
    let opening = FlowOpening(flow.kept, candidates, laws: laws)
    guard !opening.receivers.isEmpty else { return closed(flow) }
    var heard = made(flow, .heard, opening)
    guard bothKeys else { return ([heard], opening.refused) }
    let others = turned(flow.with(opening.refused))
    guard !others.isEmpty else { return ([heard], opening.refused) }
    let turned = others.map(\.packets).reduce(0, +)
    heard.packets -= turned
    heard.counts.refused -= turned
    heard.time = heard.soundTime
    return (completed([heard] + others, flow).sorted { $0.time < $1.time }, [])
  }

  private func made(
    _ flow: MediaFlow, _ hearing: Hearing, _ opening: FlowOpening? = nil
  ) -> FollowedCall.Direction {
    var direction = FollowedCall.Direction(flow, party, hearing, opening, codecs: codecs)
    direction.line = line
    return direction
  }

  private func parts(_ flow: MediaFlow) -> [(nature: PacketNature, flow: MediaFlow)] {
    PacketNatures.parts(of: flow, laws: laws, agreed: call.nature(at:))
  }

  /// What no key opens may be of another time of the call: from RTP to SRTP or back, or to DTLS-SRTP, by a new
  /// offer (RFC 3264 §8).
  private func turned(_ rest: MediaFlow) -> [FollowedCall.Direction] {
    parts(rest).compactMap { nature, flow in
      guard flow.looksLikeMedia else { return nil }
      if nature == .clear { return call.wasPlain ? made(flow, .byEveryone, plain(flow)) : nil }
      return both.contains(where: \.isDTLS) ? made(flow, .dtls) : nil
    }
  }

  private func plain(_ flow: MediaFlow) -> FlowOpening {
    FlowOpening(plain: flow.kept, laws: laws)
  }

  /// What is to be said of packets that no key opens: of each part by its nature.
  private func closed(
    _ flow: MediaFlow
  ) -> (directions: [FollowedCall.Direction], rest: [MediaFlow.Packet]) {
    var parts: [(hearing: Hearing, packets: [MediaFlow.Packet])] = []
    for (nature, part) in self.parts(flow) {
      let hearing = hearing(of: part, nature)
      if let place = parts.firstIndex(where: { $0.hearing == hearing }) {
        parts[place].packets += part.kept
      } else {
        parts.append((hearing, part.kept))
      }
    }
    let directions = parts.map { hearing, packets in
      let part = parts.count == 1 ? flow : flow.with(packets.sorted { $0.number < $1.number })
      return made(part, hearing, hearing == .byEveryone ? plain(part) : nil)
    }
    let rest = parts.filter { $0.hearing != .byEveryone }.flatMap(\.packets)
    return (completed(directions, flow), rest)
  }

  /// What one part has is no loss of another.
  private func completed(
    _ directions: [FollowedCall.Direction], _ flow: MediaFlow
  ) -> [FollowedCall.Direction] {
    guard directions.count > 1 else { return directions }
    let packets = flow.kept
    return directions.map { direction in
      var direction = direction
      direction.complete(with: packets)
      return direction
    }
  }

  private func hearing(of flow: MediaFlow, _ nature: PacketNature) -> Hearing {
    // Nothing is behind the samples: whatever was offered, it is not in use (RFC 8643).
    let isInClear = nature == .clear && !flow.isCutOff
    let isOffered = both.contains(where: \.hasFingerprint) || !both.contains(where: \.isProtected)
    if isInClear && isOffered && keys.isEmpty && bothKeys { return .byEveryone }
    if flow.hasDTLS || keys.candidates.isEmpty && agreesOnDTLS { return .dtls }
    // Encryption where the other side can do it: a name of RTP, and lines with keys.
    let isOptional =
      nature == .clear
      && (!both.contains(where: \.isProtected) || bothKeys && wouldHaveTags(flow))
    guard isOptional || !both.contains(where: { $0.isProtected || !$0.cryptoLines.isEmpty })
    else { return reason(flow) }
    return nature == .protected ? .agreedElsewhere : .byEveryone
  }

  /// Whether each party that described its sound can do it.
  private var agreesOnDTLS: Bool {
    FollowedCall.Party.allCases.map(call.audio).filter { !$0.isEmpty }
      .allSatisfy { $0.contains(where: \.isDTLS) } && !both.isEmpty
  }

  /// Whether keys were agreed on under which every packet would have a tag (RFC 3711 §3.1): packets that are as long
  /// as their samples are not under them.
  private func wouldHaveTags(_ flow: MediaFlow) -> Bool {
    !flow.isCutOff && keys.faults.isEmpty && !keys.candidates.isEmpty
      && !keys.candidates.contains(where: \.isBlind)
  }

  private func reason(_ flow: MediaFlow) -> Hearing {
    if flow.isCutOff { return .cutOff }
    if let fault = keys.faults.first { return fault }
    if own.isEmpty { return .noDescription }
    return own.allSatisfy(\.cryptoLines.isEmpty) ? .noKey : .wrongKey
  }
}

extension FlowJudging {
  /// The keys that a call gives for what one party sends.
  private struct Keys {
    var candidates: [FlowOpening.Candidate] = []
    var faults: [Hearing] = []

    var isEmpty: Bool { candidates.isEmpty && faults.isEmpty }

    /// The keys of a party come first; with those of the other one who answers may have meant both directions.
    init(own: [AgreedMedia], both: [AgreedMedia], _ call: SignalledCall) {
      func tag(_ line: String) -> Substring? { line.split(separator: " ").first }
      let others = both.dropFirst(own.count).flatMap(\.cryptoLines)
      let taken = Set(others.map(tag))
      let lines = own.flatMap(\.cryptoLines)
      // A line that was taken explains more than one that was only offered.
      let ordered =
        lines.filter { taken.contains(tag($0)) } + lines.filter { !taken.contains(tag($0)) }
      for line in ordered + others {
        switch AgreedMedia.keys(line) {
        case .success(let masters):
          candidates.append(
            FlowOpening.Candidate(
              masters: masters, isInClear: call.clearLines.contains(line),
              since: call.lineTimes[line]))
        case .failure(let fault): faults.append(fault.hearing)
        }
      }
    }
  }
}
