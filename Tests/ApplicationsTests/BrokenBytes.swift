/// What can happen to bytes on their way, for tests that nothing traps.
enum BrokenBytes {
  /// The bytes cut off at every length.
  static func truncations(of bytes: [UInt8]) -> [[UInt8]] {
    bytes.indices.map { Array(bytes[..<$0]) }
  }

  /// The bytes with one of them replaced, at every place, by characters that mean something: four
  /// of them at each place, others at the next.
  static func mutations(of bytes: [UInt8]) -> [[UInt8]] {
    let replacements = Array("\0\n\r \t:;,=\"\\<>@/9\u{7f}".utf8) + [0x80, 0xc3, 0xff]
    return bytes.indices.flatMap { index in
      (0..<4).map { number in
        var mutated = bytes
        mutated[index] = replacements[(4 * index + number) % replacements.count]
        return mutated
      }
    }
  }

  /// The bytes with one of them left out, or two exchanged, at every place.
  static func shifts(of bytes: [UInt8]) -> [[UInt8]] {
    bytes.indices.dropLast().flatMap { index in
      var shorter = bytes
      shorter.remove(at: index)
      var exchanged = bytes
      exchanged.swapAt(index, index + 1)
      return [shorter, exchanged]
    }
  }

  /// Noise of many lengths, the same every time.
  static func noise(count: Int) -> [[UInt8]] {
    var state: UInt64 = 88_172_645_463_325_252
    return (0..<count).map { length in
      (0..<length).map { _ in
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return UInt8(truncatingIfNeeded: state)
      }
    }
  }

  static func all(of bytes: [UInt8]) -> [[UInt8]] {
    truncations(of: bytes) + mutations(of: bytes) + shifts(of: bytes) + noise(count: 200)
  }
}
