import Synchronization

/// RSA keys by the stream that they were made from.
///
/// The same stream gives the same key, and making one takes longer than a hundred handshakes: whoever
/// begins a lesson again, or goes back behind a key and on again, does not wait for it twice.
enum MadeKeys {
  private struct Origin: Hashable {
    var bits: Int
    var random: RandomStream
  }

  /// All are forgotten then. A world has a handful.
  private static let limit = 256
  private static let keys = Mutex<[Origin: PrivateKey]>([:])

  /// - Parameter make: draws from the stream, real entropy or not.
  static func rsa(
    bits: Int, random: RandomStream, make: () throws(CryptoError) -> PrivateKey
  ) throws(CryptoError) -> PrivateKey {
    guard !random.isSystem else { return try make() }
    let origin = Origin(bits: bits, random: random)
    if let key = keys.withLock({ $0[origin] }) { return key }
    let key = try make()
    keys.withLock { keys in
      if keys.count >= limit { keys = [:] }
      keys[origin] = key
    }
    return key
  }
}
