public import Commands
import Dispatch
public import Lab
import Network
import Screens
import Synchronization
import TLSEngine
import TLSKeys

/// `tlslab listen`: serves every client that calls the port, any number at once, until it is stopped.
public final class VisitorService: Sendable {
  /// Sessions that can be resumed by their identifier.
  static let sessionLimit = 256

  private let lab: Lab
  private let listener: TCPListener
  private let server: Lab.OutsideServer
  private let terms: ListenTerms
  private let kept = Mutex<[SessionState]>([])
  /// Nil where a ticket may be used more than once.
  private let spent: SpentTickets?
  /// Seconds of silence after which a visit is over; nil: none.
  private let idle: Double?

  /// The port that was opened.
  public var port: Int { listener.port }

  /// Opens the port.
  ///
  /// - Parameter service: the settings of the server, and how silent a visitor may be.
  /// - Throws: when the port can't be had, or the settings make no server.
  public init(_ lab: Lab, port: Int, _ service: ServiceTerms<ListenTerms> = .init(.init())) throws {
    var lab = lab
    terms = service.terms
    idle = service.idle
    try terms.refuseContradictions(in: lab)
    listener = try TCPListener(port: port)
    do {
      server = try lab.makeOutsideServer(
        host: "127.0.0.1", at: SocketCourier.clock, terms.settings, showing: terms.means)
    } catch {
      listener.close()
      throw error
    }
    self.lab = lab
    spent = server.takesEarlyDataOnce ? SpentTickets() : nil
  }

  /// Takes visitors.
  ///
  /// - Parameters:
  ///   - isStopped: asked several times a second.
  ///   - tell: gets each visit when it is over, as a lab with one session, from any thread; of one that did
  ///     not come to TLS, why not.
  public func run(
    isStopped: @escaping @Sendable () -> Bool,
    tell: @escaping @Sendable (Result<Lab, CommandError>) -> Void
  ) {
    let hall = Hall(idle: idle, isStopped: isStopped) { tell(.success($0)) }
    hall.serve(listener) { stream in
      guard let before = terms.protocolBefore else { return guest(stream, [], isStopped) }
      // It is waited for: on a thread of its own.
      DispatchQueue(label: "open").async {
        let patience = self.idle ?? Double(Silence.longest)
        do throws(SocketError) {
          let preface = try before.answer(on: stream, patience, isStopped)
          hall.enter(self.guest(stream, preface, isStopped))
        } catch {
          stream.finish()
          guard error != .interrupted else { return }
          var refusal = CommandError(error)
          let client = stream.flow.client
          refusal.details.append(String(worded: "from \(client.ip):\(client.port)"))
          tell(.failure(refusal))
        }
      }
      return nil
    }
  }

  private func guest(
    _ stream: TCPStream, _ preface: [Segment], _ isStopped: @escaping @Sendable () -> Bool
  ) -> Guest {
    Guest([stream], SocketCourier(ofGuest: isStopped)) { courier in
      var lab = self.lab
      var connection = OutsideConnection(flow: stream.flow, host: "127.0.0.1", now: courier.now)
      connection.preface = preface
      connection.answersBeforeClosing = true
      lab.answer(connection, self.server, keeping: self.kept.withLock { $0 })
      courier.take([stream], for: lab)
      return Visit(lab, courier, self.spent, keep: self.keep)
    }
  }

  /// Remembers what a visitor can resume its session by, before it knows that it can.
  private func keep(_ session: Session) {
    let states = session.server?.sessionsToKeep ?? []
    kept.withLock { kept in
      kept += states.filter { state in !kept.contains { $0.sessionID == state.sessionID } }
      kept.removeFirst(max(0, kept.count - Self.sessionLimit))
    }
  }
}
