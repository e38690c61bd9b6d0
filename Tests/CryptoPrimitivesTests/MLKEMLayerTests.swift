import Bytes
import Testing

@testable import CryptoPrimitives

@Suite("Each layer of ML-KEM computes what FIPS 203 says")
struct MLKEMLayerTests {
  private static let q = 3329

  /// Any numbers modulo q.
  private func numbers(_ seed: UInt64) -> [Int16] {
    let bytes = RandomStream.seeded(seed).bytes(512)
    return (0..<256).map {
      Int16((Int(bytes[2 * $0]) << 8 | Int(bytes[2 * $0 + 1])) % Self.q)
    }
  }

  @Test("Every number of 16 bits is reduced")
  func reduce() {
    let wrong = (Int16.min...Int16.max).filter { a in
      let remainder = Int(a) % Self.q
      return Int(Modulus.reduce(a)) != (remainder < 0 ? remainder + Self.q : remainder)
    }
    #expect(wrong.isEmpty)
  }

  @Test("Products and quotients stay between -q and q")
  func montgomery() {
    let extremes: [Int16] = [.min, -26_632, -3329, -1, 0, 1, 1664, 3328, 26_632, .max]
    for a in extremes {
      for b: Int16 in [-3328, -1, 0, 1, 17, 3303, 3328] {
        let product = Int(Modulus.multiply(a, b))
        #expect(abs(product) < Self.q)
        #expect((product << 16 - Int(a) * Int(b)).isMultiple(of: Self.q))
        #expect(Int(Modulus.divide(Int32(a) * Int32(b))) == product)
      }
    }
  }

  @Test("The powers of ζ are those of appendix A")
  func zetas() {
    let ones = Zeta.layers.map { Int(Modulus.addIfNegative(Modulus.multiply($0, 1))) }
    #expect(ones.prefix(8) == [1, 1729, 2580, 3289, 2642, 630, 1897, 848])
    #expect(ones.suffix(2) == [885, 2154])
    let moduli = Zeta.moduli.map { Int(Modulus.addIfNegative(Modulus.multiply($0, 1))) }
    #expect(moduli.prefix(4) == [17, 3312, 2761, 568])
  }

  @Test("The transform and its inverse undo each other", arguments: 0..<8)
  func inverse(_ seed: UInt64) {
    let f = Polynomial(coefficients: numbers(seed))
    #expect(f.ntt().inverse() == f)
    #expect(f.ntt().coefficients.allSatisfy { 0..<Modulus.q ~= $0 })
  }

  @Test("Coefficients at either end overflow nothing", arguments: [0, 1, 1664, 3327, 3328])
  func extremes(_ value: Int16) {
    let f = Polynomial(coefficients: [Int16](repeating: value, count: 256))
    #expect(f.ntt().inverse() == f)
    let g = NTTRepresentation(coefficients: f.coefficients)
    #expect(g.inverse().ntt() == g)
    let product = NTTRepresentation.dot([g, g, g, g], [g, g, g, g])
    let square = Int(value) * Int(value)
    #expect(product.coefficients.allSatisfy { 0..<Modulus.q ~= $0 })
    #expect(Int(product.coefficients[1]) == 8 * square % Self.q)
    #expect(Int(product.coefficients[0]) == 4 * (square + square * 17) % Self.q)
  }

  @Test("Products in T_q are products in R_q", arguments: 1..<5)
  func products(_ count: Int) {
    let a = (0..<count).map { Polynomial(coefficients: numbers(UInt64($0))) }
    let b = (0..<count).map { Polynomial(coefficients: numbers(UInt64($0) + 10)) }
    var sums = [Int](repeating: 0, count: 256)
    for (a, b) in zip(a, b) {
      for i in 0..<256 {
        for j in 0..<256 {
          // X²⁵⁶ is -1.
          let product = Int(a.coefficients[i]) * Int(b.coefficients[j]) % Self.q
          sums[(i + j) % 256] += i + j < 256 ? product : Self.q - product
        }
      }
    }
    let dot = NTTRepresentation.dot(a.map { $0.ntt() }, b.map { $0.ntt() })
    #expect(dot.inverse().coefficients.map { Int($0) } == sums.map { $0 % Self.q })
  }

  @Test("Every number is compressed to the nearest", arguments: [1, 4, 5, 10, 11])
  func compression(_ d: Int) {
    let wrong = (0..<Int16(Self.q)).filter { x in
      let nearest = (Int(x) << (d + 1) + Self.q) / (2 * Self.q) % (1 << d)
      return Int(Polynomial.compress(x, d)) != nearest
    }
    #expect(wrong.isEmpty)
    let wrongBack = (0..<Int16(1) << d).filter { y in
      let x = Polynomial.decompress(y, d)
      return Int(x) != (2 * Int(y) * Self.q + 1 << d) >> (d + 1) || Polynomial.compress(x, d) != y
    }
    #expect(wrongBack.isEmpty)
  }

  @Test("Bytes to numbers and back", arguments: [1, 4, 5, 10, 11, 12])
  func encoding(_ d: Int) {
    let f = Polynomial(coefficients: numbers(1).map { $0 & (1 << d - 1) })
    let bytes = f.encoded(d)
    #expect(bytes.count == 32 * d)
    #expect(Polynomial.decode(bytes[...], d) == f)
    // The lowest bit is the first.
    var one = Polynomial(coefficients: [Int16](repeating: 0, count: 256))
    one.coefficients[1] = 1
    #expect(one.encoded(d).firstIndex { $0 != 0 } == d / 8)
    #expect(one.encoded(d)[d / 8] == 1 << UInt8(d % 8))
  }

  @Test("Too few numbers in the first blocks make SampleNTT ask for more")
  func unluckySample() throws {
    let xof = try Keccak(.shake128)
    let seed = [0, 0, 0, 51] + [UInt8](repeating: 0, count: 30)
    let first = try xof.output(of: seed, count: 504)
    #expect(NTTRepresentation.parse(first) == nil)
    let sampled = try NTTRepresentation.sample(seed, by: xof)
    #expect(sampled == NTTRepresentation.parse(try xof.output(of: seed, count: 5040)))
    #expect(sampled.coefficients.allSatisfy { 0..<Modulus.q ~= $0 })
    for count in 0..<4 { #expect(NTTRepresentation.parse(Array(first.prefix(count))) == nil) }
  }

  @Test("SamplePolyCBD counts bits", arguments: [2, 3])
  func centered(_ eta: Int) throws {
    let prf = try Keccak(.shake256)
    let seed = [UInt8](repeating: 3, count: 32)
    let bytes = try prf.output(of: seed + [4], count: 64 * eta)
    let bits = bytes.flatMap { byte in (0..<8).map { Int(byte >> UInt8($0) & 1) } }
    let f = try Polynomial.sampleCBD(eta: eta, seed: seed, index: 4, by: prf)
    for i in 0..<256 {
      let x = bits[2 * i * eta..<(2 * i + 1) * eta].reduce(0, +)
      let y = bits[(2 * i + 1) * eta..<(2 * i + 2) * eta].reduce(0, +)
      #expect(Int(f.coefficients[i]) == (x - y + Self.q) % Self.q)
    }
  }
}
