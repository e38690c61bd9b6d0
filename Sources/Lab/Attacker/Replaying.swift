import Applications
import CryptoPrimitives
import Network
import TLSEngine
import TLSKeys
import TLSWire
import X509

extension Lab {
  /// Sends a recorded first flight again and plays what the server makes of it, in a session whose client
  /// is the attacker. It has no keys, so that the handshake ends there.
  public mutating func replayFlight(
    of name: String, to target: FlightReplay.Target
  ) throws(LabError) {
    guard let recorded = session(name) else { throw .noSession(name) }
    let flight = try firstFlight(of: recorded)
    var made = try makeReplayed(recorded, target)
    let time = now
    let roundTrip = made.links[.serverSide]?.roundTrip ?? 0
    // The attacker has nothing to say to the answer, and hangs up when it has come.
    made.agenda =
      flight.map { message in
        .step(Step(actor: .interceptor, wire: .serverSide, time: time, effect: .send(message)))
      } + [.end(.serverSide, at: time + roundTrip + roundTrip / 2 + 1)]
    made.countSteps()
    sessions.append(made)
    current = made.id
    earlier = []
    _ = try run { _ in false }
  }

  private mutating func makeReplayed(
    _ recorded: Session, _ target: FlightReplay.Target
  ) throws(LabError) -> Session {
    let id = "S\(sessions.count + 1)"
    let random = world.random.substream(id)
    var settings = settings
    do {
      try settings.set([Setting.clientResume.to(recorded.settings[.clientResume])])
      var server = try serverConfiguration(settings, random)
      server.spentTickets = settings[.serverEarlyData] == .once ? spentTickets(at: target) : []
      if target == .secondServer { server.sessionCache = [] }
      let ends = Session.Ends(
        client: nil, verification: recorded.verification, server: Connection(server: server),
        interceptor: nil, callingApplication: nil,
        answeringApplication: called(settings, id, random))
      var session = Session(
        id: id, settings: settings, serverName: world.serverName, ends: ends,
        links: [.serverSide: link(to: target, settings)], beginning: now)
      // A copy of a copy has the same bytes: whose they are is the session that they were first sent in.
      let original = recorded.replay?.original ?? recorded.id
      session.replay = FlightReplay(original: original, target: target)
      return session
    } catch let error as SettingError {
      throw .setting(error)
    } catch {
      throw .crypto(errorWords(error))
    }
  }

  /// From the attacker's place to the server; addresses are those of documentation (RFC 5737).
  private func link(to target: FlightReplay.Target, _ settings: Settings) -> Link {
    var flow = Flow.documentation(connection: sessions.count + 1, serverPort: serverPort(settings))
    flow.client.ip = Self.attackerAddress
    if target == .secondServer { flow.server.ip = "203.0.113.6" }
    return Link(
      flow: flow, roundTrip: Int64(settings[.netRTT]) * 1000, isTapOn: settings[.netRecord])
  }

  /// What the client sent before any answer, as the tap has it.
  private func firstFlight(of session: Session) throws(LabError) -> [Message] {
    let wire = session.wire(reaching: .server)
    let flight = session.messages.filter { $0.step.wire == wire }.map(\.message)
      .prefix { $0.sender == .client }
    guard flight.first?.kind == .handshake(.clientHello),
      flight.contains(where: { $0.kind == .applicationData })
    else { throw .noFirstFlight(session.id) }
    let recorded = session.recording(on: wire)?.bytes(.clientToServer) ?? []
    guard recorded.starts(with: flight.flatMap(\.records)) else { throw .notRecorded(session.id) }
    return Array(flight)
  }

  /// The sessions before this one in which early data was taken with the same ticket, by whichever server.
  public func earlierTakings(than session: Session) -> [Session] {
    let ticket = session.facts(on: session.wire(reaching: .server)).values[.ticket]
    guard let ticket else { return [] }
    return sessions.prefix { $0.id != session.id }.filter { $0.spentTicket == ticket }
  }
}
