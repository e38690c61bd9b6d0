import Bytes
import Interceptor
public import Knowledge
import Network
import TLSEngine
public import TLSKeys
public import TLSWire

/// One session in a few facts: the state document has them, and what is exported.
public struct SessionRecord: Hashable, Sendable {
  public var version: ProtocolVersion?
  public var suite: CipherSuite?
  /// How both came to a secret, in the word that settings have for it.
  public var keyExchange: String?
  public var group: NamedGroup?
  public var outcome: Session.Outcome
  public var failure: Failure?
  public var serverName: String
  /// The client's checks that passed.
  public var verified: [Check.Name]
  /// The client's checks that were left out.
  public var notChecked: [Check.Name]
  public var vault: VaultState
  /// Why its recording stands so.
  public var reason: VaultReason?
  public var readers: [Reader]
  /// What was spoken, and how the sound of a call was to be protected, as the settings have it; nil with
  /// a program outside.
  public var scenario: String?
  public var media: String?
  /// Whether the attacker hears the call that was set up in it.
  public var audio: HeardCall.State
  /// Of a call over a proxy, which hop it is; nil: there is but one.
  public var hop: Int?
  /// The session of the other hop.
  public var otherHop: String?
  /// The sessions whose signalling gave the keys by which the call is heard.
  public var openedBy: [String] = []
  /// Until the client could send data; nil while it can't.
  public var roundTrips: Int?
  /// The session that this one took up.
  public var resumedFrom: String?
  public var handshakes: Int
  /// Whether the server took the client's early data; nil where there was none.
  public var takesEarlyData: Bool?
  /// What the attacker sent again in place of a client.
  public var replay: FlightReplay?
  /// How often an end has changed its keys, both together.
  public var keyUpdates: Int
  /// The ends that have done so.
  public var keyUpdaters: [Side]
  /// What can be done with the ticket that it left the client; nil where it left none.
  public var ticket: Ticket?
  public var steps: Int
  public var notice: Notice?

  /// Who gave up, and with which alert.
  public struct Failure: Hashable, Sendable {
    public var alert: AlertDescription
    public var by: Actor
  }

  /// What a ticket is good for.
  public enum Ticket: String, Hashable, Sendable {
    /// To resume the session.
    case resume
    /// To send early data as well.
    case early
  }

  /// Who reads what the two ends say and is neither of them.
  public enum Reader: String, Hashable, Sendable {
    case eavesdropper
    case interceptor
  }
}

extension Lab {
  /// What there is to say of a session, with what the attacker can read now.
  public func record(of session: Session) -> SessionRecord {
    let entry = vault(of: session).first
    let vault = entry?.state ?? .withoutRecording(session)
    let reason = entry.map { self.reason(for: $0, of: session) }
    let call = heardBriefly(of: session)
    let memory = RecordMemory(
      vault: vault, reason: reason, audio: call.state, openedBy: call.openedBy,
      origin: originElsewhere(of: session))
    return session.remembered(memory) {
      var record = SessionRecord(session, vault, reason, call.state)
      record.openedBy = call.openedBy
      if let origin = memory.origin { record.resumedFrom = origin }
      return record
    }
  }

  /// Beside the session itself, a record depends on what the attacker can read.
  private struct RecordMemory: Hashable, Sendable {
    var vault: VaultState
    var reason: VaultReason?
    var audio: HeardCall.State
    var openedBy: [String]
    var origin: String?
  }

  /// The session that another one from outside resumes, where it was recorded: no setting names it.
  private func originElsewhere(of session: Session) -> String? {
    guard session.outside != nil else { return nil }
    let wire = session.clientWire
    return (origin(of: session, on: wire) ?? ticketOrigin(of: session.facts(on: wire)))?.session.id
  }

  /// Who reads a session beside its ends.
  func readers(of session: Session) -> [SessionRecord.Reader] {
    SessionRecord.readers(of: session, vaultState(of: session))
  }
}

extension SessionRecord {
  fileprivate init(
    _ session: Session, _ vault: VaultState, _ reason: VaultReason?, _ audio: HeardCall.State
  ) {
    self.audio = audio
    (hop, otherHop) = (session.hop?.number, session.hop?.other)
    let isOwn = session.outside == nil
    scenario = isOwn ? session.settings.text(of: .appScenario) : nil
    media = isOwn && scenario == "sip-call" ? session.settings.text(of: .appMedia) : nil
    let facts = session.facts(on: session.clientWire)
    let checks = session.checks(by: .client)
    version = facts.version
    suite = facts.suite
    keyExchange = facts.keyExchangeWord
    outcome = session.outcome
    failure = session.failure.map { Failure(alert: $0.alert.description, by: $0.by) }
    serverName = session.serverName
    verified = checks.filter { $0.outcome == .passed }.map(\.name)
    notChecked = checks.filter(\.skipped).map(\.name)
    self.vault = vault
    self.reason = reason
    readers = Self.readers(of: session, vault)
    roundTrips = Self.roundTrips(of: session)
    let isAccepted = if case .accepted = facts.preSharedKey { true } else { false }
    resumedFrom = facts.isResumed || isAccepted ? session.settings[.clientResume] : nil
    handshakes = session.handshakes(on: session.clientWire).count
    keyUpdates = facts.keyUpdates.values.reduce(0, +)
    keyUpdaters = [Side.client, .server].filter { facts.keyUpdates[$0, default: 0] > 0 }
    ticket = session.client?.resumableSessions.last.map {
      $0.maximumEarlyData > 0 ? .early : .resume
    }
    steps = session.steps.count
    replay = session.replay
    notice = session.notice
    takesEarlyData =
      switch session.earlyData?.fate {
      case .taken?: true
      case .refused?: false
      case .unanswered?, .hidden?, nil: nil
      }
    note(session.steps)
  }

