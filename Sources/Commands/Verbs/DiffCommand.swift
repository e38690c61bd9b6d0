import Lab
import Screens
import TLSEngine

let diffCommand = Command(
  "diff", .look, "holds two sessions or two messages against each other",
  forms: [
    Form(
      .one("A", .comparand), .one("B", .comparand),
      meaning: "two sessions by purpose: identity, randomness, keys, times, what a theft opens;"
        + " two messages such as S1.2 field by field",
      data: { interpreter, arguments throws(CommandError) in
        switch try interpreter.comparands(arguments) {
        case .sessions(let left, let right): DiffData.sessions(interpreter.lab, left, right)
        case .messages(let left, let right): DiffData.messages(interpreter.lab, left, right)
        }
      },
      run: { interpreter, arguments throws(CommandError) in
        switch try interpreter.comparands(arguments) {
        case .sessions(let left, let right):
          return Screens.diff(
            interpreter.lab, left.session, on: left.wire, right.session, on: right.wire)
        case .messages(let left, let right):
          return Screens.diff(interpreter.lab, left, right) ?? Page()
        }
      }),
    Form(
      .one("A", .session), .one("MESSAGE", .message), .one("B", .session),
      meaning: "the message of that name in both sessions, field by field",
      data: { interpreter, arguments throws(CommandError) in
        let (left, right) = try interpreter.messagesToCompare(arguments)
        return DiffData.messages(interpreter.lab, left, right)
      },
      run: { interpreter, arguments throws(CommandError) in
        let (left, right) = try interpreter.messagesToCompare(arguments)
        return Screens.diff(interpreter.lab, left, right) ?? Page()
      }),
  ],
  examples: [
    .init("diff S1 S2", "two sessions, aligned by purpose"),
    .init("diff S1 client_hello S2", "what the two clients say differently"),
    .init("diff S1.1 S1.2", "two messages of one session, by their numbers"),
    .init("diff S3.client S3.server", "both connections of a man in the middle"),
  ],
  isPossible: { !$0.lab.sessions.isEmpty })

/// What `diff` compares.
enum Comparands {
  case sessions(ConnectionPlace, ConnectionPlace)
  case messages(MessagePlace, MessagePlace)
}

/// One connection of a session: with an attacker in between there are two.
struct ConnectionPlace {
  var session: Session
  var wire: Wire
}

extension Interpreter {
  private enum Comparand {
    case session(ConnectionPlace)
    case message(MessagePlace)
  }

  func comparands(_ arguments: Arguments) throws(CommandError) -> Comparands {
    let words = [arguments.one("A"), arguments.one("B")]
    let left = try comparand(words[0])
    let right = try comparand(words[1])
    switch (left, right) {
    case (.session(let left), .session(let right)): return .sessions(left, right)
    case (.message(let left), .message(let right)): return .messages(left, right)
    case (.message(let message), .session(let other)):
      throw mismatched(words[0], other, message.number)
    case (.session(let other), .message(let message)):
      throw mismatched(words[1], other, message.number)
    }
  }

  private func mismatched(
    _ message: String, _ other: ConnectionPlace, _ number: Int
  ) -> CommandError {
    CommandError(
      "\(message) is a message and \(other.session.id) a session",
      meant: "diff \(message) \(other.session.id).\(number)")
  }

  /// `S1`, `S1.3`, `S1.client_hello`, or `S1.client` where an attacker stands in between.
  private func comparand(_ word: String) throws(CommandError) -> Comparand {
    let parts = word.split(separator: ".", maxSplits: 1).map(String.init)
    let session = try session(named: parts.first ?? word)
    guard parts.count > 1 else {
      return .session(ConnectionPlace(session: session, wire: session.clientWire))
    }
    guard let wire = Wire(rawValue: parts[1]) else {
      return .message(MessagePlace(session, try session.messageNumber(parts[1])))
    }
    guard session.wires.contains(wire) else {
      throw CommandError(
        "\(session.id) has no attacker in between: it is one connection",
        meant: "diff \(session.id)")
    }
    return .session(ConnectionPlace(session: session, wire: wire))
  }

  func messagesToCompare(
    _ arguments: Arguments
  ) throws(CommandError) -> (MessagePlace, MessagePlace) {
    let left = try session(named: arguments.one("A"))
    let right = try session(named: arguments.one("B"))
    let name = arguments.one("MESSAGE")
    return (
      MessagePlace(left, try left.messageNumber(name)),
      MessagePlace(right, try right.messageNumber(name))
    )
  }

  /// Sessions, their connections, and once a dot is typed their messages.
  func comparandCandidates(_ word: String) -> [Candidate] {
    let sessions = lab.sessions.map { Candidate($0.id, summary(of: $0)) }
    guard let dot = word.firstIndex(of: "."), let session = lab.session(String(word[..<dot])) else {
      return sessions
    }
    let wires = session.wires.filter { $0 != .direct }.map {
      Candidate("\(session.id).\($0.rawValue)", "the connection on the \($0.rawValue)'s side")
    }
    let messages = session.messages.indices.map { place in
      Candidate(
        "\(session.id).\(place + 1)", session.messages[place].message.kind.name)
    }
    return wires + messages
  }
}
