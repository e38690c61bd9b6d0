public import Applications

/// A master key and what was agreed about it.
public struct SRTPMasterKey: Sendable, Hashable, Codable {
  public var transform: SRTPTransform
  public var key: [UInt8]
  public var salt: [UInt8]
  /// What packets name it by (MKI); empty: they don't.
  public var identifier: [UInt8] = []
  /// After so many packets new session keys are derived, a power of two; 0: never (RFC 3711 §4.3.1).
  public var derivationRate: UInt64 = 0
  /// Whether packets of SRTP, and of SRTCP, are encrypted.
  public var encrypts = true
  public var encryptsControl = true
  /// Whether packets of SRTP have a tag. With AEAD they always have.
  public var authenticates = true

  /// - Parameter keyAndSalt: master key ‖ master salt.
  public init(_ suite: SRTPSuite, keyAndSalt: [UInt8]) throws(MediaError) {
    transform = try SRTPTransform(suite)
    let needed = transform.keyLength + transform.saltLength
    guard keyAndSalt.count == needed else {
      throw .keyLength(needed: needed, has: keyAndSalt.count)
    }
    key = Array(keyAndSalt.prefix(transform.keyLength))
    salt = Array(keyAndSalt.dropFirst(transform.keyLength))
  }

  /// The keys of an `a=crypto` line (RFC 4568 §6), as they are listed: one or more.
  public static func keys(of line: SRTPCryptoAttribute) throws(MediaError) -> [SRTPMasterKey] {
    var keys: [SRTPMasterKey] = []
    for entry in line.keys {
      var key = try SRTPMasterKey(line.suite, keyAndSalt: entry.keyAndSalt)
      if let text = entry.masterKeyIdentifier { key.identifier = try identifier(text) }
      for word in line.sessionParameters { try key.take(word) }
      keys.append(key)
    }
    return keys
  }

  /// `1:4` is the number 1 in four bytes (RFC 4568 §6.1).
  private static func identifier(_ text: String) throws(MediaError) -> [UInt8] {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, let number = UInt64(parts[0]), let count = Int(parts[1]),
      (1...128).contains(count), count >= 8 || number >> UInt64(8 * count) == 0
    else { throw .keyParameter(text) }
    let padding = [UInt8](repeating: 0, count: max(0, count - 8))
    return padding + number.networkBytes.suffix(min(count, 8))
  }

  /// RFC 4568 §6.3.
  private mutating func take(_ word: String) throws(MediaError) {
    switch word.uppercased() {
    case "UNENCRYPTED_SRTP": encrypts = false
    case "UNENCRYPTED_SRTCP": encryptsControl = false
    case "UNAUTHENTICATED_SRTP": if case .counter = transform.method { authenticates = false }
    case let text where text.hasPrefix("KDR="):
      guard let power = UInt64(text.dropFirst(4)), power <= 24 else {
        throw .sessionParameter(word)
      }
      derivationRate = 1 << power
    // Both are about packets of forward error correction; those of sound stay as they are (§6.3.4, §6.3.5).
    case "FEC_ORDER=FEC_SRTP", "FEC_ORDER=SRTP_FEC": break
    case let text where text.hasPrefix("FEC_KEY=INLINE:"): break
    case let text where text.hasPrefix("WSH=") || text.hasPrefix("-"): break
    default: throw .sessionParameter(word)
    }
  }

  /// Bytes of the tag that packets of SRTP end with.
  var tagLength: Int { authenticates ? transform.tagLength : 0 }
}
