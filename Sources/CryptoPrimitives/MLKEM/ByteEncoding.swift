// Polynomials as bytes (FIPS 203 §4.2.1). The first bit is the lowest of the first byte
// (BytesToBits, algorithm 4), and a number's first bit is its lowest.

/// Reads numbers of a few bits each, one after another.
struct BitReader {
  private let bytes: [UInt8]
  private var place = 0
  private var waiting: Int32 = 0
  private var waitingCount: Int32 = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// The next number of at most 12 bits; zeros after the last byte.
  @inline(__always)
  mutating func read(_ count: Int) -> Int32 {
    while waitingCount < Int32(count) {
      let next = place < bytes.count ? Int32(bytes[place]) : 0
      place &+= 1
      waiting |= next &<< waitingCount
      waitingCount &+= 8
    }
    let number = waiting & (1 &<< Int32(count) &- 1)
    waiting = waiting &>> Int32(count)
    waitingCount &-= Int32(count)
    return number
  }
}

extension Coefficients {
  /// ByteEncode_d (algorithm 5): the lowest d bits of each coefficient, in 32 d bytes.
  func encoded(_ d: Int) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: 32 * d) { bytes, filled in
      var waiting: Int32 = 0
      var waitingCount: Int32 = 0
      for coefficient in coefficients {
        waiting |= (Int32(coefficient) & (1 &<< Int32(d) &- 1)) &<< waitingCount
        waitingCount &+= Int32(d)
        while waitingCount >= 8 {
          bytes.initializeElement(at: filled, to: UInt8(truncatingIfNeeded: waiting))
          filled &+= 1
          waiting = waiting &>> 8
          waitingCount &-= 8
        }
      }
    }
  }

  /// ByteDecode_d (algorithm 6) of 32 d bytes; with 12 bits modulo q, with fewer they can't reach it.
  static func decode(_ bytes: ArraySlice<UInt8>, _ d: Int) -> Self {
    make { f in
      var bits = BitReader(Array(bytes))
      for i in f.indices {
        f[i] = Modulus.subtractIfReached(Int16(truncatingIfNeeded: bits.read(d)))
      }
    }
  }
}

extension [Polynomial] {
  /// ByteEncode_d of each, one after another.
  func encoded(_ d: Int) -> [UInt8] { flatMap { $0.encoded(d) } }
}

extension [NTTRepresentation] {
  /// ByteEncode₁₂ of each, one after another.
  var encoded: [UInt8] { flatMap { $0.encoded(12) } }

  /// ByteDecode₁₂ of each of k times 384 bytes.
  static func decode(_ bytes: ArraySlice<UInt8>, k: Int) -> [NTTRepresentation] {
    bytes.parts(k).map { .decode($0, 12) }
  }
}

extension ArraySlice<UInt8> {
  /// As many parts of the same length.
  func parts(_ count: Int) -> [ArraySlice<UInt8>] {
    let length = self.count / count
    return (0..<count).map { dropFirst($0 * length).prefix(length) }
  }
}
