import COpenSSL

extension MLKEM {
  /// The private key.
  package struct DecapsulationKey: Sendable, Hashable {
    private let decryption: KPKE.DecryptionKey
    /// What its owner gives away.
    package let encapsulationKey: EncapsulationKey
    /// From which the secret of a ciphertext is made that nobody made.
    private let z: [UInt8]

    /// ML-KEM.KeyGen_internal (algorithm 16) from the seed d ‖ z.
    ///
    /// - Throws: `.badInput` for another length than 64.
    package init(_ parameters: MLKEM, seed: [UInt8]) throws(CryptoError) {
      guard seed.count == MLKEM.seedLength else {
        throw .badInput("make \(parameters.name) key", "a seed is \(MLKEM.seedLength) bytes")
      }
      let d = Array(seed.prefix(MLKEM.randomLength))
      let (encryption, decryption) = try KPKE.makeKeys(parameters, d: d)
      self.decryption = decryption
      encapsulationKey = try EncapsulationKey(encryption, bytes: encryption.bytes)
      z = Array(seed.suffix(MLKEM.randomLength))
    }

    /// ML-KEM.KeyGen (algorithm 19): the seed is the first 64 bytes of the stream.
    package init(_ parameters: MLKEM, random: RandomStream) throws(CryptoError) {
      try self.init(parameters, seed: random.bytes(MLKEM.seedLength))
    }

    /// The key of its bytes, ŝ ‖ ek ‖ H(ek) ‖ z.
    ///
    /// - Throws: `.badInput` for a length that is not the parameter set's ("type check") or a hash
    ///   that is not that of the encapsulation key ("hash check", FIPS 203 §7.3).
    package init(_ parameters: MLKEM, bytes: [UInt8]) throws(CryptoError) {
      let length = parameters.decapsulationKeyLength
      guard bytes.count == length else {
        throw .badInput(
          "\(parameters.name) decapsulate", "a decapsulation key is \(length) bytes")
      }
      let publicPart = Array(
        bytes.dropFirst(parameters.k * MLKEM.polynomialLength)
          .prefix(parameters.encapsulationKeyLength))
      let hash = Array(bytes.dropLast(MLKEM.randomLength).suffix(MLKEM.randomLength))
      guard try MLKEM.h(publicPart) == hash else {
        throw .badInput(
          "\(parameters.name) decapsulate", "the hash in the decapsulation key is not its own")
      }
      decryption = KPKE.DecryptionKey(
        parameters, bytes: bytes.prefix(parameters.k * MLKEM.polynomialLength))
      encapsulationKey = try EncapsulationKey(
        KPKE.EncryptionKey(parameters, bytes: publicPart), bytes: publicPart)
      z = Array(bytes.suffix(MLKEM.randomLength))
    }

    /// ŝ ‖ ek ‖ H(ek) ‖ z (line 3 of algorithm 16).
    package var bytes: [UInt8] {
      decryption.bytes + encapsulationKey.bytes + encapsulationKey.hash + z
    }

    /// ML-KEM.Decaps (algorithms 21 and 18): the secret in a ciphertext, 32 bytes.
    ///
    /// What was not encapsulated to this key is no error: the secret is one that nobody else has
    /// ("implicit rejection"). Whether that happened must not show (FIPS 203 §6.3), so both
    /// secrets are made, and no branch chooses.
    ///
    /// - Throws: `.badInput` for another length than the parameter set's (§7.3).
    package func decapsulate(_ ciphertext: [UInt8]) throws(CryptoError) -> [UInt8] {
      let parameters = decryption.parameters
      guard ciphertext.count == parameters.ciphertextLength else {
        throw .badInput(
          "\(parameters.name) decapsulate",
          "a ciphertext is \(parameters.ciphertextLength) bytes")
      }
      let m = decryption.decrypt(ciphertext)
      let (secret, r) = try MLKEM.g(m + encapsulationKey.hash)
      let rejected = try MLKEM.j(z + ciphertext)
      let again = try encapsulationKey.encryption.encrypt(m, r: r)
      return Self.select(secret, or: rejected, comparing: again, ciphertext)
    }

    /// The one of two secrets if two ciphertexts of one length are equal, else the other.
    private static func select(
      _ secret: [UInt8], or rejected: [UInt8], comparing a: [UInt8], _ b: [UInt8]
    ) -> [UInt8] {
      let difference = UInt32(bitPattern: CRYPTO_memcmp(a, b, b.count))
      // Of a difference that is not zero, or of its negative, the uppermost bit is set.
      let isDifferent = UInt8(truncatingIfNeeded: (difference | (0 &- difference)) &>> 31)
      let mask = 0 &- isDifferent
      return zip(secret, rejected).map { $0 ^ (mask & ($0 ^ $1)) }
    }
  }
}
