/// K-PKE (FIPS 203 §5): encryption whose keys are of module learning with errors. The equations
/// t = A s + e hide s, because nobody knows the small errors e.
///
/// It must not be used by itself: who may send chosen ciphertexts learns the key (§3.3). ML-KEM
/// makes it safe.
enum KPKE {
  /// t̂ and ρ, and Â, which is made of ρ.
  struct EncryptionKey: Sendable, Hashable {
    let parameters: MLKEM
    let t: [NTTRepresentation]
    let rho: [UInt8]
    /// Row by row.
    let a: [[NTTRepresentation]]
  }

  /// ŝ.
  struct DecryptionKey: Sendable, Hashable {
    let parameters: MLKEM
    let s: [NTTRepresentation]
  }

  /// K-PKE.KeyGen (algorithm 13).
  static func makeKeys(
    _ parameters: MLKEM, d: [UInt8]
  ) throws(CryptoError) -> (encryption: EncryptionKey, decryption: DecryptionKey) {
    let (k, eta1) = (parameters.k, parameters.eta1)
    let (rho, sigma) = try MLKEM.g(d + [UInt8(truncatingIfNeeded: k)])
    let a = try makeMatrix(k, rho)
    let s = try sampleVector(0..<k, eta: eta1, seed: sigma).map { $0.ntt() }
    let e = try sampleVector(k..<2 * k, eta: eta1, seed: sigma).map { $0.ntt() }
    let t = zip(a, e).map { row, e in .dot(row, s) + e }
    return (
      EncryptionKey(parameters: parameters, t: t, rho: rho, a: a),
      DecryptionKey(parameters: parameters, s: s)
    )
  }

  /// Â from ρ (lines 3 to 7 of algorithm 13, 4 to 8 of algorithm 14): who has it sends 32 bytes
  /// in place of it.
  private static func makeMatrix(
    _ k: Int, _ rho: [UInt8]
  ) throws(CryptoError) -> [[NTTRepresentation]] {
    let xof = try Keccak(.shake128)
    var matrix: [[NTTRepresentation]] = []
    for i in 0..<k {
      var row: [NTTRepresentation] = []
      for j in 0..<k {
        let indices = [UInt8(truncatingIfNeeded: j), UInt8(truncatingIfNeeded: i)]
        row.append(try .sample(rho + indices, by: xof))
      }
      matrix.append(row)
    }
    return matrix
  }

  /// A polynomial with small coefficients for each value of the counter N.
  private static func sampleVector(
    _ counters: Range<Int>, eta: Int, seed: [UInt8]
  ) throws(CryptoError) -> [Polynomial] {
    let prf = try Keccak(.shake256)
    var vector: [Polynomial] = []
    for n in counters {
      vector.append(try .sampleCBD(eta: eta, seed: seed, index: n, by: prf))
    }
    return vector
  }
}

extension KPKE.EncryptionKey {
  /// The key of t̂ ‖ ρ (lines 2 to 8 of algorithm 14); the caller sees to the length. What is not
  /// below q is reduced.
  init(_ parameters: MLKEM, bytes: [UInt8]) throws(CryptoError) {
    let rho = Array(bytes.suffix(MLKEM.randomLength))
    self.init(
      parameters: parameters,
      t: .decode(bytes.dropLast(MLKEM.randomLength), k: parameters.k), rho: rho,
      a: try KPKE.makeMatrix(parameters.k, rho))
  }

  /// Whether all numbers in t̂ ‖ ρ are below q: decoded and encoded again they are what they were.
  static func isReduced(_ bytes: [UInt8], k: Int) -> Bool {
    let t = bytes.dropLast(MLKEM.randomLength)
    return [NTTRepresentation].decode(t, k: k).encoded == Array(t)
  }

  /// t̂ ‖ ρ (line 19 of algorithm 13).
  var bytes: [UInt8] { t.encoded + rho }

  /// K-PKE.Encrypt (algorithm 14) of 32 bytes, with 32 bytes of randomness.
  func encrypt(_ m: [UInt8], r: [UInt8]) throws(CryptoError) -> [UInt8] {
    let (k, eta2) = (parameters.k, parameters.eta2)
    let y = try KPKE.sampleVector(0..<k, eta: parameters.eta1, seed: r).map { $0.ntt() }
    // e1, and e2 after it.
    let e = try KPKE.sampleVector(k..<2 * k + 1, eta: eta2, seed: r)
    let u = (0..<k).map { i in
      // A row of the transposed matrix.
      NTTRepresentation.dot(a.map { $0[i] }, y).inverse() + e[i]
    }
    // A bit of m becomes 0 or q/2, as far apart as can be.
    let mu = Polynomial.decode(m[...], 1).decompressed(1)
    let v = NTTRepresentation.dot(t, y).inverse() + e[k] + mu
    return u.map { $0.compressed(parameters.du) }.encoded(parameters.du)
      + v.compressed(parameters.dv).encoded(parameters.dv)
  }
}

extension KPKE.DecryptionKey {
  /// The key of ŝ; the caller sees to the length.
  init(_ parameters: MLKEM, bytes: ArraySlice<UInt8>) {
    self.init(parameters: parameters, s: .decode(bytes, k: parameters.k))
  }

  /// ŝ (line 20 of algorithm 13).
  var bytes: [UInt8] { s.encoded }

  /// K-PKE.Decrypt (algorithm 15) of a ciphertext; the caller sees to the length.
  func decrypt(_ ciphertext: [UInt8]) -> [UInt8] {
    let (du, dv) = (parameters.du, parameters.dv)
    let u = ciphertext.prefix(32 * du * parameters.k).parts(parameters.k).map {
      Polynomial.decode($0, du).decompressed(du)
    }
    let v = Polynomial.decode(ciphertext.suffix(32 * dv), dv).decompressed(dv)
    let w = v - NTTRepresentation.dot(s, u.map { $0.ntt() }).inverse()
    return w.compressed(1).encoded(1)
  }
}
