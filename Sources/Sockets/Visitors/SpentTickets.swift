import Lab
import Synchronization

/// The tickets whose early data was taken, for `server.early-data=once`.
///
/// Visits go on at the same time, and whoever repeats early data may have called long before. So what
/// was taken is looked up when the ClientHello is answered, and while one is answered no other is: of
/// those that show one ticket, one alone is the first (RFC 8446 §8.1).
final class SpentTickets: Sendable {
  /// The oldest are forgotten then. A ticket is no good for ever either.
  static let limit = 10_000

  private let tickets = Mutex<[[UInt8]]>([])

  /// Plays what has come to a session that waits for its ClientHello, all of it.
  ///
  /// - Returns: the steps that were played.
  func answerHello(_ session: inout Session) -> [Step] {
    tickets.withLock { tickets in
      session.refuseEarlyData(under: tickets)
      var steps: [Step] = []
      while let step = session.advance() { steps.append(step) }
      if let ticket = session.spentTicket { tickets.append(ticket) }
      tickets.removeFirst(max(0, tickets.count - Self.limit))
      return steps
    }
  }
}
