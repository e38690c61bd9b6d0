import Dispatch
import Platform
import Synchronization

/// The call of a server whose name may have several addresses: one is tried after the other, and the
/// next begins when one has failed or says nothing for a moment (RFC 8305 §5).
struct Calling {
  /// The Connection Attempt Delay, in seconds.
  private static let delay = 0.25
  /// How often it is looked whether somebody tires of waiting, in seconds.
  private static let slice = 0.1

  private let endpoint: Endpoint
  /// How long an answer is waited for.
  private let seconds: Double
  private var left: [SocketAddress]
  private var begun: [CInt] = []
  private var lastError: SocketError

  /// - Returns: the number of a connected socket.
  /// - Throws: when the name does not resolve, nobody listens there, nobody answers in time, or the
  ///   wait was interrupted.
  static func call(
    _ endpoint: Endpoint, within seconds: Double, isInterrupted: () -> Bool
  ) throws(SocketError) -> CInt {
    let addresses = try resolve(endpoint, within: seconds, isInterrupted)
    var calling = Calling(endpoint, addresses, seconds)
    return try calling.connect(isInterrupted)
  }

  private init(_ endpoint: Endpoint, _ addresses: [SocketAddress], _ seconds: Double) {
    self.endpoint = endpoint
    self.seconds = seconds
    left = addresses
    lastError = .timedOut("\(endpoint)", seconds: seconds)
  }

  /// The system's resolver can't be told to stop: it is asked on a thread of its own.
  private static func resolve(
    _ endpoint: Endpoint, within seconds: Double, _ isInterrupted: () -> Bool
  ) throws(SocketError) -> [SocketAddress] {
    final class Answer: Sendable {
      let addresses = Mutex<[SocketAddress]>([])
      let isThere = DispatchSemaphore(value: 0)
    }
    let answer = Answer()
    DispatchQueue(label: "resolver").async {
      let addresses = SocketAddress.resolve(endpoint)
      answer.addresses.withLock { $0 = addresses }
      answer.isThere.signal()
    }
    let deadline = DispatchTime.now() + seconds
    while answer.isThere.wait(timeout: .now() + slice) == .timedOut {
      if isInterrupted() { throw .interrupted }
      if DispatchTime.now() > deadline { throw .timedOut("\(endpoint)", seconds: seconds) }
    }
    let addresses = answer.addresses.withLock { $0 }
    guard !addresses.isEmpty else { throw .unknownHost(endpoint.host) }
    return addresses
  }

  private mutating func connect(_ isInterrupted: () -> Bool) throws(SocketError) -> CInt {
    defer { for number in begun { _ = Platform.close(number) } }
    let deadline = DispatchTime.now() + seconds
    var next = DispatchTime.now()
    while DispatchTime.now() < deadline {
      if isInterrupted() { throw .interrupted }
      if begun.isEmpty || DispatchTime.now() >= next, !left.isEmpty {
        begin(left.removeFirst())
        next = .now() + Self.delay
      }
      if begun.isEmpty, left.isEmpty { throw lastError }
      if let number = wait() { return number }
    }
    throw .timedOut("\(endpoint)", seconds: seconds)
  }

  private mutating func begin(_ address: SocketAddress) {
    guard let number = SystemCalls.socket(for: address) else { return note(errno) }
    let code = address.pass { Platform.connect(number, $0, $1) == 0 ? 0 : errno }
    guard code == 0 || code == EINPROGRESS || code == EINTR else {
      _ = Platform.close(number)
      return note(code)
    }
    begun.append(number)
  }

  /// Waits for a moment at all that is begun.
  ///
  /// - Returns: the first that is connected; what failed is closed.
  private mutating func wait() -> CInt? {
    var places = begun.map { pollfd(fd: $0, events: Int16(POLLOUT), revents: 0) }
    guard poll(&places, nfds_t(places.count), CInt(Self.slice * 1000)) > 0 else { return nil }
    for place in places where place.revents != 0 {
      begun.removeAll { $0 == place.fd }
      let code = SystemCalls.outcome(at: place.fd)
      if code == 0 { return place.fd }
      _ = Platform.close(place.fd)
      note(code)
    }
    return nil
  }

  private mutating func note(_ code: CInt) {
    lastError = SocketError(code: code, "\(endpoint)", seconds: seconds)
  }
}
