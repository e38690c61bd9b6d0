/// The name of a value of one session, the same for whoever knows it: `master_secret`,
/// `client_random`, `server.ephemeral_private`.
public struct ValueName: RawRepresentable, Sendable, Codable, CodingKeyRepresentable {
  public let rawValue: String
  /// The name's own hash, made once: a handshake looks values up hundreds of times.
  private let fingerprint: Int

  public init(rawValue: String) {
    self.rawValue = rawValue
    fingerprint = rawValue.hashValue
  }

  /// A name as it is typed: RFC 9846 §7.1 calls main secret what all documents before it, and the names here,
  /// call master secret.
  public init(typed: String) {
    self.init(rawValue: typed.replacing("main_secret", with: "master_secret"))
  }
}

extension ValueName: Hashable {
  public static func == (left: ValueName, right: ValueName) -> Bool {
    left.fingerprint == right.fingerprint && left.rawValue == right.rawValue
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(fingerprint) }

  /// What dictionaries and sets ask for: the fingerprint is a hash already.
  public func _rawHashValue(seed: Int) -> Int { fingerprint ^ seed }
}

extension ValueName: ExpressibleByStringLiteral, CustomStringConvertible, Comparable {
  public init(stringLiteral value: String) {
    self.init(rawValue: value)
  }

  public var description: String { rawValue }

  public static func < (left: ValueName, right: ValueName) -> Bool {
    left.rawValue < right.rawValue
  }
}

/// Values by name: what somebody knows.
public typealias KnownValues = [ValueName: [UInt8]]
