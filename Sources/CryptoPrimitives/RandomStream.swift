import Bytes
import COpenSSLShims

/// A source of randomness, as a value: real entropy, or a stream that a seed determines.
///
/// The stream: block i is SHA-256(key ‖ i as 8 bytes, big endian). A seed's key is
/// SHA-256(`tlslab seed` ‖ seed), a substream's key SHA-256(key ‖ label). A stream always starts at
/// its beginning; operations differ by the label of their substream, because libcrypto draws
/// different amounts at different times.
public struct RandomStream: Sendable, Hashable {
  /// 32 bytes, or nothing for real entropy.
  private var key: [UInt8]

  private init(key: [UInt8]) {
    self.key = key
  }

  /// Real entropy; its substreams are real entropy too.
  public static let system = RandomStream(key: [])

  /// The stream of a numeric seed (as 8 bytes, big endian).
  public static func seeded(_ seed: UInt64) -> RandomStream {
    seeded((0..<8).map { UInt8(truncatingIfNeeded: seed >> (56 - 8 * $0)) })
  }

  /// The stream of a seed of any length.
  public static func seeded(_ seed: [UInt8]) -> RandomStream {
    RandomStream(key: derive(Array("tlslab seed".utf8), seed))
  }

  /// Whether this is real entropy.
  public var isSystem: Bool { key.isEmpty }

  /// The stream of one operation, named by its label, e.g. `S3/client/x25519`.
  public func substream(_ label: String) -> RandomStream {
    guard !isSystem else { return self }
    return RandomStream(key: Self.derive(key, Array(label.utf8)))
  }

  /// The first bytes of the stream (fresh ones each time from real entropy).
  public func bytes(_ count: Int) -> [UInt8] {
    guard count > 0 else { return [] }
    guard !isSystem else { return Self.entropy(count) }
    return [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      tlslab_random_fill(key, buffer.baseAddress, count)
      filled = count
    }
  }

  /// Runs `body` with this stream as the source that libcrypto draws from, on this thread.
  public func use<R, E: Error>(_ body: () throws(E) -> R) throws(E) -> R {
    var previous = tlslab_random_state()
    if isSystem {
      tlslab_random_begin(nil, &previous)
    } else {
      _ = tlslab_random_install()
      tlslab_random_begin(key, &previous)
    }
    defer { tlslab_random_end(&previous) }
    return try body()
  }

  /// Real entropy from the operating system, whatever stream is in force for libcrypto.
  private static func entropy(_ count: Int) -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count + 8)
    while bytes.count < count {
      withUnsafeBytes(of: generator.next()) { bytes.append(contentsOf: $0) }
    }
    return Array(bytes.prefix(count))
  }

  private static func derive(_ prefix: [UInt8], _ data: [UInt8]) -> [UInt8] {
    let length = Int(TLSLAB_RANDOM_KEY_LENGTH)
    return [UInt8](unsafeUninitializedCapacity: length) { buffer, filled in
      tlslab_random_derive(prefix, prefix.count, data, data.count, buffer.baseAddress)
      filled = length
    }
  }
}

/// Saved as the hexadecimal digits of the key; none for real entropy.
extension RandomStream: Codable {
  public init(from decoder: any Decoder) throws {
    key = try decoder.singleValueContainer().decodeHexadecimal()
    guard key.isEmpty || key.count == Int(TLSLAB_RANDOM_KEY_LENGTH) else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "a stream's key is 32 bytes"))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(key.hex)
  }
}
