import Bytes
import Commands
import Foundation
import InteropPeers
import Lab
import Network
import Sockets
import TLSEngine
import TLSKeys
import TLSWire

/// Our side of a cell: the prompt, with the commands that a learner would type.
struct OurSide {
  private(set) var interpreter: Interpreter
  let cell: Cell
  /// The part that we play.
  let side: Side

  init(_ lab: Lab, _ cell: Cell) {
    self.cell = cell
    side = cell.peer.isServer ? .client : .server
    interpreter = Interpreter(lab, table: CommandTable.lab.adding(socketCommands, socketForms))
    interpreter.courier = SocketCourier(
      patience: .init(handshake: Patience.seconds, conversation: 0.03))
  }

  /// Types a command.
  mutating func type(_ line: String) throws {
    let outcome = interpreter.execute(line)
    if let error = outcome.error { throw Disagreement("'\(line)': \(error.what) \(log)") }
  }

  /// Closes what the peer has not closed yet.
  mutating func hangUp() throws {
    if try session.outcome == .established { try type("close") }
  }

  /// Takes a visitor over, as `listen` does.
  mutating func answer(_ stream: TCPStream, _ words: String) throws {
    let settings = words.split(separator: " ").map { word in
      let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
      return (key: parts[0], value: parts.count > 1 ? parts[1] : "")
    }
    try interpreter.answer(stream, settings)
    _ = interpreter.execute("continue")
  }

  /// The current session.
  var session: Session {
    get throws {
      guard let session = interpreter.lab.currentSession else { throw Disagreement("no session") }
      return session
    }
  }

  /// Plays on until something is true, a bounded time.
  mutating func wait(for what: String, until isTrue: (Session) -> Bool) throws {
    let deadline = Date(timeIntervalSinceNow: Patience.seconds)
    while true {
      let session = try session
      if isTrue(session) { return }
      guard Date() < deadline, session.awaitsOutside || !session.isAtRest else {
        throw Disagreement("not seen: \(what) \(log)")
      }
      // Nothing may have come yet.
      _ = interpreter.execute("continue")
    }
  }

  /// Waits for a line of the peer's.
  mutating func hear(_ line: String) throws {
    let other = side.other
    try wait(for: "the line '\(line)'") { session in
      let data = session.applicationData(from: other, on: .direct).flatMap { $0 }
      return String(decoding: data, as: UTF8.self).contains(line)
    }
  }

  mutating func say(_ line: String) throws { try type("send \(side.rawValue) \"\(line)\\n\"") }

  /// Holds what was agreed on against what the cell is about.
  func checkAgreement() throws {
    let session = try session
    let isBrief = cell.isBrief(interpreter.lab.sessions.count)
    guard session.outcome == .established || (isBrief && session.outcome == .closed) else {
      throw Disagreement("the session is \(session.outcome.rawValue) \(log)")
    }
    let facts = session.facts(on: .direct)
    guard facts.suite?.label == cell.suite else {
      throw Disagreement("suite \(facts.suite?.label ?? "none"), not \(cell.suite)")
    }
    guard let version = facts.version, cell.version.rawValue == version.number else {
      throw Disagreement("version \(facts.version.map { "\($0)" } ?? "none")")
    }
    guard let group = cell.group else { return }
    let agreed = session.steps.compactMap { step in
      if case .decided(.group(let group)) = step.effect { group.label } else { nil }
    }
    guard agreed.last == group.rawValue else { throw Disagreement("group \(agreed), not \(group)") }
  }

  /// Something of the state document must be so.
  mutating func expect(_ path: String, _ value: String) throws {
    try type("expect sessions.last.\(path) \(value)")
  }

  /// The messages of the session, for whoever has to find out why.
  private var log: String {
    guard let session = interpreter.lab.currentSession else { return "" }
    let failure = session.failure.map { " failure: \($0.failure)" } ?? ""
    return "\n"
      + session.messages.map { "\($0.message.sender) \($0.message.kind.name)" }
      .joined(separator: ", ") + failure + " endings: \(session.outside?.endings ?? [:])"
  }
}

extension Cell {
  /// Whether the peer ends a connection as soon as it has what it needs for the next one.
  ///
  /// - Parameter number: of the connection, from 1.
  func isBrief(_ number: Int) -> Bool {
    guard connections == 2, runs.count == 1, says == nil, !peer.isServer else { return false }
    return number == 1 && !peer.speaksHTTP
  }
}
