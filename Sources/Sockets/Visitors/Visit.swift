import Lab
import Network
import TLSEngine
import TLSKeys

/// One client's visit: what it asks for is answered, whether or not somebody sits at the prompt.
struct Visit {
  private var lab: Lab
  private let courier: SocketCourier
  private let spent: SpentTickets?
  private(set) var session: Session
  /// What the visitor wrote and was not answered yet.
  private var heard: [UInt8] = []
  private var manner = Manner.untold
  private let echoes: Bool
  /// Whether the visitor got its page.
  private(set) var isAnswered = false

  /// In what way the visitor speaks.
  private enum Manner {
    case untold
    case http
    /// Whatever it writes is no request.
    case other
  }

  /// Why nothing more is played.
  enum Ending {
    /// Nothing can come any more, or the visit took its time.
    case over
    /// Something could come, and did not.
    case silent
    /// What came is no request.
    case noRequest
  }

  /// - Parameters:
  ///   - spent: tickets that were used for early data, where that is allowed once.
  ///   - echoes: whether whoever does not speak HTTP gets back what it wrote, as a browser's user gets a
  ///     page: that the line works is seen by both.
  /// - Returns: nil where the lab has no session to play.
  init?(
    _ lab: Lab, _ courier: SocketCourier, _ spent: SpentTickets? = nil, echoes: Bool = true
  ) {
    guard let session = lab.currentSession else { return nil }
    (self.lab, self.session, self.courier, self.spent) = (lab, session, courier, spent)
    self.echoes = echoes
    // Somebody may have walked through the first steps.
    heard =
      session.ownSide == .server
      ? session.applicationData(from: .client, on: .direct).flatMap(\.self) : []
  }

  /// Plays the session to its end, and lets the visitor go.
  mutating func run() {
    serve()
    end()
  }

  /// Plays on while something comes, and answers.
  @discardableResult
  mutating func serve() -> Ending {
    let deadline = courier.now + Int64(courier.patience.visit * 1_000_000)
    var lastStep = courier.now
    answerWhatWasHeard()
    while courier.now < deadline, !courier.isInterrupted() {
      if manner == .other, !echoes { return .noRequest }
      let played = advance()
      if played.isEmpty {
        courier.carry(from: &session)
        guard session.awaitsOutside else { break }
        guard courier.wait(for: &session, since: lastStep) || isPatient(since: lastStep) else {
          return .silent
        }
      } else {
        lastStep = courier.now
        for step in played { hear(step) }
      }
    }
    return .over
  }

  /// Whether there is time left for the visitor's goodbye: it has a page to read first.
  private func isPatient(since time: Int64) -> Bool {
    isAnswered && courier.now < time + Int64(courier.patience.handshake * 1_000_000)
  }

  private mutating func advance() -> [Step] {
    if let spent, session.awaitsHello { return spent.answerHello(&session) }
    return session.advance().map { [$0] } ?? []
  }

  /// Whoever has said nothing for so long is let go.
  private mutating func end() {
    if session.awaitsOutside, session.isInConversation, session.close(from: .server) {
      while session.advance() != nil {}
      courier.carry(from: &session)
    }
    courier.abandon(&session, courier.isInterrupted() ? .gone : .silent)
    while session.advance() != nil {}
    courier.carry(from: &session)
  }

  private mutating func hear(_ step: Step) {
    guard step.actor == .server, case .deliver(let data) = step.effect else {
      // Early data is heard before the handshake is through, and answered after it.
      if !heard.isEmpty { answerWhatWasHeard() }
      return
    }
    heard += data
    answerWhatWasHeard()
  }

  private mutating func answerWhatWasHeard() {
    guard !isAnswered, !heard.isEmpty, session.isInConversation else { return }
    if manner == .untold { understand() }
    if manner == .other, echoes { sayItBack() }
  }

  private mutating func understand() {
    switch HTTPRequest.read(heard) {
    case .partly: break
    case .whole(let request):
      manner = .http
      isAnswered = true
      lab.put(session)
      say(VisitorPage(lab: lab, session: session).answer(to: request))
      _ = session.close(from: .server)
    case .notHTTP: manner = .other
    }
  }

  private mutating func sayItBack() {
    say(heard)
    heard = []
  }

  private mutating func say(_ data: [UInt8]) {
    session.passTime(to: courier.now)
    _ = session.send(data, from: .server)
  }
}
