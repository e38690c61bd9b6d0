/// The two codes of ITU-T G.711 for speech at 8,000 samples a second, a byte a sample; payload types 0 and 8 of
/// RTP (RFC 3551 §4.5.14).
public enum G711: String, Sendable, Hashable, Codable, CaseIterable {
  case muLaw = "PCMU"
  case aLaw = "PCMA"

  /// The static payload type (RFC 3551 §6).
  public var payloadType: UInt8 {
    switch self {
    case .muLaw: 0
    case .aLaw: 8
    }
  }

  /// - Returns: nil for a payload type that is neither.
  public init?(payloadType: UInt8) {
    switch payloadType {
    case 0: self = .muLaw
    case 8: self = .aLaw
    default: return nil
    }
  }

  /// What is sent where nothing is to be heard.
  public var silence: UInt8 {
    switch self {
    case .muLaw: 0xff
    case .aLaw: 0xd5
    }
  }

  public func encode(_ samples: some Sequence<Int16>) -> [UInt8] { samples.map(encode) }

  public func decode(_ codes: some Sequence<UInt8>) -> [Int16] {
    let table = self == .muLaw ? Self.muLawTable : Self.aLawTable
    return codes.map { table[Int($0)] }
  }

  /// The code of one sample of 16 bits.
  public func encode(_ sample: Int16) -> UInt8 {
    // Negative ones in ones' complement, as in ITU-T G.191.
    let isNegative = sample < 0
    let magnitude = Int(isNegative ? ~sample : sample)
    switch self {
    case .muLaw:
      // 14 bits, moved so that every segment begins at a power of two.
      let level = min((magnitude >> 2) + 33, 0x1fff)
      let segment = Self.highestBit(level) - 5
      let code = UInt8(segment << 4 | (level >> (segment + 1)) & 15)
      return ~code & 0x7f | (isNegative ? 0 : 0x80)
    case .aLaw:
      // 12 bits.
      let level = magnitude >> 4
      let segment = level < 16 ? 0 : Self.highestBit(level) - 3
      let step = segment == 0 ? level : (level >> (segment - 1)) & 15
      return (UInt8(segment << 4 | step) | (isNegative ? 0 : 0x80)) ^ 0x55
    }
  }

  private static func highestBit(_ number: Int) -> Int {
    Int.bitWidth - 1 - number.leadingZeroBitCount
  }

  private static let muLawTable: [Int16] = (0...255).map { number in
    let code = ~number & 0xff
    let level = ((code & 15) << 1 | 33) << (code >> 4 & 7)
    let sample = Int16((level - 33) << 2)
    return code & 0x80 == 0 ? sample : -sample
  }

  private static let aLawTable: [Int16] = (0...255).map { number in
    let code = number ^ 0x55
    let segment = code >> 4 & 7
    let step = code & 15
    let level = segment == 0 ? step << 1 | 1 : (step << 1 | 33) << (segment - 1)
    let sample = Int16(level << 3)
    return code & 0x80 == 0 ? -sample : sample
  }
}
