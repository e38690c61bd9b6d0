import CZlib

/// Undoes DEFLATE (RFC 1951) bit by bit, in the wrapping of gzip (RFC 1952) or of zlib (RFC 1950).
///
/// `@unchecked Sendable`: whoever holds it uses it alone.
public final class Inflation: @unchecked Sendable {
  public enum Wrapping: Int32, Sendable {
    // zlib's numbers: the window, and which wrapping.
    case gzip = 31
    case zlib = 15
  }

  /// What came out.
  public enum Output: Sendable {
    /// Empty: nothing until more comes in.
    case bytes([UInt8])
    case damaged
  }

  private var stream = z_stream()
  private let isReady: Bool
  private var pending: [UInt8] = []
  private var start = 0
  private var hasMore = false
  private var isDamaged = false
  private let wrapping: Wrapping
  /// Whether what came in ends where a compressed piece ends.
  public private(set) var isWhole = true

  public init(_ wrapping: Wrapping) {
    self.wrapping = wrapping
    isReady =
      inflateInit2_(
        &stream, wrapping.rawValue, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
  }

  deinit { if isReady { inflateEnd(&stream) } }

  /// Takes compressed bytes.
  public func append(_ bytes: [UInt8]) {
    if start > 0 { pending.removeFirst(start) }
    start = 0
    pending += bytes
  }

  /// Skips what tapes, and others who write blocks, put behind a piece: zeros, which gzip passes over as well.
  ///
  /// - Returns: whether nothing else came.
  private func skipPadding() -> Bool {
    start = pending[start...].firstIndex { $0 != 0 } ?? pending.count
    return start == pending.count
  }

  /// What the bytes that came give, so many at most.
  public func next(limit: Int) -> Output {
    guard isReady, !isDamaged else { return .damaged }
    var code = Z_OK
    let output = [UInt8](unsafeUninitializedCapacity: limit) { buffer, filled in
      while filled < limit && (start < pending.count || hasMore) {
        if isWhole && wrapping == .gzip && !hasMore && skipPadding() { break }
        let space = UInt32(clamping: limit - filled)
        let given = UInt32(clamping: pending.count - start)
        pending.withUnsafeMutableBufferPointer { input in
          stream.next_in = input.baseAddress.map { $0 + start }
          stream.avail_in = given
          stream.next_out = buffer.baseAddress.map { $0 + filled }
          stream.avail_out = space
          code = inflate(&stream, Z_NO_FLUSH)
        }
        start += Int(given - stream.avail_in)
        filled += Int(space - stream.avail_out)
        // Where the output was full, zlib may hold more of it.
        hasMore = stream.avail_out == 0 && code == Z_OK
        isWhole = code == Z_STREAM_END
        // One piece may follow another (RFC 1952 §2.2).
        if code == Z_STREAM_END { inflateReset(&stream) }
        if code != Z_OK && code != Z_STREAM_END { break }
      }
    }
    isDamaged = code != Z_OK && code != Z_STREAM_END && code != Z_BUF_ERROR
    return isDamaged && output.isEmpty ? .damaged : .bytes(output)
  }
}
