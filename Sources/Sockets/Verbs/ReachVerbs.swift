import Commands
import Lab
import Screens

/// `connect HOST:PORT` and `walk HOST:PORT`.
enum ReachVerbs {
  static let pairs: [(key: String, kind: ArgumentKind)] = [
    ("ca", .file), ("starttls", .choice(StartTLS.allCases.map(\.rawValue))), ("seed", .number),
  ]

  @Sendable static func connect(
    _ interpreter: inout Interpreter, _ arguments: Arguments
  ) throws(CommandError) -> Page {
    try begin(&interpreter, arguments)
    _ = try interpreter.play { lab, courier throws(LabError) in try lab.playOn(by: courier) }
    guard let session = interpreter.lab.currentSession else { return Page() }
    let page = Screens.connected(interpreter.lab, session)
    guard session.awaitsOutside, session.outcome == .running else { return page }
    var error = interpreter.whyNothingCame(of: session, interpreter.sockets())
    error.before = page
    throw error
  }

  @Sendable static func walk(
    _ interpreter: inout Interpreter, _ arguments: Arguments
  ) throws(CommandError) -> Page {
    try begin(&interpreter, arguments)
    return Screens.step(interpreter.lab, played: [])
  }

  private static func begin(
    _ interpreter: inout Interpreter, _ arguments: Arguments
  ) throws(CommandError) {
    let choices = Choices(arguments, pairs)
    let roots = try choices.roots(interpreter)
    let random = try choices.random()
    let protocolBefore = try StartTLS(choices["starttls"])
    let courier = interpreter.sockets()
    let stream: TCPStream
    var meeting: Meeting
    do throws(SocketError) {
      let endpoint = try Endpoint(arguments.one("HOST:PORT"))
      stream = try TCPStream.connect(
        to: endpoint, into: Mailbox(), isInterrupted: interpreter.surroundings.isInterrupted)
      meeting = Meeting(flow: stream.flow, host: endpoint.host, now: courier.now, random: random)
    } catch {
      throw CommandError(error)
    }
    do {
      if let protocolBefore {
        var dialogue = Dialogue(
          stream, patience: courier.patience.handshake,
          isInterrupted: interpreter.surroundings.isInterrupted)
        try protocolBefore.ask(meeting.host, &dialogue)
        meeting.preface = dialogue.said
        meeting.now = courier.now
      }
      try interpreter.change { lab throws(LabError) in
        try lab.reach(meeting, trusting: roots, choices.settings)
      }
    } catch {
      stream.abort()
      throw CommandError(reaching: error)
    }
    courier.take([stream], for: interpreter.lab)
  }
}
