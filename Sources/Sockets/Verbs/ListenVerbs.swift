package import Commands
package import CryptoPrimitives
import Explanations
import Lab
import Network
import Screens
import TLSEngine
import TLSKeys

/// `listen` and `serve` at the prompt: one visitor, step by step.
enum ListenVerbs {
  static let usualPort = 8443
  /// Seconds that `listen` waits for a visitor where `wait=` says nothing.
  static let usualWait = 300
  /// A day.
  fileprivate static let longestWait = 86_400

  static func listen(
    _ interpreter: inout Interpreter, _ port: Int?, _ random: RandomStream, _ wait: Int,
    _ terms: ListenTerms
  ) throws(CommandError) -> Page {
    try terms.refuseContradictions(in: interpreter.lab)
    // A choice that no session takes is refused now and not before the first client.
    var calling: CallingCommands
    do throws(LabError) {
      calling = try terms.calling(port ?? usualPort, in: interpreter.lab)
    } catch {
      throw CommandError(error, in: interpreter.lab)
    }
    let stream = try visitor(on: port ?? usualPort, &interpreter, wait: wait) { port in
      calling.port = port
      return said(.world, "outside.listening", ["port": "\(port)", "command": calling.usual])
    }
    try interpreter.answer(stream, terms, random: random)
    return Screens.step(interpreter.lab, played: [])
  }

  /// Waits for a visitor, and closes the port again.
  static func visitor(
    on port: Int, _ interpreter: inout Interpreter, wait seconds: Int,
    saying words: (Int) -> String
  ) throws(CommandError) -> TCPStream {
    do throws(SocketError) {
      let listener = try TCPListener(port: port)
      defer { listener.close() }
      interpreter.surroundings.announce(words(listener.port))
      for _ in 0..<seconds * 10 {
        if let stream = listener.accept(within: 0.1) { return stream }
        if interpreter.surroundings.isInterrupted() { throw .interrupted }
      }
      throw .nobodyCame(seconds: Double(seconds))
    } catch {
      throw CommandError(error)
    }
  }

  static func serve(_ interpreter: inout Interpreter) throws(CommandError) -> Page {
    guard let session = interpreter.lab.currentSession, session.outside != nil,
      session.ownSide == .server
    else { throw CommandError(refusal: "outside.no-client", meant: "listen 8443") }
    let courier = interpreter.sockets()
    guard !session.awaitsOutside || courier.holds(session) else {
      throw CommandError(.gone(session.id), in: interpreter.lab)
    }
    var ending = Visit.Ending.over
    var isAnswered = false
    let played = try interpreter.play { lab, _ in
      guard var visit = Visit(lab, courier, echoes: false) else { return [] }
      ending = visit.serve()
      isAnswered = visit.isAnswered
      lab.put(visit.session)
      return Array(visit.session.steps.dropFirst(session.steps.count))
    }
    guard isAnswered else {
      throw ending == .silent
        ? interpreter.whyNothingCame(of: session, courier)
        : CommandError(refusal: "outside.no-page")
    }
    return Screens.step(interpreter.lab, played: played)
  }
}

extension Parameter where Value == Int {
  /// How many seconds to wait for somebody.
  static var wait: Parameter {
    Parameter(
      Parameter<Int?>.named(
        "wait", .seconds, meaning: "how many seconds, \(ListenVerbs.usualWait) if none are named")
    ) { $0 ?? ListenVerbs.usualWait }
  }
}

extension Word where Value == Int {
  fileprivate static var seconds: Word {
    Word("SECONDS") { text, _ throws(CommandError) in
      guard let seconds = Int(text), (1...ListenVerbs.longestWait).contains(seconds) else {
        throw CommandError(
          refusal: "outside.wait", ["text": text, "longest": "\(ListenVerbs.longestWait)"])
      }
      return seconds
    }
  }
}

extension Interpreter {
  /// Begins a session with a client that has called.
  ///
  /// - Parameter settings: of the server, for this session.
  package mutating func answer(
    _ stream: TCPStream, _ settings: [(key: String, value: String)], random: RandomStream = .system
  ) throws(CommandError) {
    try answer(stream, ListenTerms(settings: settings), random: random)
  }

  /// Begins a session with a client that has called.
  ///
  /// - Parameter terms: of the server, for this session.
  package mutating func answer(
    _ stream: TCPStream, _ terms: ListenTerms, random: RandomStream = .system
  ) throws(CommandError) {
    let courier = sockets()
    var connection = OutsideConnection(
      flow: stream.flow, host: "127.0.0.1", now: courier.now, random: random)
    do throws(SocketError) {
      if let before = terms.protocolBefore {
        connection.preface = try before.answer(
          on: stream, courier.patience.handshake, surroundings.isInterrupted)
        connection.now = courier.now
      }
    } catch {
      throw CommandError(error)
    }
    do throws(CommandError) {
      try change { lab throws(LabError) in
        try lab.answer(connection, terms.settings, showing: terms.means)
      }
    } catch {
      stream.abort()
      throw error
    }
    courier.take([stream], for: lab)
  }
}
