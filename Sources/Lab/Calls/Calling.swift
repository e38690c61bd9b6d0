import Applications
import CryptoPrimitives
import Interceptor
import Media
import Network
import TLSEngine
import TLSKeys
import TLSWire

extension Lab {
  /// The sound of the call that a session's signalling set up, as it passed; nil where none did.
  ///
  /// Nobody keeps it: it follows from the world's seed and the session's number.
  ///
  /// - Parameter samples: how much of it; who lists many sessions needs but the first packets.
  public func media(
    of session: Session, samples: Int = CallMedia.sampleCount
  ) -> CallMedia? {
    // The sound goes from telephone to telephone, over however many hops its signalling went.
    let session = hops(of: session)[0]
    return session.remembered(MediaMemory(samples: samples)) { makeMedia(of: session, samples) }
  }

  private struct MediaMemory: Hashable, Sendable { var samples: Int }

  private func makeMedia(of session: Session, _ samples: Int) -> CallMedia? {
    guard let spoken = session.settings[.appMedia].protection,
      let client = session.callingApplication?.end as? SIPClient,
      case .established(let agreement) = client.state, let start = session.callBegan,
      let flow = agreement.flow
    else { return nil }
    let random = world.random.substream(session.id).substream("media")
    let handshakes = try? self.handshakes(of: session, agreement, at: start)
    return try? CallMedia(
      spoken, agreement: agreement, flow: flow, handshakes: handshakes ?? [], start: start,
      samples: samples, random: random)
  }
}

extension Lab {
  /// The handshakes of the media path, each end with what the signalling told it: none for keys that
  /// stand in the signalling.
  private func handshakes(
    of session: Session, _ agreement: SIPMediaAgreement, at start: Int64
  ) throws -> [MediaHandshake] {
    guard let answered = agreement.answer.audio?.fingerprint?.digits else { return [] }
    let offered = session.answer?.agreement?.offer.audio?.fingerprint?.digits
    let roundTrip = session.links[session.clientWire]?.roundTrip ?? 0
    let caller = (party: MediaParty.caller, expects: Optional(answered))
    let called = (party: MediaParty.called, expects: offered)
    let between = (party: MediaParty.interceptor, expects: String?.none)
    func play(
      _ active: (party: MediaParty, expects: String?),
      _ passive: (party: MediaParty, expects: String?)
    ) throws -> MediaHandshake {
      try world.mediaHandshake(
        of: session.id, active: active, passive: passive, at: start, roundTrip: roundTrip)
    }
    guard session.interceptor?.mediaFingerprint != nil else { return [try play(called, caller)] }
    return [try play(between, caller), try play(called, between)]
  }
}

extension CallMedia {
  /// Three seconds.
  public static let sampleCount = 3 * Phrase.rate

  fileprivate init(
    _ protection: Protection, agreement: SIPMediaAgreement, flow: Flow,
    handshakes: [MediaHandshake], start: Int64, samples: Int, random: RandomStream
  ) throws {
    self.protection = protection
    self.flow = flow
    self.handshakes = handshakes
    datagrams = handshakes.first?.datagrams ?? []
    sound = [:]
    // Nobody speaks before both have keys, or where they get none.
    guard handshakes.allSatisfy(\.isComplete), protection != .dtls || !handshakes.isEmpty else {
      return
    }
    let start = max(start, handshakes.map(\.end).max() ?? start)
    let keys: [Side: SRTPCryptoAttribute?] = [
      .client: agreement.callerKey, .server: agreement.calledKey,
    ]
    for side in Side.allCases {
      let said = Phrase(
        side == .client ? .caller : .called, random: random.substream("sound")
      ).samples(samples)
      sound[side] = said
      let master =
        try keys[side]?.flatMap { try SRTPMasterKey.keys(of: $0).first }
        ?? handshakes.first?.master(of: side)
      var stream = MediaStream(.muLaw, master: master, random: random.substream(side.rawValue))
      // The called one hears the bell, lifts, and speaks a moment later.
      let begin = start + (side == .client ? 0 : 7_000)
      for (number, bytes) in try stream.packets(said).enumerated() {
        datagrams.append(
          Datagram(
            time: begin + Int64(number) * MediaStream.interval, direction: side.sending,
            bytes: bytes))
      }
    }
    datagrams.sort { $0.time < $1.time }
  }
}

extension SIPMediaAgreement {
  /// Where each side wants the sound to be sent to.
  fileprivate var flow: Flow? {
    guard let caller = offer.audioAddress, let called = answer.audioAddress else { return nil }
    return Flow(client: caller, server: called)
  }
}

extension SessionDescription {
  fileprivate var audioAddress: Address? {
    guard let audio, let ip = audio.address ?? address else { return nil }
    return Address(ip: ip, port: audio.port)
  }
}

extension Session {
  /// What answered the call: the server, or the telephone beyond it.
  var answer: SIPServer? {
    answeringApplication?.end as? SIPServer ?? (answeringApplication?.end as? SIPProxy)?.called
  }

  /// When the caller acknowledged the answer; nil: there is no call.
  var callBegan: Int64? {
    for (_, step, message) in messages where message.sender == .client {
      if case .applicationData(let data) = message.content, data.starts(with: Array("ACK ".utf8)) {
        return step.time
      }
    }
    return nil
  }
}
