/// Why a server does not take a client's early data.
public enum EarlyDataRefusal: String, Hashable, Sendable, Codable {
  /// It takes none.
  case off
  /// It has no key for it: the ticket does not open, is too old, or allows none.
  case noKey = "no_key"
  /// It asked for another ClientHello (RFC 8446 §4.2.10).
  case retry
  /// The suite or the application protocol is another than the ticket's (RFC 8446 §4.2.10).
  case changed
  /// Early data was taken with the ticket before (RFC 8446 §8.1).
  case spent
  /// The ticket's age is another by the server's clock than by the client's (RFC 8446 §8.3).
  case stale
}
