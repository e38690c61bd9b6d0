/// Writes sound as a WAV file: PCM of 16 bits, one channel or two.
public enum WAVFile {
  /// The bytes of a file; the shorter of two channels ends with silence.
  ///
  /// - Parameters:
  ///   - channels: one, or left and right.
  ///   - rate: samples a second.
  /// - Returns: nil for another number of channels, or what is too long for the format (2^32 bytes).
  public static func bytes(_ channels: [[Int16]], rate: UInt32 = 8000) -> [UInt8]? {
    guard (1...2).contains(channels.count) else { return nil }
    let frames = channels.map(\.count).max() ?? 0
    let block = 2 * channels.count
    guard let size = UInt32(exactly: frames * block), size <= .max - 36 else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(44 + Int(size))
    bytes += Array("RIFF".utf8) + (size + 36).fileBytes + Array("WAVEfmt ".utf8)
    bytes += UInt32(16).fileBytes + UInt16(1).fileBytes
    bytes += UInt16(truncatingIfNeeded: channels.count).fileBytes + rate.fileBytes
    bytes += (rate &* UInt32(truncatingIfNeeded: block)).fileBytes
    bytes += UInt16(truncatingIfNeeded: block).fileBytes + UInt16(16).fileBytes
    bytes += Array("data".utf8) + size.fileBytes
    for frame in 0..<frames {
      for channel in channels {
        let sample = UInt16(bitPattern: frame < channel.count ? channel[frame] : 0)
        bytes.append(UInt8(truncatingIfNeeded: sample))
        bytes.append(UInt8(truncatingIfNeeded: sample >> 8))
      }
    }
    return bytes
  }
}

extension FixedWidthInteger {
  /// Least significant first.
  fileprivate var fileBytes: [UInt8] { withUnsafeBytes(of: littleEndian) { Array($0) } }
}
