public import Media
public import Network

/// A call of a capture: who with whom, how it was signalled, and what can be heard of it.
public struct FollowedCall: Sendable {
  /// How its signalling travelled.
  public enum Signalling: Hashable, Sendable {
    case udp
    case tcp
    /// Inside a session of TLS that opened, by its number; `hides`: its suite encrypts.
    case tls(stream: Int, hides: Bool = true)

    /// Whether whoever sees the packets reads it.
    var isClear: Bool { if case .tls(_, hides: true) = self { false } else { true } }
  }

  public enum Party: String, Hashable, Sendable, CaseIterable {
    case caller
    case called

    var other: Party { self == .caller ? .called : .caller }
  }

  /// What one party sent.
  public struct Direction: Sendable {
    /// Who sent it. Where there is no signalling, whoever was heard first counts as the caller.
    public var party: Party
    public var source: Address
    public var target: Address
    /// Microseconds since 1970, of its first packet.
    public var time: Int64
    /// Packets of RTP or SRTP in the capture.
    public var packets: Int
    public var counts = MediaReceiver.Counts()
    /// What protects it; nil where nothing does, or nobody says.
    public var suite: String?
    /// Of the sound, by the name of RFC 3551 or of `a=rtpmap`.
    public var codec: String?
    public var hearing: Hearing
    /// Whether everyone who has the packets can open it: it is RTP, or its keys passed in the clear.
    public var isByEveryone = false
    /// Whether the packets of SRTP are not encrypted (RFC 4568 §6.3.2), and whether they have tags.
    public var isUnencrypted = false
    public var hasTags = false
    /// Packets that were opened and have no sound here, by the name of what is in them.
    public var undecoded: [String: Int] = [:]
    var receivers: [MediaReceiver] = []
    /// Which line of the description it is for; two lines sound at once.
    var line = 0

    /// The sound; empty where nothing is to be heard.
    public var sound: MediaSound { MediaSound(of: receivers) }
    /// 8,000 of them a second.
    public var samples: [Int16] { sound.samples }

    /// When ``sound`` begins, in microseconds since 1970.
    var soundTime: Int64 { receivers.compactMap(\.firstTime).min() ?? time }

    /// Takes note that a flow has what one part of it lacks.
    mutating func complete(with flow: [MediaFlow.Packet]) {
      var others = MediaReceiver()
      for packet in flow { others.receive(packet.bytes) }
      for own in receivers { counts.lost -= own.notLost(to: others) }
    }
  }

  /// From 1 on.
  public var number: Int
  /// Nil where there is no signalling for it.
  public var callID: String?
  /// `user@host`
  public var caller: String?
  public var called: String?
  public var signalling: [Signalling]
  public var directions: [Direction]
  /// The best that can be said of it.
  public var hearing: Hearing

  /// Whether everyone who has the packets can hear what is heard of it.
  public var isByEveryone: Bool {
    hearing.isHeard && directions.allSatisfy { !$0.hearing.isHeard || $0.isByEveryone }
  }

  /// The sound of the call, the caller first, the later one after as much silence as it began later; nil
  /// where nothing is to be heard. One channel where only one party is. Where a party moved to another
  /// address, what it sent from there follows in its time; two lines of one description are mixed.
  public var channels: [[Int16]]? {
    let heard = Party.allCases.map { party in
      directions.filter { $0.party == party && !$0.receivers.isEmpty }
    }.filter { !$0.isEmpty }
    guard let first = heard.joined().map(\.soundTime).min() else { return nil }
    let channels = heard.map { directions in
      var channel = SoundTrack()
      for line in Set(directions.map(\.line)) {
        channel.mix(Self.track(directions.filter { $0.line == line }, from: first).samples, at: 0)
      }
      return channel.samples
    }
    return channels.allSatisfy(\.isEmpty) ? nil : channels
  }

