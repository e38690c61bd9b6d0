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
        Claim(call: number, party: $0.party, isAudio: $0.isAudio, line: $0.line)
      }
    }
    let exact = claims.filter { signalled[$0.call].namesBoth(key) }
    return exact.isEmpty ? claims : exact + claims.filter { !exact.contains($0) }
  }

  private struct Claim: Hashable {
    var call: Int
    var party: FollowedCall.Party
    var isAudio: Bool
    var line: Int
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
    var left: [MediaFlow.Packet] = []
    for claim in heard {
      guard let own = parts[claim.call] else { continue }
      let judging = FlowJudging(signalled[claim.call], claim.party, line: claim.line)
      let (directions, rest) = judging.judge(own)
      found[claim.call] += directions
      left += rest
    }
    flows[key] = nil
    if heard.count > 1 && !left.isEmpty { tryOthers(flow, left, heard) }
  }

  /// What did not open in the time of its call may be under the keys of another one between the same ports.
  private mutating func tryOthers(
    _ flow: MediaFlow, _ packets: [MediaFlow.Packet], _ claims: [Claim]
  ) {
    var left = packets
    for claim in claims where !left.isEmpty {
      let judging = FlowJudging(
        signalled[claim.call], claim.party, line: claim.line, bothKeys: false)
      let (directions, rest) = judging.judge(flow.with(left))
      guard var direction = directions.first, direction.hearing == .heard, rest.count < left.count
      else { continue }
      direction.packets -= rest.count
      direction.counts.refused = 0
      found[claim.call].removeAll {
        $0.source == direction.source && $0.target == direction.target && !$0.hearing.isOpened
      }
      found[claim.call].append(direction)
      left = rest
    }
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
          let judging = FlowJudging(signalled[number], party, bothKeys: false)
          let (directions, _) = judging.judge(flow)
          guard directions.contains(where: \.hearing.isOpened) else { continue }
          found[number] += directions
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
      var directions = strangers(flow, .caller)
      if let answer = flows[flow.key.reversed], isStranger(answer) {
        directions += strangers(answer, .called)
        flows[answer.key] = nil
      }
      unsignalled.append(
        FollowedCall(
          number: 0, callID: nil, caller: nil, called: nil, signalling: [],
          directions: directions, hearing: Self.best(directions)))
    }
  }

  private func strangers(
    _ flow: MediaFlow, _ party: FollowedCall.Party
  ) -> [FollowedCall.Direction] {
    PacketNatures.parts(of: flow, laws: [:]).map { nature, flow in
      guard nature != .clear else {
        return .init(
          flow, party, .byEveryone, FlowOpening(plain: flow.kept, laws: [:]), codecs: [:])
      }
      if flow.hasDTLS { return .init(flow, party, .dtls, nil, codecs: [:]) }
      let hearing: Hearing =
        signallingSession(of: flow).map { .signallingSealed(stream: $0) } ?? .noSignalling
      return .init(flow, party, hearing, nil, codecs: [:])
    }
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
