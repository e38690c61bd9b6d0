public import Applications
public import CryptoPrimitives

/// How a suite protects packets, as far as it is read here.
public struct SRTPTransform: Sendable, Hashable, Codable {
  /// Encryption and authentication.
  public enum Method: Sendable, Hashable, Codable {
    /// AES in counter mode (RFC 3711 §4.1.1, RFC 6188 §2) and HMAC-SHA1, of which so many bytes are sent
    /// with a packet of SRTP.
    case counter(CounterMode, tag: Int)
    /// AES-GCM (RFC 7714).
    case aead(AEADAlgorithm)
  }

  public var suite: SRTPSuite
  public var method: Method
  /// Bytes of a master key, which are those of a session key too.
  public var keyLength: Int
  /// Bytes of a master salt, which are those of a session salt too.
  public var saltLength: Int

  /// - Throws: ``MediaError/suiteNotRead(_:)``.
  public init(_ suite: SRTPSuite) throws(MediaError) {
    let method: Method? =
      switch suite {
      case .aes128SHA1Tag80: .counter(.aes128, tag: 10)
      case .aes128SHA1Tag32: .counter(.aes128, tag: 4)
      case .aes256SHA1Tag80: .counter(.aes256, tag: 10)
      case .aes256SHA1Tag32: .counter(.aes256, tag: 4)
      case .aes128GCM: .aead(.aes128GCM)
      case .aes256GCM: .aead(.aes256GCM)
      default: nil
      }
    guard let method, let lengths = suite.lengths else { throw .suiteNotRead(suite.rawValue) }
    self.suite = suite
    self.method = method
    keyLength = lengths.key
    saltLength = lengths.salt
  }

  /// Bytes of an SRTP tag.
  public var tagLength: Int {
    switch method {
    case .counter(_, let tag): tag
    case .aead(let algorithm): algorithm.tagLength
    }
  }

  /// Bytes of an SRTCP tag: never the short one (RFC 4568 §6.2.2).
  public var controlTagLength: Int {
    switch method {
    case .counter: 10
    case .aead(let algorithm): algorithm.tagLength
    }
  }

  /// Bytes of a key for HMAC-SHA1 (RFC 3711 §5.2); of AEAD there is none.
  public var authenticationKeyLength: Int {
    switch method {
    case .counter: 20
    case .aead: 0
    }
  }

  /// What session keys are derived by: AES in counter mode under the master key, of AEAD too (RFC 7714 §11).
  public var derivation: CounterMode { keyLength == 32 ? .aes256 : .aes128 }
}
