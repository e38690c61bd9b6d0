import Explanations
import Lab
import Screens
import TLSEngine

let diffCommand = Command(
  "diff", .look, "holds two sessions or two messages against each other",
  forms: [
    Form(
      .one(.comparand("A")), .one(.comparand("B")),
      meaning: "two sessions by purpose: identity, randomness, keys, times, what a theft opens;"
        + " two messages such as S1.2 field by field",
      data: { interpreter, left, right throws(CommandError) in
        switch try Comparands(left, right) {
        case .sessions(let left, let right): DiffData.sessions(interpreter.lab, left, right)
        case .messages(let left, let right): DiffData.messages(interpreter.lab, left, right)
        }
      },
      run: { interpreter, left, right throws(CommandError) in
        switch try Comparands(left, right) {
        case .sessions(let left, let right):
          return Screens.diff(
            interpreter.lab, left.session, on: left.wire, right.session, on: right.wire)
        case .messages(let left, let right):
          return Screens.diff(interpreter.lab, left, right) ?? Page()
        }
      }),
    Form(
      .one(.session("A")), .one(.message("MESSAGE")), .one(.session("B")),
      meaning: "the message of that name in both sessions, field by field",
      data: { interpreter, left, name, right throws(CommandError) in
        DiffData.messages(
          interpreter.lab, try interpreter.place(of: name, in: left),
          try interpreter.place(of: name, in: right)
        )
      },
      run: { interpreter, left, name, right throws(CommandError) in
        Screens.diff(
          interpreter.lab, try interpreter.place(of: name, in: left),
          try interpreter.place(of: name, in: right)
        )
          ?? Page()
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

  init(_ left: Comparand, _ right: Comparand) throws(CommandError) {
    switch (left, right) {
    case (.session(let left), .session(let right)): self = .sessions(left, right)
    case (.message(let left, _), .message(let right, _)): self = .messages(left, right)
    case (.message(let message, let word), .session(let other)),
      (.session(let other), .message(let message, let word)):
      throw CommandError(
        refusal: "diff.unlike", ["message": word, "session": other.session.id],
        meant: "diff \(word) \(other.session.id).\(message.number)")
    }
  }
}

/// One of the two: `S1`, `S1.3`, `S1.client_hello`, or `S1.client` where an attacker stands in between.
enum Comparand {
  case session(ConnectionPlace)
  /// A message, and how it was typed.
  case message(MessagePlace, String)
}

extension Word where Value == Comparand {
  fileprivate static func comparand(_ label: String) -> Word {
    Word(label, candidates: \.comparands) { text, interpreter throws(CommandError) in
      try interpreter.comparand(text)
    }
  }
}

extension Interpreter {
  /// A message by its name, as the view's eyes know it.
  fileprivate func place(
    of name: String, in session: Session
  ) throws(CommandError) -> MessagePlace {
    MessagePlace(session, try lab.seen(session).messageNumber(name))
  }

  fileprivate func comparand(_ word: String) throws(CommandError) -> Comparand {
    let parts = word.split(separator: ".", maxSplits: 1).map(String.init)
    let session = try session(named: parts.first ?? word)
    guard parts.count > 1 else {
      return .session(ConnectionPlace(session: session, wire: session.clientWire))
    }
    guard let wire = Wire(rawValue: parts[1]) else {
      return .message(try place(of: parts[1], in: session), word)
    }
    guard session.wires.contains(wire) else {
      throw CommandError(
        refusal: "diff.one-connection", ["session": session.id],
        meant: "diff \(session.id)")
    }
    return .session(ConnectionPlace(session: session, wire: wire))
  }
}

extension Unfinished {
  /// Sessions, their connections, and once a dot is typed their messages.
  fileprivate var comparands: [Candidate] {
    guard let dot = word.firstIndex(of: "."),
      let session = interpreter.lab.session(String(word[..<dot]))
    else { return interpreter.lab.sessions.map { Candidate($0.id, interpreter.summary(of: $0)) } }
    let wires = session.wires.filter { $0 != .direct }.map {
      Candidate(
        "\(session.id).\($0.rawValue)", said(.choice, "connection", ["side": $0.rawValue]))
    }
    let messages = interpreter.lab.seen(session).messages.enumerated().map { place, item in
      Candidate("\(session.id).\(place + 1)", item.message.name)
    }
    return wires + messages
  }
}
