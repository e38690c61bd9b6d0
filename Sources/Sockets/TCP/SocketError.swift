import Commands
import Platform
import Screens

/// Why there is no connection, or no more of it.
public enum SocketError: Error, Hashable, Sendable {
  /// Not `HOST:PORT`.
  case noAddress(String)
  case unknownHost(String)
  case refused(String)
  case timedOut(String, seconds: Double)
  case portInUse(Int)
  /// A port is 16 bits long (RFC 9293 §3.1).
  case noPort(Int)
  /// Ports below 1024 are the administrator's.
  case portForbidden(Int)
  /// The system's own words.
  case system(String, reason: String)
  /// Nobody came, or nothing came, in time.
  case nobodyCame(seconds: Double)
  case interrupted
  /// The conversation before the handshake went wrong: what was asked, what came.
  case startTLS(asked: String, answer: String)
  /// A client did not ask for TLS: what it said last.
  case notAsked(said: String)
  /// A client asked for TLS, and plaintext stood behind its request (RFC 3207 §6).
  case plaintextBehind(said: String)

  /// What a number of the system's errors means for whoever called.
  ///
  /// - Parameter seconds: how long an answer was waited for.
  init(code: CInt, _ place: String, seconds: Double) {
    switch code {
    case ECONNREFUSED: self = .refused(place)
    case ETIMEDOUT: self = .timedOut(place, seconds: seconds)
    default: self = .system(place, reason: String(cString: strerror(code)))
    }
  }

  /// The error in one line.
  public var words: String {
    switch self {
    case .noAddress(let text): String(worded: "'\(text)' is no HOST:PORT")
    case .unknownHost(let host): String(worded: "the name \(host) does not resolve to an address")
    case .refused(let place): String(worded: "\(place) refuses: nobody listens there")
    case .timedOut(let place, let seconds):
      String(worded: "\(place) did not answer within \(seconds.secondsText)")
    case .portInUse(let port): String(worded: "port \(port) is in use by another program")
    case .noPort(let port): String(worded: "\(port) is no port: 1 to 65535")
    case .portForbidden(let port):
      String(worded: "port \(port) needs an administrator: take one from 1024 on")
    case .system(let place, let reason): "\(place): \(reason)"
    case .nobodyCame(let seconds): String(worded: "nobody called within \(seconds.secondsText)")
    case .interrupted: String(worded: "stopped")
    case .notAsked(let said): String(worded: "the client did not ask for TLS; it said: \(said)")
    case .plaintextBehind(let said):
      String(
        worded:
          "the client asked for TLS, and plaintext stood behind its request, which whoever stands in between could have put there: \(said)"
      )
    case .startTLS(let asked, let answer):
      String(worded: "asked for \(asked), and the server said: \(answer)")
    }
  }
}
