import Applications
import Captures
import Media
import Network

/// Takes the packets of one flow with whatever keys there are for them.
struct FlowOpening {
  /// A key, and the suite that it is for.
  struct Candidate {
    var masters: [SRTPMasterKey]
    /// Whether everyone could read it in the signalling.
    var isInClear = false

    var suite: String? { masters.first?.transform.suite.rawValue }
    /// With such a key anything at all is taken.
    var isBlind: Bool { masters.contains { !$0.authenticates } }
  }

  private(set) var receivers: [MediaReceiver] = []
  private(set) var suites: [String] = []
  /// Whether every key that opened something was to be read by everyone; whether the packets were not encrypted
  /// at all, and had tags alone (RFC 4568 §6.3.2).
  private(set) var isInClear = true
  private(set) var isUnencrypted = true
  /// What no key opened.
  private(set) var refused: [[UInt8]]

  /// A capture may begin days after a call did: a sequence number begins anew every 22 minutes of 50 packets
  /// a second.
  private static let missedRollovers: UInt32 = 64
  /// Who offers more keys than that has a reason that is not ours.
  private static let candidateLimit = 64
  /// If none of so many packets opens, none will.
  private static let patience = 64

  init(_ packets: [[UInt8]], _ candidates: [Candidate], laws: [UInt8: G711]) {
    refused = packets
    let ordered = candidates.filter { !$0.isBlind } + candidates.filter(\.isBlind)
    for candidate in ordered.prefix(Self.candidateLimit) where !refused.isEmpty {
      take(candidate, laws)
    }
  }

  private mutating func take(_ candidate: Candidate, _ laws: [UInt8: G711]) {
    var receiver = MediaReceiver(
      candidate.masters, laws: laws, missedRollovers: Self.missedRollovers)
    var rest: [[UInt8]] = []
    for (number, packet) in refused.enumerated() {
      if receiver.receive(packet) == .refused { rest.append(packet) }
      if rest.count == number + 1 && number >= Self.patience { return }
    }
    let counts = receiver.counts
    guard counts.authenticated > 0 else { return }
    refused = rest
    receivers.append(receiver)
    if !candidate.isInClear { isInClear = false }
    if candidate.masters.contains(where: \.encrypts) { isUnencrypted = false }
    if let suite = candidate.suite, !suites.contains(suite) { suites.append(suite) }
  }

  /// All of them as RTP without protection.
  init(plain packets: [[UInt8]], laws: [UInt8: G711]) {
    refused = []
    var receiver = MediaReceiver(laws: laws)
    for packet in packets { receiver.receive(packet) }
    receivers = [receiver]
  }

  /// What became of the packets.
  var counts: MediaReceiver.Counts {
    var sum = MediaReceiver.Counts()
    for counts in receivers.map(\.counts) {
      sum.authenticated += counts.authenticated
      sum.duplicates += counts.duplicates
      sum.unheard += counts.unheard
      sum.lost += counts.lost
      sum.control += counts.control
    }
    sum.refused = refused.count + (suites.isEmpty ? receivers.first?.counts.refused ?? 0 : 0)
    return sum
  }
}

extension FollowedCall.Direction {
  /// What was opened, or why it was not.
  init(
    _ flow: MediaFlow, _ party: FollowedCall.Party, _ hearing: Hearing, _ opening: FlowOpening?,
    codecs: [UInt8: String]
  ) {
    self.init(
      party: party, source: flow.key.source.address, target: flow.key.target.address,
      time: flow.firstTime, packets: flow.packets, hearing: hearing)
    codec = AgreedMedia.codec(flow.payloadType, codecs)
    guard let opening else { return }
    receivers = opening.receivers
    counts = opening.counts
    suite = opening.suites.isEmpty ? nil : opening.suites.joined(separator: ", ")
    isUnencrypted = hearing == .heard && opening.isUnencrypted
    isByEveryone = hearing == .byEveryone || opening.isInClear || isUnencrypted
    if counts.authenticated > 0 && counts.unheard == counts.authenticated {
      // There would be silence alone.
      self.hearing = .notDecoded(codec ?? "?")
      receivers = []
    }
  }
}
