public import Applications
public import Media
public import TLSKeys

/// What whoever holds what the attacker holds hears of a call.
public struct HeardCall: Hashable, Sendable {
  /// How the call stands.
  public enum State: String, Hashable, Sendable, CaseIterable {
    /// No sound was sent.
    case none
    case notRecorded = "not-recorded"
    /// Both sides are heard.
    case readable
    /// One side is.
    case partly
    case sealed
  }

  /// Why it stands so, where it is not heard.
  public enum Reason: String, Hashable, Sendable, CaseIterable {
    /// No call was set up.
    case noCall = "no-call"
    /// The session was recorded elsewhere, and what passed beside it is not kept.
    case imported
    /// A proxy turned it away: it was to have TLS on every hop.
    case turnedAway = "turned-away"
    /// A call was, and nobody speaks in it.
    case silent
    case tapOff = "tap-off"
    /// The keys stand in signalling that stays closed.
    case signallingSealed = "signalling-sealed"
    /// One side's key stands in signalling that stays closed.
    case oneSideSealed = "one-side-sealed"
    /// The keys never were in the signalling: the media path had a handshake of its own.
    case keysNotSignalled = "keys-not-signalled"
    /// The media path's own handshake failed: there is no sound.
    case handshakeFailed = "handshake-failed"
    /// A key was found, and no packet is authentic under it.
    case keyDoesNotFit = "key-does-not-fit"
  }

  /// One side, as it is heard.
  public struct Voice: Hashable, Sendable {
    /// The line in the session description that gave the key; nil: there was none, and none is needed.
    public var line: SRTPCryptoAttribute?
    /// Master key and salt, where the sound is protected.
    public var master: SRTPMasterKey?
    /// How the session keys follow from them.
    public var derivations: [MediaDerivation]
    public var counts: MediaReceiver.Counts
    /// 8,000 a second.
    public var samples: [Int16]
  }

  /// How the attacker came by keys that never were in the signalling.
  public enum Means: String, Hashable, Sendable, CaseIterable {
    /// It has a handshake of its own with each telephone: its fingerprint stands in the signalling.
    case between
    /// It computed the private key of the media path's handshake.
    case quantum
  }

  public var state: State
  public var reason: Reason?
  public var means: Means?
  /// The media path's own handshakes.
  public var handshakes: [MediaHandshake]
  /// Where the call has its keys from; nil: no sound was sent.
  public var protection: CallMedia.Protection?
  public var voices: [Side: Voice]
  /// The lines with keys that were read in the signalling, of either side.
  public var lines: [Side: [SRTPCryptoAttribute]]
  /// In which session's signalling each of them was read first.
  public var sources: [SRTPCryptoAttribute: String] = [:]
  /// The fingerprints that were read in the signalling.
  public var fingerprints: [Side: String]
  /// Packets that passed.
  public var packets: Int

  init(_ state: State, _ reason: Reason?) {
    self.state = state
    self.reason = reason
    (voices, lines, fingerprints, packets) = ([:], [:], [:], 0)
    (means, handshakes) = (nil, [])
  }
}

extension HeardCall {
  /// The sessions whose signalling gave the keys by which it is heard, each once.
  public var openedBy: [String] {
    var sessions: [String] = []
    for side in Side.allCases {
      guard let source = voices[side]?.line.flatMap({ sources[$0] }), !sessions.contains(source)
      else { continue }
      sessions.append(source)
    }
    return sessions
  }

  /// What is heard as a file of sound (WAV): the caller left, the called one right; nil: nothing is.
  public var wav: [UInt8]? {
    guard !voices.isEmpty else { return nil }
    let channels = Side.allCases.map { voices[$0]?.samples ?? [] }
    return WAVFile.bytes(channels, rate: UInt32(Phrase.rate))
  }
}
