public import Applications
public import Eavesdropper
import Interceptor
public import Knowledge
public import Media
public import TLSKeys
import TLSWire

/// From what was stolen to what is heard: each step a derivation of this run, up to the one that
/// can't be made.
public struct Cascade: Hashable, Sendable {
  /// One step.
  public indirect enum Rung: Hashable, Sendable {
    /// One of several hops of the signalling begins here, by its session.
    case hop(String)
    /// Words that passed without TLS, in bytes.
    case inTheOpen(Int)
    /// What the attacker holds, and used.
    case loot([Leak])
    /// The attacker stands between the ends: nothing need be stolen.
    case inBetween
    /// Values of the key schedule, in the order in which they were computed.
    case derived([Derivation])
    /// Records that opened, and bytes of application data in them.
    case records(count: Int, bytes: Int)
    /// A line with a key in one side's session description.
    case line(Side, SRTPCryptoAttribute)
    /// A fingerprint in one side's session description.
    case fingerprint(Side, String)
    /// The media path's own handshake, which made the keys.
    case handshake(MediaHandshake)
    /// How the attacker came by its keys all the same.
    case means(HeardCall.Means)
    /// Master key and salt of what one side sends.
    case master(Side, SRTPMasterKey)
    /// The keys of its packets.
    case sessionKeys(Side, [MediaDerivation])
    /// Packets without any protection.
    case unprotected(Side)
    /// What is heard of one side.
    case audio(Side, HeardCall.Voice)
    /// It goes no further.
    case stops(Stop)
  }

  /// Why it goes no further.
  public enum Stop: Hashable, Sendable {
    /// The recording stays closed.
    case recording(VaultEntry)
    /// The call is not heard.
    case call(HeardCall.Reason)
  }

  public var rungs: [Rung]
  /// How it ends.
  public var call: HeardCall
}

extension Lab {
  /// The way from what the attacker holds now to the sound of a session's call.
  public func cascade(of session: Session) -> Cascade {
    let call = heardCall(of: session)
    let hops = hops(of: session)
    guard hops.count > 1 else { return cascade(of: session, call) }
    let needsSignalling = call.protection == .sdes || call.protection == nil
    let ways = hops.map { hop in (id: hop.id, rungs: rungs(ofHop: hop)) }
    let found = ways.flatMap { [Cascade.Rung.hop($0.id)] + $0.rungs }
    let isSealed = ways.allSatisfy { if case .stops? = $0.rungs.last { true } else { false } }
    return Cascade(
      rungs: found + (isSealed && needsSignalling ? [] : Self.rungs(call)), call: call)
  }

  /// What opens the signalling of one hop, or what keeps it closed.
  private func rungs(ofHop session: Session) -> [Cascade.Rung] {
    if let talk = session.talk, talk.isWhole {
      let bytes = Side.allCases.reduce(0) { $0 + talk.heard(of: $1).count }
      if bytes > 0 { return [.inTheOpen(bytes)] }
    }
    let entries = vault(of: session)
    for case .opened(let opened)? in entries.map(\.attempt) { return Self.rungs(opened) }
    if let read = session.interceptor?.read, !read.isEmpty {
      let bytes = read.reduce(0) { $0 + $1.bytes.count }
      return [.inBetween, .records(count: read.count, bytes: bytes)]
    }
    return entries.first.map { [.stops(.recording($0))] } ?? []
  }

  private func cascade(of session: Session, _ call: HeardCall) -> Cascade {
    let way = rungs(ofHop: session)
    guard case .stops? = way.last else {
      return Cascade(rungs: way + Self.rungs(call), call: call)
    }
    // What needs no keys out of the signalling goes on without it.
    let needsSignalling = call.protection != .rtp && call.means == nil
    return Cascade(rungs: needsSignalling ? way : Self.rungs(call), call: call)
  }

  private static func rungs(_ opened: Attempt.Opened) -> [Cascade.Rung] {
    let data = opened.plaintexts.filter { $0.type == .applicationData }
    let bytes = data.reduce(0) { $0 + $1.bytes.count }
    return (opened.using.isEmpty ? [] : [.loot(opened.using)])
      + [
        .derived((opened.earlier?.by ?? []) + opened.by), .records(count: data.count, bytes: bytes),
      ]
  }

  private static func rungs(_ call: HeardCall) -> [Cascade.Rung] {
    var rungs: [Cascade.Rung] = Side.allCases.compactMap { side in
      call.fingerprints[side].map { .fingerprint(side, $0) }
    }
    if let handshake = call.handshakes.first { rungs.append(.handshake(handshake)) }
    if let means = call.means { rungs.append(.means(means)) }
    for side in Side.allCases {
      guard let voice = call.voices[side] else { continue }
      if let line = voice.line { rungs.append(.line(side, line)) }
      if let master = voice.master { rungs.append(.master(side, master)) }
      rungs.append(
        voice.master == nil ? .unprotected(side) : .sessionKeys(side, voice.derivations))
      rungs.append(.audio(side, voice))
    }
    if let reason = call.reason { rungs.append(.stops(.call(reason))) }
    return rungs
  }
}
