import Lab
import Network
import TLSEngine
import TLSKeys

/// One client's visit from its first byte to its last, with nobody at the prompt.
struct Visit {
  private var lab: Lab
  private let courier: SocketCourier
  private let spent: SpentTickets?
  private(set) var session: Session
  /// What the visitor wrote and was not answered yet.
  private var heard: [UInt8] = []
  private var isEcho = false
  private var isAnswered = false

  /// - Returns: nil where the lab has no session to play.
  init?(_ lab: Lab, _ courier: SocketCourier, _ spent: SpentTickets? = nil) {
    guard let session = lab.currentSession else { return nil }
    (self.lab, self.session, self.courier, self.spent) = (lab, session, courier, spent)
  }

  /// Plays the session to its end.
  mutating func run() {
    let deadline = courier.now + Int64(courier.patience.visit * 1_000_000)
    var lastStep = courier.now
    while courier.now < deadline, !courier.isInterrupted() {
      let played = advance()
      if played.isEmpty {
        courier.carry(from: &session)
        guard session.awaitsOutside, courier.wait(for: &session, since: lastStep) else { break }
      } else {
        lastStep = courier.now
        for step in played { hear(step) }
      }
    }
    end()
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
    guard !isAnswered else { return }
    if step.actor == .server, case .deliver(let data) = step.effect { heard += data }
    // Early data is heard before the handshake is through, and answered after it.
    guard !heard.isEmpty, session.isInConversation else { return }
    if isEcho { sayItBack() } else { answer() }
  }

  private mutating func answer() {
    switch HTTPRequest.read(heard) {
    case .partly: break
    case .whole(let request):
      isAnswered = true
      lab.put(session)
      say(VisitorPage(lab: lab, session: session).answer(to: request))
      _ = session.close(from: .server)
    case .notHTTP:
      // No browser: whoever sits at the other end sees that the line works.
      isEcho = true
      sayItBack()
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
