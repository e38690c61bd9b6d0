import Applications
import DTLS
import Eavesdropper
import Interceptor
import Media
import TLSEngine
import TLSKeys
import TLSWire

extension Lab {
  /// A real attempt to hear the call of a session: with the keys that stand in what the attacker read
  /// of its signalling, on the packets that the tap copied.
  ///
  /// - Parameter samples: how much of the sound is tried.
  public func heardCall(
    of session: Session, samples: Int = CallMedia.sampleCount
  ) -> HeardCall {
    let hops = hops(of: session)
    let session = hops[0]
    guard let media = media(of: session, samples: samples) else {
      // The ACK of a refusal begins no call.
      if session.turnedAway != nil { return HeardCall(.none, .turnedAway) }
      if session.isImported { return HeardCall(.none, .imported) }
      return HeardCall(.none, session.callBegan != nil ? .silent : .noCall)
    }
    guard session.settings[.netRecord] else {
      var call = HeardCall(.notRecorded, .tapOff)
      call.protection = media.protection
      return call
    }
    let read = hops.map { hop in
      HopReading(
        session: hop.id,
        said: Dictionary(
          uniqueKeysWithValues: Side.allCases.map { ($0, signalling(of: hop, hop.side(of: $0))) }))
    }
    let means: HeardCall.Means? =
      session.interceptor?.mediaFingerprint != nil
      ? .between : attacker.loot.contains(.quantum) ? .quantum : nil
    return session.remembered(HearingMemory(read: read, means: means, samples: samples)) {
      HeardCall(media, read, means)
    }
  }

  /// What is heard depends on what was read.
  private struct HearingMemory: Hashable, Sendable {
    var read: [HopReading]
    var means: HeardCall.Means?
    var samples: Int
  }

  /// How the call stands, by a packet of each side.
  func heardBriefly(of session: Session) -> HeardCall {
    heardCall(of: session, samples: MediaStream.samplesPerPacket)
  }

  /// What the attacker read of what one side said: from recordings, and from its own connections.
  func signalling(of session: Session, _ side: Side) -> [UInt8] {
    let recorded = vault(of: session).flatMap { entry -> [UInt8] in
      guard case .opened(let opened)? = entry.attempt else { return [] }
      return opened.plaintexts.filter { $0.sender == side && $0.type == .applicationData }
        .flatMap(\.bytes)
    }
    let between = session.interceptor?.read.filter { $0.sender == side }.flatMap(\.bytes) ?? []
    return (session.talk?.heard(of: side) ?? []) + recorded + between
  }
}

/// What the attacker read of the signalling on one hop, by the party of the call that said it.
private struct HopReading: Hashable, Sendable {
  var session: String
  var said: [Side: [UInt8]]
}

extension Session {
  /// Which end of this connection says what a party of the call said: on the second hop the called one is
  /// the client, and the proxy says what the caller said.
  func side(of party: Side) -> Side { hop?.number == 2 ? party.other : party }

  /// With which status a proxy turned the call away itself; nil: it did not.
  public var turnedAway: Int? { (answeringApplication?.end as? SIPProxy)?.turnedAway }
}

extension HeardCall {
  fileprivate init(
    _ media: CallMedia, _ read: [HopReading], _ means: Means?
  ) {
    self.init(.sealed, nil)
    handshakes = media.handshakes
    self.means = media.protection == .dtls ? means : nil
    protection = media.protection
    packets = media.datagrams.count
    for hop in read {
      for (side, said) in hop.said { take(findings(in: said), of: side, from: hop.session) }
    }
    guard !media.sound.isEmpty else {
      (state, reason) = (.none, .handshakeFailed)
      return
    }
    for side in Side.allCases { voices[side] = voice(of: side, media) }
    state = voices.isEmpty ? .sealed : voices.count == 1 ? .partly : .readable
    reason = state == .readable ? nil : whySealed
  }

  /// Notes what one party said on one hop.
  private mutating func take(_ found: [ApplicationFinding], of side: Side, from hop: String) {
    for finding in found {
      switch finding {
      case .srtpKey(let line):
        guard lines[side]?.contains(line) != true else { continue }
        lines[side, default: []].append(line)
        sources[line] = hop
      case .fingerprint(let hash, let digits): fingerprints[side] = "\(hash) \(digits)"
      case .credentials, .said: continue
      }
    }
  }

  private var whySealed: Reason {
    switch protection {
    case .dtls: .keysNotSignalled
    case .sdes, .rtp, nil:
      lines.isEmpty
        ? .signallingSealed
        : lines.keys.contains { voices[$0] == nil } ? .keyDoesNotFit : .oneSideSealed
    }
  }

  /// One side's packets under each key that its own description gives (RFC 4568 §6.1: a key is for
  /// what its writer sends), until one fits.
  private func voice(of side: Side, _ media: CallMedia) -> Voice? {
    let packets = media.datagrams.map { ($0.direction, $0.bytes) }
      .filter { $0.0 == side.sending && PacketKind($0.1) == .rtp }.map(\.1)
    switch media.protection {
    case .rtp: return Self.voice(packets, [], nil)
    case .dtls:
      guard means != nil, let master = handshakes.first?.master(of: side) else { return nil }
      return Self.voice(packets, [master], nil)
    case .sdes: break
    }
    for line in lines[side] ?? [] {
      guard let masters = try? SRTPMasterKey.keys(of: line),
        let voice = Self.voice(packets, masters, line)
      else { continue }
      return voice
    }
    return nil
  }

  private static func voice(
    _ packets: [[UInt8]], _ masters: [SRTPMasterKey], _ line: SRTPCryptoAttribute?
  ) -> Voice? {
    var receiver = MediaReceiver(masters)
    for packet in packets { receiver.receive(packet) }
    guard receiver.counts.authenticated > 0 else { return nil }
    let master = masters.first
    let derivations = master.flatMap { try? SRTPKeyDerivation($0).deriveAll() } ?? []
    return Voice(
      line: line, master: master, derivations: derivations, counts: receiver.counts,
      samples: receiver.samples)
  }
}
