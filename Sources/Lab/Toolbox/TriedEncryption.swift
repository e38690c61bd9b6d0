import Bytes
public import CryptoPrimitives

/// A text encrypted with the key of the toolbox.
public struct TriedEncryption: Hashable, Sendable {
  public let text: [UInt8]
  public let key: [UInt8]
  public let nonce: [UInt8]
  /// The ciphertext, as long as the text, and the tag behind it.
  public let ciphertext: [UInt8]
  public let tag: [UInt8]

  public static let algorithm = AEADAlgorithm.aes128GCM

  init(_ text: String, key: [UInt8], nonce: [UInt8]) throws {
    self.text = Array(text.utf8)
    self.key = key
    self.nonce = nonce
    let sealed = try Self.algorithm.seal(self.text, key: key, nonce: nonce, additionalData: [])
    ciphertext = Array(sealed.prefix(self.text.count))
    tag = Array(sealed.dropFirst(self.text.count))
  }

  /// What comes of opening it, after the first bit was turned over if that is wanted; nil: refused.
  public func opened(turned: Bool = false) -> [UInt8]? {
    var sealed = ciphertext + tag
    if turned { sealed[0] ^= 1 }
    return try? Self.algorithm.open(sealed, key: key, nonce: nonce, additionalData: [])
  }
}

extension Lab {
  /// Encrypts a text with the key of the toolbox and a nonce that no other text has had: "the same nonce
  /// and key combination MUST NOT be used more than once" (RFC 5116 §3.1). An attempt that was undone was
  /// seen all the same, so that the text itself goes into the nonce.
  public func tryEncryption(of text: String) throws -> TriedEncryption {
    let times = trial(.encrypt)?.times ?? 0
    let nonce = toolboxRandom.substream("nonce/\(times)/\(Array(text.utf8).hex)").bytes(12)
    return try TriedEncryption(text, key: toolboxKey, nonce: nonce)
  }

  /// The same with the nonce of the encryption before, and that one.
  ///
  /// - Returns: nil where nothing was encrypted before.
  public func tryEncryptionWithSameNonce(
    of text: String
  ) throws -> (now: TriedEncryption, before: TriedEncryption)? {
    guard let values = trial(.encrypt)?.values, let earlier = values["text"],
      let nonce = values["nonce"].flatMap([UInt8].init(hex:)), nonce.count == 12
    else { return nil }
    return (
      try TriedEncryption(text, key: toolboxKey, nonce: nonce),
      try TriedEncryption(earlier, key: toolboxKey, nonce: nonce)
    )
  }

  private var toolboxRandom: RandomStream { world.random.substream("try") }
  private var toolboxKey: [UInt8] { toolboxRandom.substream("key").bytes(16) }
}
