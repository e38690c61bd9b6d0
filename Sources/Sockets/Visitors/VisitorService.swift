public import Commands
public import Lab
import Network
import Synchronization
import TLSEngine
import TLSKeys

/// `tlslab listen`: serves every client that calls the port, several at once, until it is stopped.
public final class VisitorService: Sendable {
  /// Sessions that can be resumed by their identifier.
  static let sessionLimit = 256

  private let lab: Lab
  private let listener: TCPListener
  private let server: Lab.OutsideServer
  private let kept = Mutex<[SessionState]>([])
  /// Nil where a ticket may be used more than once.
  private let spent: SpentTickets?
  private let patience: SocketCourier.Patience

  /// The port that was opened.
  public var port: Int { listener.port }

  /// Opens the port.
  ///
  /// - Parameters:
  ///   - settings: of the server.
  ///   - patience: with a visitor that keeps silent.
  /// - Throws: when the port can't be had, or the settings make no server.
  public init(
    _ lab: Lab, port: Int, settings: [(key: String, value: String)] = [],
    patience: SocketCourier.Patience = SocketCourier.Patience(handshake: 10, conversation: 10)
  ) throws {
    var lab = lab
    listener = try TCPListener(port: port)
    do {
      server = try lab.makeOutsideServer(
        host: "127.0.0.1", at: SocketCourier.clock, settings)
    } catch {
      listener.close()
      throw error
    }
    self.lab = lab
    spent = server.takesEarlyDataOnce ? SpentTickets() : nil
    self.patience = patience
  }

  /// Settings of the server, of words that a shell took apart.
  ///
  /// - Throws: what the prompt would say of them.
  public static func settings(
    typed words: [String], in lab: Lab
  ) throws(CommandError) -> [(key: String, value: String)] {
    try Parameter<SettingPairs>.settings.value(of: words, after: "listen", Interpreter(lab))
  }

  /// Takes visitors.
  ///
  /// - Parameters:
  ///   - isStopped: asked several times a second.
  ///   - tell: gets each visit when it is over, as a lab with one session, from any thread.
  public func run(
    isStopped: @escaping @Sendable () -> Bool, tell: @escaping @Sendable (Lab) -> Void
  ) {
    listener.serve(isStopped: isStopped) { stream in tell(self.visit(stream, isStopped)) }
  }

  /// One whole visit.
  ///
  /// - Returns: a lab with this one session in it.
  func visit(_ stream: TCPStream, _ isStopped: @escaping @Sendable () -> Bool) -> Lab {
    var lab = lab
    let courier = SocketCourier(patience: patience, isInterrupted: isStopped)
    let connection = OutsideConnection(flow: stream.flow, host: "127.0.0.1", now: courier.now)
    lab.answer(connection, server, keeping: kept.withLock { $0 })
    courier.take([stream], for: lab)
    var visit = Visit(lab, courier, spent)
    visit?.run()
    guard let visit else { return lab }
    keep(visit.session)
    lab.put(visit.session)
    return lab
  }

  private func keep(_ session: Session) {
    let states = session.server?.sessionsToKeep ?? []
    guard !states.isEmpty else { return }
    kept.withLock { kept in
      kept += states
      kept.removeFirst(max(0, kept.count - Self.sessionLimit))
    }
  }
}
