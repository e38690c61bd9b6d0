public import Knowledge

/// The way from a key exchange to the keys of the records, of whichever version was negotiated.
public enum KeySchedule: Hashable, Sendable, Codable {
  /// TLS 1.2 and earlier.
  case tls12(KeySchedule12)
  case tls13(KeySchedule13)

  /// Every rule of this session.
  public var rules: [Rule] {
    switch self {
    case .tls12(let schedule): schedule.rules
    case .tls13(let schedule): schedule.rules
    }
  }
}
