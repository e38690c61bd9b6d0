public import Knowledge

/// The way from a key exchange to the keys of the records, of whichever version was negotiated.
public enum KeySchedule: Hashable, Sendable, Codable {
  /// TLS 1.2 and earlier.
  case tls12(KeySchedule12)
  case tls13(KeySchedule13)

  /// Every rule of this session.
  public var rules: [Rule] { RuleBook.of(.whole(self)).rules }
}
