/// The name of a value of one session, the same for whoever knows it: `master_secret`,
/// `client_random`, `server.ephemeral_private`.
public struct ValueName: RawRepresentable, Hashable, Sendable, Codable, CodingKeyRepresentable {
  public var rawValue: String

  public init(rawValue: String) {
    self.rawValue = rawValue
  }
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
