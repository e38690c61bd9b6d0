import CryptoPrimitives

/// Both sides' session descriptions: all that it takes to send, or to decrypt, the call's audio.
public struct SIPMediaAgreement: Sendable, Hashable, Codable {
  /// What the caller sent.
  public var offer: SessionDescription
  /// What the called side answered.
  public var answer: SessionDescription
  /// The line that was offered and taken; its key is for what the caller sends.
  public var callerKey: SRTPCryptoAttribute
  /// The key for what the called side sends.
  public var calledKey: SRTPCryptoAttribute

  /// Takes what an answer agrees to (RFC 4568 §5.1.3): audio over SRTP, with one of the offered
  /// suites and tags; `nil` when it doesn't.
  public init?(offer: SessionDescription, answer: SessionDescription) {
    guard let offered = offer.secureAudio, let answered = answer.secureAudio,
      let calledKey = answered.cryptoAttributes.first, calledKey.fitsItsSuite,
      let callerKey = offered.cryptoAttributes.first(where: { $0.tag == calledKey.tag }),
      callerKey.suite == calledKey.suite
    else { return nil }
    self.offer = offer
    self.answer = answer
    self.callerKey = callerKey
    self.calledKey = calledKey
  }
}

extension SessionDescription {
  /// The first audio stream over SRTP that is not refused.
  var secureAudio: Media? {
    media.first { $0.kind == "audio" && $0.protocolName == "RTP/SAVP" && $0.port != 0 }
  }

  /// Offers one audio stream (G.711) over SRTP under a fresh key.
  static func offeringAudio(
    user: String, address: String, port: UInt16, random: RandomStream
  ) -> SessionDescription {
    audio(user: user, address: address, port: port, tag: 1, random: random)
  }

  /// Answers an offer with a key of one's own (RFC 4568 §5.1.2); `nil` when it offers no audio
  /// over SRTP with the one suite that every implementation has.
  func answeringAudio(
    user: String, address: String, port: UInt16, random: RandomStream
  ) -> SessionDescription? {
    let lines = secureAudio?.cryptoAttributes ?? []
    guard let line = lines.first(where: { $0.suite == .aes128SHA1Tag80 && $0.fitsItsSuite })
    else { return nil }
    return .audio(user: user, address: address, port: port, tag: line.tag, random: random)
  }

  private static func audio(
    user: String, address: String, port: UInt16, tag: Int, random: RandomStream
  ) -> SessionDescription {
    let key = SRTPCryptoAttribute.Key(keyAndSalt: random.substream("srtp").bytes(30))
    let line = SRTPCryptoAttribute(tag: tag, suite: .aes128SHA1Tag80, keys: [key])
    let number = random.substream("session-id").bytes(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    return SessionDescription(
      origin: Origin(
        username: user, sessionID: String(number), version: "1", address: address),
      address: address,
      media: [
        Media(
          kind: "audio", port: port, protocolName: "RTP/SAVP", formats: ["8", "0"],
          attributes: [
            Attribute("rtpmap", "8 PCMA/8000"), Attribute("rtpmap", "0 PCMU/8000"),
            Attribute("crypto", line.value), Attribute("sendrecv"),
          ])
      ])
  }
}
