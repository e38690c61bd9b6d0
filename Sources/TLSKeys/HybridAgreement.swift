import CryptoPrimitives
public import Knowledge

extension KeyAgreement {
  /// X25519MLKEM768 (draft-ietf-tls-ecdhe-mlkem): no Diffie-Hellman, but used as if it were one.
  public static let hybrid = KeyAgreement.named("X25519MLKEM768")

  /// Whether this is Diffie-Hellman modulo a prime.
  public var isFiniteField: Bool {
    if case .finiteField = self { true } else { false }
  }
}

extension Evaluator {
  /// What both sides of the hybrid have in common: ML-KEM's secret, then X25519's.
  ///
  /// A client's private value is its key pair; a server's is the secret that it encapsulated and the
  /// private key beside it.
  func agreeHybrid(_ name: ValueName, _ peer: [UInt8]) throws(Failure) -> [UInt8] {
    guard let own = values[name] else { throw .missing(name) }
    do throws(CryptoError) {
      guard own.count != HybridKeyPair.privateKeyLength else {
        return try HybridKeyPair.make(privateKey: own).sharedSecret(from: peer)
      }
      guard own.count == 64, peer.count == HybridKeyPair.clientShareLength else {
        throw CryptoError(operation: "hybrid agree", reason: "wrong length", kind: .badInput)
      }
      let classical = try KeyPair.make(group: .x25519, privateKey: Array(own.suffix(32)))
      return try own.prefix(32) + classical.sharedSecret(with: Array(peer.suffix(32)))
    } catch {
      throw .crypto(error)
    }
  }
}
