/// SplitMix64: the same seed gives the same numbers everywhere.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  mutating func bytes(_ count: Int) -> [UInt8] {
    (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &self) }
  }

  mutating func bytes(_ counts: ClosedRange<Int>) -> [UInt8] {
    bytes(Int.random(in: counts, using: &self))
  }

  mutating func several<Value>(_ counts: ClosedRange<Int>, _ make: (inout Self) -> Value) -> [Value]
  {
    let count = Int.random(in: counts, using: &self)
    return (0..<count).map { _ in make(&self) }
  }

  mutating func uint16() -> UInt16 { UInt16.random(in: .min ... .max, using: &self) }
  mutating func uint8() -> UInt8 { UInt8.random(in: .min ... .max, using: &self) }
}
