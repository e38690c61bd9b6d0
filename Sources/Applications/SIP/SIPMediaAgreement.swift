import CryptoPrimitives

/// How the audio of a call is to be protected, as far as the signalling says.
public enum SIPMediaProtection: Sendable, Hashable, Codable {
  /// SRTP whose keys stand in the session descriptions (RFC 4568).
  case sdes
  /// SRTP whose keys the media path's own handshake makes; the descriptions hold the fingerprint of
  /// the certificate that is shown there (RFC 5763), SHA-256 as hexadecimal digits with colons.
  case dtls(fingerprint: String)
  /// RTP as it is.
  case none
}

/// Both sides' session descriptions: what it takes to send the call's audio, and, where its keys stand
/// in them, to decrypt it.
public struct SIPMediaAgreement: Sendable, Hashable, Codable {
  /// What the caller sent.
  public var offer: SessionDescription
  /// What the called side answered.
  public var answer: SessionDescription
  /// The line that was offered and taken; its key is for what the caller sends. nil where no key
  /// stands in the descriptions.
  public var callerKey: SRTPCryptoAttribute?
  /// The key for what the called side sends.
  public var calledKey: SRTPCryptoAttribute?

  /// Takes what an answer agrees to (RFC 3264 §6, RFC 4568 §5.1.3, RFC 5763 §5): audio of the kind
  /// that was offered, with one of the offered suites and tags; `nil` when it doesn't.
  public init?(offer: SessionDescription, answer: SessionDescription) {
    guard let offered = offer.audio, let answered = answer.audio,
      offered.protocolName == answered.protocolName
    else { return nil }
    self.offer = offer
    self.answer = answer
    switch offered.protocolName {
    case SessionDescription.srtp:
      guard let calledKey = answered.cryptoAttributes.first, calledKey.fitsItsSuite,
        let callerKey = offered.cryptoAttributes.first(where: { $0.tag == calledKey.tag }),
        callerKey.suite == calledKey.suite
      else { return nil }
      self.callerKey = callerKey
      self.calledKey = calledKey
    case SessionDescription.dtlsSRTP:
      guard offered.fingerprint != nil, answered.fingerprint != nil else { return nil }
    case SessionDescription.rtp: break
    default: return nil
    }
  }
}

extension SessionDescription {
  static let srtp = "RTP/SAVP"
  static let dtlsSRTP = "UDP/TLS/RTP/SAVP"
  static let rtp = "RTP/AVP"

  /// The first audio stream of a kind that the lab's telephones know, and that is not refused.
  public var audio: Media? {
    media.first {
      $0.kind == "audio" && $0.port != 0
        && [Self.srtp, Self.dtlsSRTP, Self.rtp].contains($0.protocolName)
    }
  }

  /// Offers one audio stream (G.711), protected as is wished; a key of SRTP is a fresh one.
  static func offeringAudio(
    user: String, address: String, port: UInt16, protection: SIPMediaProtection,
    random: RandomStream
  ) -> SessionDescription {
    audio(
      user: user, address: address, port: port,
      mediaLines(protection, tag: 1, setup: "actpass", random), random: random)
  }

  /// Answers an offer in kind: with a key of one's own (RFC 4568 §5.1.2), a fingerprint of one's own
  /// (RFC 5763 §5), or nothing; `nil` when it offers no audio, or SRTP without the one suite that
  /// every implementation has, or a handshake where one has no certificate.
  func answeringAudio(
    user: String, address: String, port: UInt16, fingerprint: String?, random: RandomStream
  ) -> SessionDescription? {
    guard let audio else { return nil }
    var answer = Self.mediaLines(.none, tag: 1, setup: "", random)
    if audio.protocolName == Self.srtp {
      let line = audio.cryptoAttributes.first { $0.suite == .aes128SHA1Tag80 && $0.fitsItsSuite }
      guard let line else { return nil }
      answer = Self.mediaLines(.sdes, tag: line.tag, setup: "", random)
    } else if audio.protocolName == Self.dtlsSRTP {
      guard let fingerprint, audio.fingerprint != nil else { return nil }
      answer = Self.mediaLines(.dtls(fingerprint: fingerprint), tag: 1, setup: "active", random)
    }
    return .audio(user: user, address: address, port: port, answer, random: random)
  }

  private static func mediaLines(
    _ protection: SIPMediaProtection, tag: Int, setup: String, _ random: RandomStream
  ) -> (protocolName: String, attributes: [Attribute]) {
    switch protection {
    case .sdes:
      let key = SRTPCryptoAttribute.Key(keyAndSalt: random.substream("srtp").bytes(30))
      let line = SRTPCryptoAttribute(tag: tag, suite: .aes128SHA1Tag80, keys: [key])
      return (srtp, [Attribute("crypto", line.value)])
    case .dtls(let fingerprint):
      return (
        dtlsSRTP,
        [Attribute("fingerprint", "sha-256 \(fingerprint)"), Attribute("setup", setup)]
      )
    case .none: return (rtp, [])
    }
  }

  private static func audio(
    user: String, address: String, port: UInt16,
    _ protection: (protocolName: String, attributes: [Attribute]), random: RandomStream
  ) -> SessionDescription {
    let number = random.substream("session-id").bytes(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    return SessionDescription(
      origin: Origin(
        username: user, sessionID: String(number), version: "1", address: address),
      address: address,
      media: [
        Media(
          kind: "audio", port: port, protocolName: protection.protocolName, formats: ["8", "0"],
          attributes: [Attribute("rtpmap", "8 PCMA/8000"), Attribute("rtpmap", "0 PCMU/8000")]
            + protection.attributes + [Attribute("sendrecv")])
      ])
  }
}

extension SessionDescription.Media {
  /// The fingerprint of the certificate that the media path's handshake will show (RFC 8122): the
  /// hash's name, and the digits; nil where none is told.
  public var fingerprint: (hash: String, digits: String)? {
    guard let value = attributes.first(where: { $0.name == "fingerprint" })?.value else {
      return nil
    }
    let words = value.split(separator: " ")
    return words.count == 2 ? (words[0].lowercased(), words[1].uppercased()) : nil
  }
}
