public import CryptoPrimitives

/// Why a SIP client or server gave up.
public enum SIPFailure: Error, Sendable, Hashable, Codable {
  /// The other side sent something that is not SIP.
  case malformed(SIPParseError)
  /// The challenge can't be answered.
  case unusableChallenge(DigestError)
  /// The server doesn't accept the password.
  case credentialsRefused
  /// The server answered a request with an error.
  case refused(method: String, status: Int)
  /// The answer's session description can't be read.
  case malformedDescription(SDPParseError)
  /// The answer's session description has no key for the offered suite, or no audio.
  case unusableDescription
  /// A cryptographic operation failed.
  case cryptography(CryptoError)
}
