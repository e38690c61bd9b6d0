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
    /// When the signalling first told it, in microseconds since 1970.
    var since: Int64?

    var suite: String? { masters.first?.transform.suite.rawValue }
    /// With such a key anything at all is taken.
    var isBlind: Bool { masters.contains { !$0.authenticates } }

    /// Its keys one by one, as keys that packets don't name: an answer may leave the identifier away, and those
    /// who take it send packets without (RFC 4568 §6.1 wants it kept).
    var unnamed: [Candidate] {
      masters.filter { !$0.identifier.isEmpty }.map { master in
        var copy = self
        copy.masters = [master]
        copy.masters[0].identifier = []
        return copy
      }
    }
  }

  private(set) var receivers: [MediaReceiver] = []
  private(set) var suites: [String] = []
  /// Whether every key that opened something was to be read by everyone; whether the packets were not encrypted
  /// at all, and had tags alone (RFC 4568 §6.3.2).
  private(set) var isInClear = true
  private(set) var isUnencrypted = true
  /// Whether some key puts tags behind its packets.
  private(set) var hasTags = false
  /// What no key opened.
  private(set) var refused: [MediaFlow.Packet]

  /// A capture may begin days after a call did: a sequence number begins anew every 22 minutes of 50 packets
  /// a second.
  private static let missedRollovers: UInt32 = 64
  /// Who offers more keys than that has a reason that is not ours.
  private static let candidateLimit = 64
  /// If none of so many packets opens, none will.
  private static let patience = 64

  init(_ packets: [MediaFlow.Packet], _ candidates: [Candidate], laws: [UInt8: G711]) {
    refused = packets
    let checked = candidates.filter { !$0.isBlind }
    let ordered = checked + checked.flatMap(\.unnamed) + candidates.filter(\.isBlind)
    for candidate in ordered.prefix(Self.candidateLimit) where !refused.isEmpty {
      if take(candidate, laws) { continue }
      // A call may turn to SRTP in its midst: its key is for what came after.
      guard let since = candidate.since, refused.contains(where: { $0.time < since }) else {
        continue
      }
      take(candidate, laws, since: since)
    }
  }

  /// - Returns: whether it opened any.
  @discardableResult
  private mutating func take(
    _ candidate: Candidate, _ laws: [UInt8: G711], since: Int64 = .min
  ) -> Bool {
    var receiver = MediaReceiver(
      candidate.masters, laws: laws, missedRollovers: Self.missedRollovers)
    var rest = refused.filter { $0.time < since }
    var isOpened = false
    for (number, packet) in refused.filter({ $0.time >= since }).enumerated() {
      if receiver.receive(packet.bytes, at: packet.time, number: packet.number) == .refused {
        rest.append(packet)
      } else {
        isOpened = true
      }
      if !isOpened && number >= Self.patience { return false }
    }
    guard receiver.counts.authenticated > 0 else { return false }
    refused = rest
    receivers.append(receiver)
    if !candidate.isInClear { isInClear = false }
    if candidate.masters.contains(where: \.encrypts) { isUnencrypted = false }
    if !candidate.isBlind { hasTags = true }
    if let suite = candidate.suite, !suites.contains(suite) { suites.append(suite) }
    return true
  }

  /// All of them as RTP without protection.
  init(plain packets: [MediaFlow.Packet], laws: [UInt8: G711]) {
    refused = []
    var receiver = MediaReceiver(laws: laws)
    for packet in packets {
      receiver.receive(packet.bytes, at: packet.time, number: packet.number)
    }
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
    for (type, count) in receivers.flatMap(\.unheard) {
      undecoded[AgreedMedia.codec(type, codecs) ?? String(type), default: 0] += count
    }
    counts = opening.counts
    suite = opening.suites.isEmpty ? nil : opening.suites.joined(separator: ", ")
    isUnencrypted = hearing == .heard && opening.isUnencrypted
    hasTags = opening.hasTags
    isByEveryone = hearing == .byEveryone || opening.isInClear || isUnencrypted
    if counts.authenticated > 0 && counts.unheard == counts.authenticated {
      // There would be silence alone.
      self.hearing = .notDecoded(codec ?? "?")
      (receivers, undecoded) = ([], [:])
    }
  }
}
