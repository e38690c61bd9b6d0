package import Commands
package import CryptoPrimitives
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
    _ settings: SettingPairs
  ) throws(CommandError) -> Page {
    let stream = try visitor(on: port ?? usualPort, &interpreter, wait: wait) { port in
      "listening on 127.0.0.1:\(port); in another window: curl -k https://127.0.0.1:\(port)/"
    }
    try interpreter.answer(stream, settings, random: random)
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
    var request = HTTPRequest.Reading.partly
    var played = try wait(&interpreter)
    while let session = interpreter.lab.currentSession {
      guard session.outside != nil, session.ownSide == .server else {
        throw CommandError("no real client is there to be served", meant: "listen 8443")
      }
      let heard = session.applicationData(from: .client, on: .direct).flatMap { $0 }
      request = heard.isEmpty ? .partly : HTTPRequest.read(heard)
      let isAsked = if case .partly = request { false } else { true }
      // What was asked in early data is answered after the handshake.
      guard session.awaitsOutside, !isAsked || !session.isInConversation else { break }
      played += try interpreter.play { lab, courier throws(LabError) in try lab.playOn(by: courier)
      }
    }
    guard case .whole(let asked) = request, let session = interpreter.lab.currentSession else {
      throw CommandError("the client asked for no page", details: ["'send server TEXT' answers it"])
    }
    let answer = VisitorPage(lab: interpreter.lab, session: session).answer(to: asked)
    played += try interpreter.play { lab, courier throws(LabError) in
      try lab.send(answer, from: .server, by: courier)
    }
    // A client that has all it wants may have closed already.
    if interpreter.lab.currentSession?.outcome == .established {
      played += try interpreter.play { lab, courier throws(LabError) in
        try lab.close(from: .server, by: courier)
      }
    }
    return Screens.step(interpreter.lab, played: played)
  }

  /// Plays what there is; nothing may be.
  private static func wait(_ interpreter: inout Interpreter) throws(CommandError) -> [Step] {
    guard let session = interpreter.lab.currentSession,
      !session.isAtRest || !session.isInConversation
    else { return [] }
    return try interpreter.play { lab, courier throws(LabError) in try lab.playOn(by: courier) }
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
          "wait=\(text) is no time to wait: 1 to \(ListenVerbs.longestWait) seconds")
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
    let courier = sockets()
    let meeting = Meeting(
      flow: stream.flow, host: "127.0.0.1", now: courier.now, random: random)
    do throws(CommandError) {
      try change { lab throws(LabError) in try lab.answer(meeting, settings) }
    } catch {
      stream.abort()
      throw error
    }
    courier.take([stream], for: lab)
  }
}
