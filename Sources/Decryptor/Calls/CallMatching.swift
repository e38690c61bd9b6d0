import Applications
import Captures
import Media
import Network

/// Brings together what a capture has of calls: who agreed on what, which packets are whose, and what opens them.
struct CallMatching {
  private let signalled: [SignalledCall]
  private let sealed: [CallFollower.SealedSession]
  private var flows: [MediaFlow.Key: MediaFlow]
  /// By the ports that they tell of.
  private let callsByPort: [UInt16: [Int]]
  private var claimed: Set<MediaFlow.Key> = []
  private var found: [[FollowedCall.Direction]]
  private var unsignalled: [FollowedCall] = []

  /// - Parameter allows: whether packets that nothing tells of are looked at.
  static func calls(
    _ collected: CallFollower.Collected, allows: (MediaFlow.Key) -> Bool
  ) -> [FollowedCall] {
    var matching = CallMatching(collected)
    for flow in matching.ordered { matching.follow(flow.key) }
    matching.tryStrangers()
    matching.followStrangers(allows)
    return matching.calls
  }

  private init(_ collected: CallFollower.Collected) {
    signalled = SignalledCall.calls(collected.messages)
    sealed = collected.sealed.sorted { $0.stream < $1.stream }
    flows = collected.flows
    var byPort: [UInt16: [Int]] = [:]
    for (number, call) in signalled.enumerated() {
      for port in Set(call.media.map(\.port)) { byPort[port, default: []].append(number) }
    }
    callsByPort = byPort
    found = signalled.map { _ in [] }
  }

  private var calls: [FollowedCall] {
    let told = zip(signalled, found).map { call, directions in
      let directions =
        directions.filter { $0.party == .caller } + directions.filter { $0.party == .called }
      return FollowedCall(
        number: 0, callID: call.callID, caller: call.caller, called: call.called,
        signalling: call.signalling, directions: directions, hearing: Self.best(directions))
    }
    return (told + unsignalled).enumerated().map { number, call in
      var call = call
      call.number = number + 1
      return call
    }
  }

  private static func best(_ directions: [FollowedCall.Direction]) -> Hearing {
    let hearings = directions.map(\.hearing)
    return hearings.first { $0 == .heard } ?? hearings.first { $0 == .byEveryone }
      ?? hearings.first { $0.isOpened } ?? hearings.first ?? .noMedia
  }

  private var ordered: [MediaFlow] { flows.values.sorted { $0.number < $1.number } }

  // MARK: What the signalling tells of

  /// The calls that tell of a flow, and who sends it in each; those that name both ends of it first.
  private func claims(of key: MediaFlow.Key) -> [Claim] {
    let near = Set((callsByPort[key.source.port] ?? []) + (callsByPort[key.target.port] ?? []))
    let claims = near.sorted().compactMap { number in
      signalled[number].sender(of: key).map {
        Claim(call: number, party: $0.party, isAudio: $0.isAudio)
      }
    }
    let exact = claims.filter { signalled[$0.call].namesBoth(key) }
    return exact.isEmpty ? claims : exact + claims.filter { !exact.contains($0) }
  }

  private struct Claim: Hashable {
    var call: Int
    var party: FollowedCall.Party
    var isAudio: Bool
  }

  private mutating func follow(_ key: MediaFlow.Key) {
    guard let flow = flows[key] else { return }
    let claims = claims(of: key)
    guard !claims.isEmpty else { return }
    claimed.insert(key)
    let heard = claims.filter(\.isAudio)
    guard flow.packets > 0, !heard.isEmpty else { return }
    let periods = CallPeriods(heard.map(\.call), signalled, key)
    let parts = heard.count == 1 ? [heard[0].call: flow] : flow.parts(periods.owner)
    var left: [[UInt8]] = []
    for claim in heard {
      guard let own = parts[claim.call] else { continue }
      let (direction, rest) = direction(own, signalled[claim.call], claim.party)
      found[claim.call].append(direction)
      left += direction.hearing.isOpened ? rest : own.kept
    }
    flows[key] = nil
    if heard.count > 1 && !left.isEmpty { tryOthers(flow, left, heard) }
  }

