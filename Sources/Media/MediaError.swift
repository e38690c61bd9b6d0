public import CryptoPrimitives

/// Why a packet can't be protected, or stays as it is.
public enum MediaError: Error, Sendable, Hashable, Codable {
  /// Nothing here reads the suite of this name.
  case suiteNotRead(String)
  /// Master key and salt of another length than the suite demands, in bytes.
  case keyLength(needed: Int, has: Int)
  /// A word of RFC 4568 §6.3 that is not understood: the line is void.
  case sessionParameter(String)
  /// A lifetime or an identifier of a key that RFC 4568 §6.1 does not know.
  case keyParameter(String)
  case packet(RTPError)
  /// The tag does not fit (RFC 3711 §3.3, RFC 7714 §8).
  case authentication
  /// A packet of that index came before (RFC 3711 §3.3.2).
  case replayed
  /// The index is older than the window.
  case tooOld
  /// The packet names a master key that is not there (RFC 3711 §3.1).
  case unknownMasterKey([UInt8])
  /// 2^48 packets of SRTP or 2^31 of SRTCP: the key has served (RFC 3711 §9.2).
  case keyExhausted
  case crypto(CryptoError)
}
