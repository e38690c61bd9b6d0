public import Network
public import TLSKeys

/// What passed beside a session's signalling: the sound of the call that was set up in it.
public struct CallMedia: Hashable, Sendable {
  /// How the sound is protected.
  public enum Protection: String, Hashable, Sendable, CaseIterable {
    /// SRTP, whose keys stand in the signalling (RFC 4568).
    case sdes
    /// SRTP, whose keys a handshake on the media path makes (RFC 5764).
    case dtls = "dtls-srtp"
    /// RTP as it is.
    case rtp
  }

  /// What passed the tap.
  public struct Datagram: Hashable, Sendable {
    /// Microseconds of the lab's clock.
    public var time: Int64
    /// From the caller to the called one is the client's direction.
    public var direction: Direction
    /// What stands behind the header of UDP.
    public var bytes: [UInt8]
  }

  public var protection: Protection
  /// Both telephones' ends of the media path; the caller is the client.
  public var flow: Flow
  /// The media path's own handshakes: none where the keys are signalled or there are none, one
  /// between both telephones, or, where somebody stands between, one with each; the caller's first.
  public var handshakes: [MediaHandshake]
  /// In the order of time, on the caller's stretch of the way.
  public var datagrams: [Datagram]
  /// What each side said: samples, 8,000 a second.
  public var sound: [Side: [Int16]]
}

extension CallSound {
  /// nil: nobody speaks.
  var protection: CallMedia.Protection? { CallMedia.Protection(rawValue: rawValue) }
}
