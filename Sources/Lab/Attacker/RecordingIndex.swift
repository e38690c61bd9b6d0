import Bytes
import Eavesdropper
import Network
import TLSEngine
import TLSKeys
import TLSWire

/// All recordings of a lab, found by what sessions are resumed by.
struct RecordingIndex: Sendable {
  /// Stretches of wire on which something was recorded.
  private let stretches: [Stretch]
  /// By what the messages say, the protected ones too: the lab's own view.
  private var named = Names()
  /// By what anyone sees who has the recording.
  private var seen = Names()
  private var givers: [[UInt8]: [Int]] = [:]
  /// Where an end is outside, nobody knows what passed under protection.
  private var outside: [Int] = []
  private var places: [String: Int] = [:]

  /// Places of recordings, by the names of their sessions in TLS 1.2 and before.
  private struct Names: Sendable {
    var tickets: [[UInt8]: [Int]] = [:]
    var sessionIDs: [[UInt8]: [Int]] = [:]

    mutating func add(_ name: SessionNames, _ place: Int) {
      if let ticket = name.ticket { tickets[ticket, default: []].append(place) }
      if let id = name.sessionID { sessionIDs[id, default: []].append(place) }
    }

    /// Recordings whose session another one may take over; what the other says decides it.
    func places(for facts: WireFacts) -> [Int] {
      guard facts.isResumed, facts.version != .tls13 else { return [] }
      if let ticket = facts.values[.ticket] { return tickets[ticket] ?? [] }
      return facts.values[.sessionID].flatMap { sessionIDs[$0] } ?? []
    }
  }

  fileprivate init(_ sessions: SessionList) {
    let found = sessions.mapInParallel { session in
      session.stretches.map { ($0, $0.names) }
    }
    var stretches: [Stretch] = []
    for (stretch, names) in found.joined() {
      guard let names else { continue }
      let place = stretches.count
      stretches.append(stretch)
      named.add(names.named, place)
      seen.add(names.seen, place)
      for ticket in names.given { givers[ticket, default: []].append(place) }
      if names.hasEndOutside { outside.append(place) }
      if places[stretch.session.id] == nil { places[stretch.session.id] = place }
    }
    self.stretches = stretches
  }

  /// A session of which something was recorded, by its name.
  func session(_ name: String) -> Session? { places[name].map { stretches[$0].session } }

  /// The session whose master secret another one took over.
  func origin(of facts: WireFacts) -> Stretch? {
    named.places(for: facts).lazy.map { stretches[$0] }
      .first { facts.resumes($0.session.facts(on: $0.wire)) }
  }

  /// The session that gave out the ticket by which another is resumed.
  func ticketOrigin(of facts: WireFacts) -> Stretch? {
    guard facts.preSharedKey.kind == .resumption, let ticket = facts.values[.ticket] else {
      return nil
    }
    return givers[ticket]?.first.map { stretches[$0] }
  }

  /// Recordings in which an attacker can find what opens another one, in their order: the others
  /// hold no ticket and no name of that session, and nothing is found by opening them.
  func possibleOrigins(of facts: WireFacts) -> [Stretch] {
    guard facts.version == .tls13 else { return seen.places(for: facts).map { stretches[$0] } }
    guard facts.preSharedKey.kind == .resumption, let ticket = facts.values[.ticket] else {
      return []
    }
    return Set(outside + (givers[ticket] ?? [])).sorted().map { stretches[$0] }
  }
}

/// By what a session of TLS 1.2 or before can be resumed, unless it resumes one itself.
private struct SessionNames: Sendable {
  var ticket: [UInt8]?
  var sessionID: [UInt8]?

  init(_ facts: WireFacts) {
    guard facts.version != .tls13, !facts.isResumed else { return }
    (ticket, sessionID) = (facts.values[.ticket], facts.values[.sessionID])
  }
}

extension Stretch {
  /// What the index has to know of a recording.
  fileprivate struct Names: Sendable {
    var named: SessionNames
    var seen: SessionNames
    var given: Set<[UInt8]>
    var hasEndOutside: Bool
  }

  /// Nil where nothing was recorded.
  fileprivate var names: Names? {
    session.remembered(NameMemory(wire: wire)) {
      session.recorded(on: wire).map { recorded in
        Names(
          named: SessionNames(session.facts(on: wire)), seen: SessionNames(recorded.facts),
          given: session.tickets(on: wire), hasEndOutside: session.outside != nil)
      }
    }
  }

  private struct NameMemory: Hashable, Sendable { var wire: Wire }
}

extension Lab {
  var recordings: RecordingIndex {
    sessions.remembered(IndexMemory.recordings) { RecordingIndex(sessions) }
  }

  private enum IndexMemory: Hashable, Sendable { case recordings }
}
