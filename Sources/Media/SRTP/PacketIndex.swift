/// Which of 2^48 a packet is, estimated from the 16 bits that it tells (RFC 3711 §3.3.1, appendix A).
public struct PacketIndex: Sendable, Hashable, Codable {
  /// The highest sequence number that was seen (s_l); nil before the first packet.
  public private(set) var highest: UInt16?
  /// How often the sequence number began anew (ROC).
  public private(set) var rollover: UInt32

  public init(rollover: UInt32 = 0) {
    self.rollover = rollover
  }

  /// The likely index of a packet; nil where it would be before the first or behind the last.
  public func estimate(_ sequence: UInt16) -> UInt64? {
    guard let highest else { return Self.index(rollover, sequence) }
    let distance = Int(sequence) - Int(highest)
    if highest < 0x8000 && distance > 0x8000 {
      return rollover == 0 ? nil : Self.index(rollover - 1, sequence)
    }
    if highest >= 0x8000 && distance < -0x8000 {
      return rollover == .max ? nil : Self.index(rollover + 1, sequence)
    }
    return Self.index(rollover, sequence)
  }

  /// To be called with the index of a packet that was authentic.
  public mutating func update(_ index: UInt64) {
    let rollover = UInt32(truncatingIfNeeded: index >> 16)
    let sequence = UInt16(truncatingIfNeeded: index)
    guard let highest else {
      self.rollover = rollover
      self.highest = sequence
      return
    }
    if index > Self.index(self.rollover, highest) {
      self.rollover = rollover
      self.highest = sequence
    }
  }

  static func index(_ rollover: UInt32, _ sequence: UInt16) -> UInt64 {
    UInt64(rollover) << 16 | UInt64(sequence)
  }
}

/// Which indices were seen, so that no packet counts twice (RFC 3711 §3.3.2).
public struct ReplayWindow: Sendable, Hashable, Codable {
  /// What is to be said of an index.
  public enum Verdict: Sendable, Hashable, Codable {
    case new
    case seen
    case tooOld
  }

  /// A bit an index, by its remainder.
  private var words: [UInt64]
  private var highest: UInt64?

  /// - Parameter size: how many indices are remembered, at least 64.
  public init(size: Int = 128) {
    words = [UInt64](repeating: 0, count: min(max(64, size), 1 << 16).roundedUpToWords)
  }

  private var size: UInt64 { UInt64(words.count * 64) }

  public func verdict(_ index: UInt64) -> Verdict {
    guard let highest, index <= highest else { return .new }
    if highest - index >= size { return .tooOld }
    return isSet(index) ? .seen : .new
  }

  /// To be called with the index of a packet that was authentic and new.
  public mutating func mark(_ index: UInt64) {
    if let highest, index > highest {
      if index - highest >= size {
        for word in words.indices { words[word] = 0 }
      } else {
        var passed = highest + 1
        while passed <= index {
          set(passed, false)
          passed += 1
        }
      }
    }
    highest = max(highest ?? index, index)
    set(index, true)
  }

  private func place(_ index: UInt64) -> (word: Int, bit: UInt64) {
    let place = index % size
    return (Int(place / 64), 1 << (place % 64))
  }

  private func isSet(_ index: UInt64) -> Bool {
    let place = place(index)
    return words[place.word] & place.bit != 0
  }

  private mutating func set(_ index: UInt64, _ isSeen: Bool) {
    let place = place(index)
    if isSeen { words[place.word] |= place.bit } else { words[place.word] &= ~place.bit }
  }
}

extension Int {
  fileprivate var roundedUpToWords: Int { (self + 63) / 64 }
}
