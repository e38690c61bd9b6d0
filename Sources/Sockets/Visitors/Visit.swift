import Lab
import Network
import TLSEngine
import TLSKeys

/// One client's visit: what it asks for is answered, whether or not somebody sits at the prompt.
struct Visit {
  private var lab: Lab
  private let courier: SocketCourier
  private let spent: SpentTickets?
  /// Gets the session before what a visitor can resume it by leaves.
  private let keep: @Sendable (Session) -> Void
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
    /// Nothing can come any more.
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
    _ lab: Lab, _ courier: SocketCourier, _ spent: SpentTickets? = nil, echoes: Bool = true,
    keep: @escaping @Sendable (Session) -> Void = { _ in }
  ) {
    guard let session = lab.currentSession else { return nil }
    (self.lab, self.session, self.courier, self.spent) = (lab, session, courier, spent)
    self.echoes = echoes
    self.keep = keep
    // Somebody may have walked through the first steps.
    heard =
      session.ownSide == .server
      ? session.applicationData(from: .client, on: .direct).flatMap(\.self) : []
    answerWhatWasHeard()
  }

  /// Plays on while something comes, and answers: for whoever waits until it is through.
  @discardableResult
  mutating func serve() -> Ending {
    var lastStep = courier.now
    while !courier.isInterrupted() {
      let before = session.steps.count
      if let ending = go(untilNow: .max) { return ending }
      if session.steps.count > before { lastStep = courier.now }
      guard courier.wait(for: &session, since: lastStep) || isPatient(since: lastStep) else {
        return .silent
      }
    }
    return .over
  }

  /// Plays what there is to play, and answers.
  ///
  /// - Parameter end: the moment at which others are due, in microseconds since 1970.
  /// - Returns: why nothing more will be played; nil: something must come first, or others are due.
  mutating func go(untilNow end: Int64) -> Ending? {
    repeat {
      if manner == .other, !echoes { return .noRequest }
      let played = advance()
      for step in played { hear(step) }
      guard played.isEmpty else { continue }
      if closeBehindPeer() { continue }
      carry()
      return session.awaitsOutside ? nil : .over
    } while courier.now < end
    carry()
    return nil
  }

  private mutating func carry() {
    if session.server?.sessionsToKeep.isEmpty == false { keep(session) }
    courier.carry(from: &session)
  }

  /// Takes in what has come, one piece of it.
  ///
  /// - Returns: whether something had.
  mutating func takeIn() -> Bool { courier.takeIn(&session) }

  /// Whether whoever is at the other end takes nothing more for now.
  var isClogged: Bool { courier.isClogged(session) }

  /// Whether everything that did come is played.
  var isAtRest: Bool { session.isAtRest }

  /// The lab with this one session in it.
  var result: Lab {
    var lab = lab
    lab.put(session)
    return lab
  }

  /// A visitor that sends no more may still read (RFC 9846 §6.1): it is answered first.
  private mutating func closeBehindPeer() -> Bool {
    guard echoes, session.server?.hasPeerClosed == true, session.isInConversation else {
      return false
    }
    return session.close(from: .server)
  }

  /// Whether there is time left for the visitor's goodbye: it has a page to read first.
  private func isPatient(since time: Int64) -> Bool {
    isAnswered && courier.now < time + Int64(courier.patience.handshake * 1_000_000)
  }

  private mutating func advance() -> [Step] {
    if let spent, session.awaitsHello { return spent.answerHello(&session) }
    return session.advance().map { [$0] } ?? []
  }

  /// Lets the visitor go.
  ///
  /// - Parameters:
  ///   - ending: what became of its connection, if it is there still.
  ///   - idle: how long it may be silent, in seconds.
  mutating func end(_ ending: Outside.Ending, after idle: Double? = nil) {
    session.limitSilence(to: idle)
    if session.awaitsOutside, session.isInConversation, session.close(from: .server) {
      while session.advance() != nil {}
      courier.carry(from: &session)
    }
    courier.abandon(&session, ending)
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
    case .tooLarge:
      manner = .http
      isAnswered = true
      say(HTTPResponse.tooLarge.bytes(withBody: true))
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
