import Platform
import X509

/// Whom to ask, and how fast.
struct ProbeTerms: Sendable {
  var endpoint: Endpoint
  /// Whom to trust for the judgement of the certificate.
  var roots: [Certificate]
  var protocolBefore: StartTLS?
  /// The name for server_name and the certificate, where it is not that of the endpoint.
  var name: String?
  /// Connections a second at most.
  var rate: Double
  /// Seconds that an answer may take.
  var patience = 10.0

  /// Whose certificate is expected.
  var host: String { name ?? endpoint.host }

  /// What nobody complains of.
  static let usualRate = 1.0
  /// More than a real server bears.
  static let highestRate = 1000.0
}

/// Lets through so many a second.
struct Pace {
  private let gap: Double
  private var last: Date?

  init(rate: Double) { gap = 1 / rate }

  /// Waits until the next may begin.
  ///
  /// - Returns: false where somebody wants to wait no longer.
  mutating func wait(_ isInterrupted: () -> Bool) -> Bool {
    if let last {
      let next = last.addingTimeInterval(gap)
      while true {
        if isInterrupted() { return false }
        let left = next.timeIntervalSinceNow
        guard left > 0 else { break }
        usleep(useconds_t(min(left, 0.1) * 1_000_000))
      }
    }
    last = Date()
    return !isInterrupted()
  }
}
