/// Whether somebody speaks in a call, and how that is protected.
public enum CallSound: String, Hashable, Sendable, Codable, CaseIterable {
  case sdes
  case dtls = "dtls-srtp"
  case rtp
  /// The call is set up, with keys for SRTP, and nobody speaks.
  case off
}