  /// What did not open in the time of its call may be under the keys of another one between the same ports.
  private mutating func tryOthers(_ flow: MediaFlow, _ packets: [[UInt8]], _ claims: [Claim]) {
    var left = packets
    for claim in claims where !left.isEmpty {
      var pool = flow.empty
      pool.add(left)
      var (direction, rest) = direction(pool, signalled[claim.call], claim.party, bothKeys: false)
      guard direction.hearing == .heard, rest.count < left.count else { continue }
      direction.packets -= rest.count
      direction.counts.refused = 0
      found[claim.call].removeAll {
        $0.source == direction.source && $0.target == direction.target && !$0.hearing.isOpened
      }
      found[claim.call].append(direction)
      left = rest
    }
  }

  /// - Parameter bothKeys: whether keys of the other party are tried too.
  private func direction(
    _ flow: MediaFlow, _ call: SignalledCall, _ party: FollowedCall.Party, bothKeys: Bool = true
  ) -> (FollowedCall.Direction, rest: [[UInt8]]) {
    let own = call.audio(of: party)
    let both = own + call.audio(of: party.other)
    var laws: [UInt8: G711] = [:]
    var codecs: [UInt8: String] = [:]
    for media in both {
      laws.merge(media.laws) { $1 }
      codecs.merge(media.codecs) { $1 }
    }
    let keys = Self.keys(own: own, both: bothKeys ? both : own, clear: call.clearLines)
    // Without a tag anything is taken: such a key is for what it was agreed for.
    let candidates = keys.candidates.filter { bothKeys || !$0.isBlind }
    let opening = FlowOpening(flow.kept, candidates, laws: laws)
    let made = { (hearing: Hearing, opening: FlowOpening?) in
      FollowedCall.Direction(flow, party, hearing, opening, codecs: codecs)
    }
    if !opening.receivers.isEmpty { return (made(.heard, opening), opening.refused) }
    if flow.hasDTLS || both.contains(where: \.isDTLS) && keys.candidates.isEmpty {
      return (made(.dtls, nil), [])
    }
    // Encryption where the other side can do it: a name of RTP, and lines with keys.
    let isOptional =
      flow.looksPlain
      && (!both.contains(where: \.isProtected) || bothKeys && Self.wouldHaveTags(flow, keys))
    guard isOptional || !both.contains(where: { $0.isProtected || !$0.cryptoLines.isEmpty })
    else { return (made(Self.reason(flow, keys, own: own), nil), []) }
    if flow.looksProtected { return (made(.agreedElsewhere, nil), []) }
    return (made(.byEveryone, FlowOpening(plain: flow.kept, laws: laws)), [])
  }

  private struct Keys {
    var candidates: [FlowOpening.Candidate] = []
    var faults: [Hearing] = []
  }

  /// The keys of a party come first; with those of the other one who answers may have meant both directions.
  private static func keys(
    own: [AgreedMedia], both: [AgreedMedia], clear: Set<String>
  ) -> Keys {
    func tag(_ line: String) -> Substring? { line.split(separator: " ").first }
    var keys = Keys()
    let others = both.dropFirst(own.count).flatMap(\.cryptoLines)
    let taken = Set(others.map(tag))
    let lines = own.flatMap(\.cryptoLines)
    // A line that was taken explains more than one that was only offered.
    let ordered =
      lines.filter { taken.contains(tag($0)) } + lines.filter { !taken.contains(tag($0)) }
    for line in ordered + others {
      switch AgreedMedia.keys(line) {
      case .success(let masters):
        keys.candidates.append(.init(masters: masters, isInClear: clear.contains(line)))
      case .failure(let fault): keys.faults.append(fault.hearing)
      }
    }
    return keys
  }

