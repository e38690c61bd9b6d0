import Bytes
import Eavesdropper
import Network
import TLSEngine
public import TLSKeys
import TLSWire

// Real attempts on recordings, each made once for the same secrets.
extension Lab {
  /// A real attempt on one stretch of wire; nil when nothing was recorded.
  func attempt(on session: Session, _ wire: Wire, with held: LeakSet) -> Attempt? {
    guard let recorded = session.recorded(on: wire) else { return nil }
    let origin = anyOrigin(of: session, on: wire)
    return session.remembered(.attempt(wire, held, of: origin)) {
      attempt(on: session, recorded, with: held, origin)
    }
  }

  /// What such an attempt comes to. Of a table of all thefts this alone is kept.
  func vaultState(of session: Session, on wire: Wire, with held: LeakSet) -> VaultState {
    guard let recorded = session.recorded(on: wire) else { return .notRecorded }
    let origin = anyOrigin(of: session, on: wire)
    return session.remembered(.state(wire, held, of: origin)) {
      VaultState(attempt(on: session, recorded, with: held, origin))
    }
  }

  private func attempt(
    on session: Session, _ recorded: RecordedSession, with held: LeakSet, _ origin: Stretch?
  ) -> Attempt {
    Eavesdropper(held).attempt(recorded, named: session.id) {
      // The attacker would find it among all the others; it is only tried first.
      let first = origin.map { [$0] } ?? []
      let others = sessions.lazy.flatMap { other in other.stretches.filter { $0 != origin } }
      return [AnySequence(first), AnySequence(others)].lazy.flatMap { $0 }
        .filter { !$0.session.isOne(with: session) }.compactMap(\.other)
    }
  }

  /// Where a resumed session comes from, in any version.
  func anyOrigin(of session: Session, on wire: Wire) -> Stretch? {
    let facts = session.facts(on: wire)
    let found = origin(of: session, on: wire) ?? ticketOrigin(of: facts)
    return found.map { Stretch(session: $0.session, wire: $0.wire) }
  }

  /// The session whose master secret another one took over, if it was recorded.
  public func origin(of session: Session, on wire: Wire) -> (session: Session, wire: Wire)? {
    let facts = session.facts(on: wire)
    guard facts.isResumed else { return nil }
    for other in sessions {
      for otherWire in other.wires where other.recording(on: otherWire)?.isEmpty == false {
        if facts.resumes(other.facts(on: otherWire)) { return (other, otherWire) }
      }
    }
    return nil
  }

  /// The session that gave out the ticket by which another is resumed, if it was recorded.
  public func ticketOrigin(of facts: WireFacts) -> (session: Session, wire: Wire)? {
    guard facts.preSharedKey.kind == .resumption, let ticket = facts.values[.ticket] else {
      return nil
    }
    for other in sessions {
      for wire in other.wires where other.recording(on: wire)?.isEmpty == false {
        if other.tickets(on: wire).contains(ticket) { return (other, wire) }
      }
    }
    return nil
  }
}

/// One stretch of wire of one session. It is the same while the session is the same value.
struct Stretch: Hashable, Sendable {
  var session: Session
  var wire: Wire

  static func == (one: Stretch, other: Stretch) -> Bool {
    one.wire == other.wire && one.session.isOne(with: other.session)
  }

  func hash(into hasher: inout Hasher) { hasher.combine(session.identity) }

  /// The recording, as somebody who tries another one may use it.
  var other: Eavesdropper.Other? {
    guard let recorded = session.recorded(on: wire),
      let flow = session.recording(on: wire)?.flow
    else { return nil }
    return Eavesdropper.Other(flow: flow, session: recorded) { thief in
      session.remembered(.opened(wire, thief.held)) {
        thief.tickets(in: recorded, named: session.id)
      }
    }
  }
}

extension Session {
  var stretches: [Stretch] { wires.map { Stretch(session: self, wire: $0) } }

  /// What was recorded on a stretch of wire, taken apart; nil when nothing was.
  func recorded(on wire: Wire) -> RecordedSession? {
    guard let recording = recording(on: wire), !recording.isEmpty else { return nil }
    return remembered(.recorded(wire)) { RecordedSession(recording) }
  }

  /// The tickets of TLS 1.3 that were given out on a stretch of wire.
  fileprivate func tickets(on wire: Wire) -> Set<[UInt8]> {
    remembered(.tickets(wire)) {
      var tickets: Set<[UInt8]> = []
      for (_, step, message) in messages where step.wire == wire {
        guard case .handshake(let handshake) = message.content,
          let given = try? handshake.read(NewSessionTicket13.self)
        else { continue }
        tickets.insert(given.ticket)
      }
      return tickets
    }
  }
}
