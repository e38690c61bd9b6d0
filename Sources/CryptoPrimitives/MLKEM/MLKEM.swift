/// ML-KEM, the key encapsulation mechanism of FIPS 203, in one of its parameter sets (§8, table 2).
///
/// Whoever wants to receive a secret makes a `DecapsulationKey` and gives away its
/// `encapsulationKey`. `EncapsulationKey.encapsulate` makes a secret and a ciphertext of it, which
/// `DecapsulationKey.decapsulate` opens.
///
/// From below upwards, each file is one layer of the standard:
///
/// | file | FIPS 203 |
/// |---|---|
/// | `Keccak` | §4.1: the hash functions G, H, J, PRF and XOF |
/// | `ModularArithmetic` | §2.4.1: integers modulo q |
/// | `ByteEncoding`, `Compression` | §4.2.1: polynomials as bytes, and with fewer bits |
/// | `Sampling` | §4.2.2: polynomials from random bytes |
/// | `Polynomial`, `NTT` | §2.4.4, §4.3: the rings R_q and T_q, and the way between them |
/// | `KPKE` | §5: a public-key encryption, secure only against who listens |
/// | `EncapsulationKey`, `DecapsulationKey` | §6, §7: ML-KEM, secure also against who sends |
///
/// What is claimed of side channels: no branch and no index depends on a secret, division is by
/// multiplication, ciphertexts are compared and the secret is chosen without a branch (§6.3). Only
/// the public ρ decides how long `sampleNTT` takes. What is not claimed: that the compiler keeps
/// it so (nothing inspects its output), that memory is wiped (FIPS 203 §3.3 asks for that: Swift's
/// arrays can't promise it), or that power and radiation tell nothing.
package struct MLKEM: Sendable, Hashable {
  /// As FIPS 203 calls the parameter set.
  package let name: String
  /// Rows and columns of the matrix Â, and polynomials of a vector: 2, 3 or 4.
  package let k: Int
  /// How far the coefficients of s, e and y are from zero at most.
  package let eta1: Int
  /// How far those of e1 and e2 are.
  package let eta2: Int
  /// Bits that are left of each coefficient of u in a ciphertext.
  package let du: Int
  /// Bits that are left of each coefficient of v.
  package let dv: Int

  package static let mlKEM512 = MLKEM(name: "ML-KEM-512", k: 2, eta1: 3, eta2: 2, du: 10, dv: 4)
  package static let mlKEM768 = MLKEM(name: "ML-KEM-768", k: 3, eta1: 2, eta2: 2, du: 10, dv: 4)
  package static let mlKEM1024 = MLKEM(name: "ML-KEM-1024", k: 4, eta1: 2, eta2: 2, du: 11, dv: 5)
}

// Lengths in bytes (FIPS 203 §8, table 3).
extension MLKEM {
  /// Bytes of a key's seed, d ‖ z, and of its halves.
  package static let seedLength = 64
  /// Bytes of d, z and m, of ρ and σ, and of what the hash functions H and J give.
  package static let randomLength = 32
  /// Bytes of the shared secret.
  package static let secretLength = 32

  /// Bytes of a polynomial with 12 bits for each of its 256 coefficients.
  static let polynomialLength = 384

  /// Bytes of t̂ ‖ ρ: 1184 for ML-KEM-768.
  package var encapsulationKeyLength: Int { k * Self.polynomialLength + Self.randomLength }
  /// Bytes of ŝ ‖ t̂ ‖ ρ ‖ H(ek) ‖ z: 2400 for ML-KEM-768.
  package var decapsulationKeyLength: Int {
    k * Self.polynomialLength + encapsulationKeyLength + 2 * Self.randomLength
  }
  /// Bytes of a ciphertext: 1088 for ML-KEM-768.
  package var ciphertextLength: Int { 32 * (du * k + dv) }
}