  private static func track(_ directions: [Direction], from first: Int64) -> SoundTrack {
    var track = SoundTrack()
    let flows = Dictionary(grouping: directions) { [$0.source, $0.target] }.values.map { parts in
      (count: parts.map(\.counts.authenticated).reduce(0, +), time: parts[0].time, parts: parts)
    }
    // The same sound may have passed twice, before a relay and behind it: then the larger part counts.
    for flow in flows.sorted(by: { ($0.count, $1.time) > ($1.count, $0.time) }) {
      var sound = SoundTrack()
      let start = flow.parts.map(\.soundTime).min() ?? first
      for part in flow.parts { sound.mix(part.samples, at: place(part.soundTime, from: start)) }
      track.lay(sound.samples, at: place(start, from: first))
    }
    return track
  }

  private static func place(_ time: Int64, from first: Int64) -> Int {
    min(max(0, Int((time &- first) / 125)), longestDelay)
  }

  /// Whether nothing tells who called whom: then there are two sides, and no more.
  public var isUnsignalled: Bool { signalling.isEmpty && caller == nil && called == nil }

  /// An hour.
  private static let longestDelay = 8000 * 3600

  /// Who is heard in ``channels``, in their order.
  public var heardParties: [Party] {
    Party.allCases.filter { party in
      directions.contains { $0.party == party && !$0.receivers.isEmpty }
    }
  }
}

/// Whether a call, or a direction of it, can be heard, and why.
public enum Hearing: Hashable, Sendable {
  /// The signalling gave the keys of SRTP.
  case heard
  /// RTP without encryption.
  case byEveryone
  /// The keys were in signalling that stays sealed: the session of TLS with that number.
  case signallingSealed(stream: Int)
  /// It is encrypted, and nothing in the capture tells of it.
  case noSignalling
  /// DTLS-SRTP: the keys were never in the signalling (RFC 5764).
  case dtls
  /// It is encrypted though its signalling agrees on none: the ends did so on the way of the sound (ZRTP,
  /// RFC 6189), or elsewhere.
  case agreedElsewhere
  /// Nobody here reads the suite of SRTP.
  case suiteNotRead(String)
  /// An `a=crypto` line whose key is no Base64.
  case keyIsNoBase64(String)
  /// An `a=crypto` line of another form than RFC 4568's, or with words that it does not know.
  case keyNotRead(String)
  /// A master key of another length than its suite demands.
  case keyLength(needed: Int, has: Int)
  /// SRTP was agreed, and no key for it.
  case noKey
  /// SRTP was agreed, and nothing that describes the direction was there to be read.
  case noDescription
  /// The keys of the signalling open none of the packets.
  case wrongKey
  /// It is open, and nothing here decodes its sound: the name of the codec.
  case notDecoded(String)
  /// The capture cut the ends of the packets off, where their tags are.
  case cutOff
  /// There are no packets of it in the capture.
  case noMedia

  /// What sentences about it are found by.
  public var name: String {
    switch self {
    case .heard: "heard"
    case .byEveryone: "by-everyone"
    case .signallingSealed: "signalling-sealed"
    case .noSignalling: "no-signalling"
    case .dtls: "dtls"
    case .agreedElsewhere: "agreed-elsewhere"
    case .suiteNotRead: "suite-not-read"
    case .keyIsNoBase64: "key-is-no-base64"
    case .keyNotRead: "key-not-read"
    case .keyLength: "key-length"
    case .noKey: "no-key"
    case .noDescription: "no-description"
    case .wrongKey: "wrong-key"
    case .notDecoded: "not-decoded"
    case .cutOff: "cut-off"
    case .noMedia: "no-media"
    }
  }

  /// Whether there is sound.
  public var isHeard: Bool { self == .heard || self == .byEveryone }

  /// Whether its packets are open, with sound or with what nothing here decodes.
  var isOpened: Bool { if case .notDecoded = self { true } else { isHeard } }
}