  /// Whether keys were agreed on under which every packet would have a tag (RFC 3711 §3.1): packets that are as long
  /// as their samples are not under them.
  private static func wouldHaveTags(_ flow: MediaFlow, _ keys: Keys) -> Bool {
    !flow.isCutOff && keys.faults.isEmpty && !keys.candidates.isEmpty
      && !keys.candidates.contains(where: \.isBlind)
  }

  private static func reason(_ flow: MediaFlow, _ keys: Keys, own: [AgreedMedia]) -> Hearing {
    if flow.isCutOff { return .cutOff }
    if let fault = keys.faults.first { return fault }
    return own.allSatisfy(\.cryptoLines.isEmpty) ? .noKey : .wrongKey
  }

  // MARK: What it doesn't tell of

  /// Keys of a call may open packets that took a way which its signalling doesn't name.
  private mutating func tryStrangers() {
    let keyed = signalled.indices.filter { number in
      signalled[number].media.contains { !$0.cryptoLines.isEmpty }
    }
    var tries = 0
    for flow in ordered where isStranger(flow) {
      for number in keyed {
        for party in FollowedCall.Party.allCases where flows[flow.key] != nil {
          tries += 1
          guard tries <= Self.tryLimit else { return }
          let (direction, _) = direction(flow, signalled[number], party, bothKeys: false)
          guard direction.hearing.isOpened else { continue }
          found[number].append(direction)
          flows[flow.key] = nil
        }
      }
    }
  }

  /// So often are packets held against keys that no signalling brings together with them.
  private static let tryLimit = 1 << 12

  private func isStranger(_ flow: MediaFlow) -> Bool {
    !claimed.contains(flow.key) && (flow.looksLikeMedia || flow.hasDTLS && flow.packets > 0)
  }

  private mutating func followStrangers(_ allows: (MediaFlow.Key) -> Bool) {
    for flow in ordered where isStranger(flow) && allows(flow.key) {
      guard flows.removeValue(forKey: flow.key) != nil else { continue }
      var directions = [stranger(flow, .caller)]
      if let answer = flows[flow.key.reversed], isStranger(answer) {
        directions.append(stranger(answer, .called))
        flows[answer.key] = nil
      }
      unsignalled.append(
        FollowedCall(
          number: 0, callID: nil, caller: nil, called: nil, signalling: [],
          directions: directions, hearing: Self.best(directions)))
    }
  }

  private func stranger(
    _ flow: MediaFlow, _ party: FollowedCall.Party
  ) -> FollowedCall.Direction {
    guard !flow.hasDTLS else { return .init(flow, party, .dtls, nil, codecs: [:]) }
    guard flow.looksPlain else {
      let hearing: Hearing =
        signallingSession(of: flow).map { .signallingSealed(stream: $0) } ?? .noSignalling
      return .init(flow, party, hearing, nil, codecs: [:])
    }
    return .init(
      flow, party, .byEveryone, FlowOpening(plain: flow.kept, laws: [:]), codecs: [:])
  }

  /// The sealed session that is likeliest to have signalled a flow: one of its hosts is an end of it; best with
  /// the port of SIP over TLS, then with both hosts.
  private func signallingSession(of flow: MediaFlow) -> Int? {
    let hosts = [flow.key.source.address.ip, flow.key.target.address.ip]
    func likeness(_ session: CallFollower.SealedSession) -> Int {
      let shared = [session.client.ip, session.server.ip].count { hosts.contains($0) }
      return shared == 0 ? 0 : shared + (session.server.port == 5061 ? 2 : 0)
    }
    let best = sealed.map { (stream: $0.stream, likeness: likeness($0)) }
      .max { ($0.likeness, $1.stream) < ($1.likeness, $0.stream) }
    return best.flatMap { $0.likeness > 0 ? $0.stream : nil }
  }
}
