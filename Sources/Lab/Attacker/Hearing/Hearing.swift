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
    guard let media = media(of: session, samples: samples) else {
      let isCall = session.callBegan != nil
      return HeardCall(.none, isCall ? .silent : .noCall)
    }
    guard session.settings[.netRecord] else {
      var call = HeardCall(.notRecorded, .tapOff)
      call.protection = media.protection
      return call
    }
    let read = Dictionary(
      uniqueKeysWithValues: Side.allCases.map { ($0, signalling(of: session, $0)) })
    let means: HeardCall.Means? =
      session.interceptor?.mediaFingerprint != nil
      ? .between : attacker.loot.contains(.quantum) ? .quantum : nil
    return session.remembered(HearingMemory(read: read, means: means, samples: samples)) {
      HeardCall(media, Dictionary(uniqueKeysWithValues: read.map { ($0, findings(in: $1)) }), means)
    }
  }

  /// What is heard depends on what was read.
  private struct HearingMemory: Hashable, Sendable {
    var read: [Side: [UInt8]]
    var means: HeardCall.Means?
    var samples: Int
  }

  /// How the call stands, by a packet of each side.
  func audioState(of session: Session) -> HeardCall.State {
    heardCall(of: session, samples: MediaStream.samplesPerPacket).state
  }

  /// What the attacker read of what one side said: from recordings, and from its own connections.
  func signalling(of session: Session, _ side: Side) -> [UInt8] {
    let recorded = vault(of: session).flatMap { entry -> [UInt8] in
      guard case .opened(let opened)? = entry.attempt else { return [] }
      return opened.plaintexts.filter { $0.sender == side && $0.type == .applicationData }
        .flatMap(\.bytes)
    }
    let between = session.interceptor?.read.filter { $0.sender == side }.flatMap(\.bytes) ?? []
    return recorded + between
  }
}

extension HeardCall {
  fileprivate init(
    _ media: CallMedia, _ found: [Side: [ApplicationFinding]], _ means: Means?
  ) {
    self.init(.sealed, nil)
    handshakes = media.handshakes
    self.means = media.protection == .dtls ? means : nil
    protection = media.protection
    packets = media.datagrams.count
    for (side, findings) in found {
      for finding in findings {
        switch finding {
        case .srtpKey(let line): lines[side, default: []].append(line)
        case .fingerprint(let hash, let digits): fingerprints[side] = "\(hash) \(digits)"
        case .credentials, .said: break
        }
      }
    }
    guard !media.sound.isEmpty else {
      (state, reason) = (.none, .handshakeFailed)
      return
    }
    for side in Side.allCases { voices[side] = voice(of: side, media) }
    state = voices.isEmpty ? .sealed : voices.count == 1 ? .partly : .readable
    reason = state == .readable ? nil : whySealed
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
