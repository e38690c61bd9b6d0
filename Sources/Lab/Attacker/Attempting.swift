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
    return session.remembered(AttemptMemory.attempt(wire, held, of: origin)) {
      attempt(on: session, recorded, with: held, origin)
    }
  }

  /// What such an attempt comes to. Of a table of all thefts this alone is kept.
  func vaultState(of session: Session, on wire: Wire, with held: LeakSet) -> VaultState {
    guard let recorded = session.recorded(on: wire) else {
      return .withoutRecording(session)
    }
    let origin = anyOrigin(of: session, on: wire)
    return session.remembered(AttemptMemory.state(wire, held, of: origin)) {
      VaultState(attempt(on: session, recorded, with: held, origin), of: session, on: wire)
    }
  }

  private func attempt(
    on session: Session, _ recorded: RecordedSession, with held: LeakSet, _ origin: Stretch?
  ) -> Attempt {
    thief(with: held).attempt(recorded, named: session.id, isForeign: session.isImported) {
      // The attacker would find it among all the others; it is only tried first.
      let first = origin.map { [$0] } ?? []
      let others = recordings.possibleOrigins(of: recorded.facts).filter { $0 != origin }
      return (first + others).lazy.filter { !$0.session.isOne(with: session) }
        .compactMap(\.other)
    }
  }

  /// The attacker with some secrets, having found out of which recordings the traffic secrets are.
  private func thief(with held: LeakSet) -> Eavesdropper {
    sessions.remembered(ThiefMemory(held: held)) {
      let secrets = held.trafficSecrets
      let isSettled = secrets.mapInParallel { leak in
        guard case .session(let name) = leak.origin, let session = recordings.session(name) else {
          return false
        }
        return session.wires.contains { session.fits(leak, on: $0) }
      }
      return Eavesdropper(
        held, settled: Set(zip(secrets, isSettled).filter { $0.1 }.map { $0.0 }))
    }
  }

  private struct ThiefMemory: Hashable, Sendable { var held: LeakSet }

  /// Where a resumed session comes from, in any version.
  func anyOrigin(of session: Session, on wire: Wire) -> Stretch? {
    let facts = session.facts(on: wire)
    // Most sessions resume none: nobody need look for that of another.
    guard facts.takesUpAnother else { return nil }
    return recordings.origin(of: facts) ?? recordings.ticketOrigin(of: facts)
  }

  /// The session whose master secret another one took over, if it was recorded.
  public func origin(of session: Session, on wire: Wire) -> (session: Session, wire: Wire)? {
    let facts = session.facts(on: wire)
    return facts.isResumed ? recordings.origin(of: facts).map { ($0.session, $0.wire) } : nil
  }

  /// The session that gave out the ticket by which another is resumed, if it was recorded.
  public func ticketOrigin(of facts: WireFacts) -> (session: Session, wire: Wire)? {
    recordings.ticketOrigin(of: facts).map { ($0.session, $0.wire) }
  }
}

/// What is remembered of attempts on a session. What depends on the session that it resumes names
/// that.
private enum AttemptMemory: Hashable, Sendable {
  case recorded(Wire)
  case tickets(Wire)
  case attempt(Wire, LeakSet, of: Stretch?)
  case state(Wire, LeakSet, of: Stretch?)
  case given(Wire, LeakSet)
  case fits(Wire, Leak)
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
      session.remembered(AttemptMemory.given(wire, thief.held)) {
        thief.given(by: recorded, named: session.id)
      }
    }
  }
}

extension Session {
  var stretches: [Stretch] { wires.map { Stretch(session: self, wire: $0) } }

  /// What was recorded on a stretch of wire, taken apart; nil when nothing was.
  func recorded(on wire: Wire) -> RecordedSession? {
    // Words in the open are no records.
    guard !isInTheOpen, let recording = recording(on: wire), !recording.isEmpty else { return nil }
    return remembered(AttemptMemory.recorded(wire)) { RecordedSession(recording) }
  }

  /// Whether a traffic secret opens something on a stretch of wire.
  fileprivate func fits(_ leak: Leak, on wire: Wire) -> Bool {
    guard let recorded = recorded(on: wire) else { return false }
    return remembered(AttemptMemory.fits(wire, leak)) { Eavesdropper.fits(leak, recorded) }
  }

  /// The tickets of TLS 1.3 that were given out on a stretch of wire.
  func tickets(on wire: Wire) -> Set<[UInt8]> {
    remembered(AttemptMemory.tickets(wire)) {
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
