extension MLKEM {
  /// The public key: who has it can make a secret for its owner.
  package struct EncapsulationKey: Sendable, Hashable {
    let encryption: KPKE.EncryptionKey
    /// t̂ ‖ ρ.
    package let bytes: [UInt8]
    /// H(ek).
    let hash: [UInt8]

    /// The key of K-PKE's and its bytes.
    init(_ encryption: KPKE.EncryptionKey, bytes: [UInt8]) throws(CryptoError) {
      self.encryption = encryption
      self.bytes = bytes
      hash = try MLKEM.h(bytes)
    }

    /// The key of bytes that somebody sent.
    ///
    /// - Throws: `.badInput` for a length that is not the parameter set's ("type check") or a
    ///   number that is not reduced modulo q ("modulus check", FIPS 203 §7.2).
    package init(_ parameters: MLKEM, bytes: [UInt8]) throws(CryptoError) {
      let length = parameters.encapsulationKeyLength
      guard bytes.count == length else {
        throw .badInput(
          "\(parameters.name) encapsulate", "an encapsulation key is \(length) bytes")
      }
      guard KPKE.EncryptionKey.isReduced(bytes, k: parameters.k) else {
        throw .badInput(
          "\(parameters.name) encapsulate", "a number of the encapsulation key is not below q")
      }
      try self.init(KPKE.EncryptionKey(parameters, bytes: bytes), bytes: bytes)
    }

    /// ML-KEM.Encaps (algorithm 20): a fresh secret, 32 bytes, and its ciphertext.
    ///
    /// m is the first 32 bytes of the stream.
    package func encapsulate(random: RandomStream) throws(CryptoError) -> Encapsulation {
      try encapsulate(m: random.bytes(MLKEM.randomLength))
    }

    /// ML-KEM.Encaps_internal (algorithm 17).
    ///
    /// - Throws: `.badInput` if m is not 32 bytes.
    package func encapsulate(m: [UInt8]) throws(CryptoError) -> Encapsulation {
      guard m.count == MLKEM.randomLength else {
        throw .badInput("\(encryption.parameters.name) encapsulate", "m is 32 bytes")
      }
      let (secret, r) = try MLKEM.g(m + hash)
      return Encapsulation(secret: secret, ciphertext: try encryption.encrypt(m, r: r))
    }
  }

  /// What encapsulation gives.
  package struct Encapsulation: Sendable, Hashable {
    /// K, for both sides alone.
    package let secret: [UInt8]
    /// c, for the wire.
    package let ciphertext: [UInt8]
  }
}
