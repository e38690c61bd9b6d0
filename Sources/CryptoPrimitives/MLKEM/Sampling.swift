// Polynomials from random bytes (FIPS 203 §4.2.2).

extension NTTRepresentation {
  /// Bytes that are squeezed at first, whole blocks of SHAKE128: enough 99 times of 100.
  private static let firstBytes = 504
  /// A block of SHAKE128.
  private static let blockLength = 168

  /// SampleNTT (algorithm 7): an element of T_q from a seed of 34 bytes, evenly distributed.
  ///
  /// How long it takes depends on the seed, which is public: ρ and two indices.
  static func sample(_ seed: [UInt8], by xof: borrowing Keccak) throws(CryptoError) -> Self {
    var count = firstBytes
    while true {
      if let sampled = parse(try xof.output(of: seed, count: count)) { return sampled }
      count += blockLength
    }
  }

  /// The first 256 numbers of 12 bits that are smaller than q, or nil if there are fewer.
  static func parse(_ bytes: [UInt8]) -> Self? {
    var accepted = 0
    let sampled = bytes.withUnsafeBufferPointer { bytes in
      make { numbers in
        for place in stride(from: 0, to: bytes.count - 2, by: 3) where accepted < count {
          let (c0, c1) = (Int16(bytes[place]), Int16(bytes[place + 1]))
          let d1 = c0 | (c1 & 0x0F) << 8
          let d2 = c1 >> 4 | Int16(bytes[place + 2]) << 4
          if d1 < Modulus.q {
            numbers[accepted] = d1
            accepted += 1
          }
          if d2 < Modulus.q && accepted < count {
            numbers[accepted] = d2
            accepted += 1
          }
        }
      }
    }
    return accepted == count ? sampled : nil
  }
}

extension Polynomial {
  /// SamplePolyCBD_η (algorithm 8) of PRF_η(s, b) (equation 4.3): a polynomial with coefficients
  /// from -η to η, each the difference of two sums of η bits.
  static func sampleCBD(
    eta: Int, seed: [UInt8], index: Int, by prf: borrowing Keccak
  ) throws(CryptoError) -> Polynomial {
    let bytes = try prf.output(of: seed + [UInt8(truncatingIfNeeded: index)], count: 64 * eta)
    return .make { f in
      var bits = BitReader(bytes)
      for i in f.indices {
        let chunk = bits.read(2 * eta)
        f[i] = Modulus.addIfNegative(sum(chunk, eta) &- sum(chunk &>> Int32(eta), eta))
      }
    }
  }

  /// The sum of the lowest bits of a number.
  @inline(__always)
  private static func sum(_ chunk: Int32, _ count: Int) -> Int16 {
    var sum: Int32 = 0
    for bit in 0..<Int32(count) { sum &+= chunk &>> bit & 1 }
    return Int16(truncatingIfNeeded: sum)
  }
}