  /// What was decided on the way, the first of each.
  private mutating func note(_ steps: [Step]) {
    for case .decided(let decision) in steps.lazy.map(\.effect) {
      switch decision {
      case .group(let group): self.group = self.group ?? group
      case .earlyData(let taken): takesEarlyData = takesEarlyData ?? taken
      default: continue
      }
    }
  }

  fileprivate static func readers(of session: Session, _ vault: VaultState) -> [Reader] {
    var readers: [Reader] = []
    if vault == .open || vault == .partly { readers.append(.eavesdropper) }
    let isStripped = session.talk.map { $0.isWhole && $0.isStripped } == true
    let isRelayRead = session.isRelayed && !readers.isEmpty
    if session.interceptor?.read.isEmpty == false || isRelayRead || isStripped {
      readers.append(.interceptor)
    }
    return readers
  }

  private static func roundTrips(of session: Session) -> Int? {
    guard let time = session.timeToData, let link = session.links[session.clientWire],
      link.roundTrip > 0
    else { return nil }
    return Int(time / link.roundTrip) + (time % link.roundTrip == 0 ? 0 : 1)
  }
}

extension SessionRecord {
  /// What the state document says of a session, by the name that it has there.
  public enum Fact: String, Hashable, Sendable, CaseIterable {
    case version, suite, kx, group, outcome, alert, verified, vault, reason, audio, handshakes
    case steps, ticket, scenario, media, hop
    case otherHop = "other_hop"
    case openedBy = "opened_by"
    case alertBy = "alert_by"
    case serverName = "server_name"
    case notChecked = "not_checked"
    case readBy = "read_by"
    case roundTrips = "round_trips"
    case resumedFrom = "resumed_from"
    case earlyData = "early_data"
    case replayOf = "replay_of"
    case replayTo = "replay_to"
    case keysUpdated = "keys_updated"
    case keysUpdatedBy = "keys_updated_by"
    case noticedBy = "noticed_by"
    case noticedMeans = "noticed_means"
  }

  /// The record in the state document.
  public var document: JSONValue {
    .object(JSONObject(Fact.allCases.map { ($0.rawValue, value(of: $0)) }))
  }

  private func value(of fact: Fact) -> JSONValue {
    switch fact {
    case .version: .text(version?.number)
    case .suite: .text(suite?.label)
    case .kx: .text(keyExchange)
    case .group: .text(group?.label)
    case .outcome: .string(outcome.rawValue)
    case .alert: .text(failure?.alert.label)
    case .alertBy: .text(failure?.by.rawValue)
    case .serverName: .string(serverName)
    case .verified: .array(verified.map { .string($0.rawValue) })
    case .notChecked: .array(notChecked.map { .string($0.rawValue) })
    case .vault: .string(vault.rawValue)
    case .reason: .text(reason?.word)
    case .audio: .string(audio.rawValue)
    case .hop: .number(hop)
    case .otherHop: .text(otherHop)
    case .openedBy: .array(openedBy.map { .string($0) })
    case .scenario: .text(scenario)
    case .media: .text(media)
    case .readBy: .array(readers.map { .string($0.rawValue) })
    case .roundTrips: .number(roundTrips)
    case .resumedFrom: .text(resumedFrom)
    case .handshakes: .number(handshakes)
    case .earlyData: .text(takesEarlyData.map { $0 ? "accepted" : "rejected" })
    case .replayOf: .text(replay?.original)
    case .replayTo: .text(replay?.target.rawValue)
    case .keysUpdated: .number(keyUpdates)
    case .keysUpdatedBy: .array(keyUpdaters.map { .string($0.rawValue) })
    case .ticket: .text(ticket?.rawValue)
    case .steps: .number(steps)
    case .noticedBy: .text(notice?.by?.rawValue)
    case .noticedMeans: .text(notice?.means.rawValue)
    }
  }
}

extension JSONValue {
  /// Text, or null.
  static func text(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }

  /// A number, or null.
  static func number(_ number: Int?) -> JSONValue { number.map { .number($0) } ?? .null }
}
