import Applications
import Bytes
import CryptoPrimitives
import Interceptor
import Network
import TLSEngine
import TLSKeys
import TLSWire
import X509

extension Lab {
  /// Begins a session and stops before its first step; it becomes the current one.
  ///
  /// - Parameter changes: settings for this session only.
  public mutating func walk(_ changes: [(key: String, value: String)] = []) throws(LabError) {
    try begin(changes)
    guard let place = sessions.place(of: current) else { return }
    sessions[place].countSteps()
  }

  /// Makes one whole session, handshake and conversation.
  public mutating func connect(_ changes: [(key: String, value: String)] = []) throws(LabError) {
    if let limit = attacker.fallbackLimit { return try fallBack(to: limit, changes) }
    try walk(changes)
    // Where there is no TLS, all is said by now.
    guard currentSession?.isAtRest == false else { return }
    _ = try run { _ in false }
  }

  /// Adds a session that has not begun, and the one of the second hop where there is a proxy.
  private mutating func begin(_ changes: [(key: String, value: String)]) throws(LabError) {
    let settings = try settings(with: changes)
    if settings.goesOverProxy { return try beginHops(settings) }
    add(try makeSession(settings, NewSession(sessions.count + 1, at: now)))
  }

  /// Puts a session that has not begun behind the others and makes it the current one.
  mutating func add(_ made: Session) {
    var session = made
    session.pendingAttacks = takePendingAttacks()
    session.predictedNotice = predictedNotice
    predictedNotice = nil
    sessions.append(session)
    current = session.id
    earlier = []
  }

  public func settings(
    with changes: [(key: String, value: String)]
  ) throws(LabError) -> Settings {
    var changed = settings
    do throws(SettingError) {
      try changed.set(SettingCatalogue.spelledOut(changes))
    } catch {
      throw .setting(error)
    }
    try checkCertificates(changed)
    return changed
  }

  mutating func makeSession(
    _ settings: Settings, _ new: NewSession
  ) throws(LabError) -> Session {
    let id = new.id
    let random = world.random.substream(id)
    var (caller, called) = new.ends ?? (caller(settings, id, random), called(settings, id, random))
    var beginning = new.beginning
    var talk: OpenTalk?
    if settings.startTLS != nil {
      let said = talkInTheOpen(settings, new, &caller, &called)
      (talk, beginning) = (said.talk, said.end)
      if said.talk.isWhole {
        return openSession(settings, new, (caller, called), said.talk, until: said.end)
      }
    }
    do {
      let client = try clientConfiguration(settings, random)
      var ends = Session.Ends(
        client: Connection(client: client), verification: client.verification,
        server: Connection(server: try serverConfiguration(settings, random)),
        interceptor: nil,
        callingApplication: caller, answeringApplication: called)
      let relays = relays(settings) && new.isOnAttackersWay
      if attacker.interception != nil, !relays, new.isOnAttackersWay {
        ends.interceptor = try makeInterceptor(settings, random.substream("interceptor"))
        if settings[.appMedia] == .dtls {
          ends.interceptor?.mediaFingerprint = world.mediaFingerprint(.interceptor, of: id)
        }
      }
      var session = Session(
        id: id, settings: settings, serverName: world.serverName, ends: ends,
        links: makeLinks(
          settings, new, intercepted: ends.interceptor != nil, relayed: relays),
        beginning: beginning)
      session.talk = talk
      if relays { session.relayed = true }
      return session
    } catch let error as LabError {
      throw error
    } catch {
      throw .crypto(errorWords(error))
    }
  }

  /// 198.51.100.0/24 is for documentation too (RFC 5737).
  static let attackerAddress = "198.51.100.66"

  func makeLinks(
    _ settings: Settings, _ new: NewSession? = nil, intercepted: Bool, relayed: Bool = false
  ) -> [Wire: Link] {
    let roundTrip = Int64(settings[.netRTT])
    let flow = flow(settings, new ?? NewSession(sessions.count + 1, at: now))
    func link(_ flow: Flow, _ milliseconds: Int64) -> Link {
      // Whoever passes everything on has it, whatever the eavesdropper does.
      Link(
        flow: flow, roundTrip: milliseconds * 1000,
        isTapOn: settings[.netRecord] || relayed)
    }
    guard intercepted else { return [.direct: link(flow, roundTrip)] }
    // The attacker stands half-way.
    let attacker = Address(ip: Self.attackerAddress, port: flow.client.port)
    return [
      .clientSide: link(flow, roundTrip / 2),
      .serverSide: link(Flow(client: attacker, server: flow.server), roundTrip - roundTrip / 2),
    ]
  }
}

// MARK: Configurations

extension Lab {
  mutating func clientConfiguration(
    _ settings: Settings, _ random: RandomStream
  ) throws -> ClientConfiguration {
    var configuration = ClientConfiguration(
      suites: settings.suites(of: .client), groups: [], signatureSchemes: [],
      serverName: settings[.clientSNI].offered(to: world.serverName),
      verification: try serverVerification(settings),
      random: random.substream("client"))
    settings.apply(to: &configuration)
    configuration.versions = settings.versions(of: .client)
    configuration.now = now
    // A client of this lab asks for tickets where the server has any: one switch is enough.
    configuration.sessionTicket = settings[.serverTickets]
    configuration.resumption = try resumption(settings)
    if settings[.clientCert] != .nothing {
      configuration.identities = [try clientIdentity(settings)]
      configuration.postHandshakeAuthentication = true
    }
    configuration.keyShares = settings.keyShares
    configuration.pskModes = [.pskDHEKE, .pskKE]
    return configuration
  }

  mutating func serverConfiguration(
    _ settings: Settings, _ random: RandomStream
  ) throws -> ServerConfiguration {
    var configuration = ServerConfiguration(
      suites: settings.suites(of: .server), groups: [], signatureSchemes: [],
      identities: try serverIdentities(settings), random: random.substream("server"))
    settings.apply(to: &configuration)
    configuration.versions = settings.versions(of: .server)
    configuration.now = now
    if settings[.serverTickets] { configuration.ticketKey = world.ticketKey }
    configuration.clientTrust = TrustStore(roots: try world.trustedCertificates())
    // A client of this lab names an earlier session only where it is told to resume one.
    if settings[.clientResume] != nil { configuration.sessionCache = keptSessions }
    if settings[.serverEarlyData] == .once {
      configuration.spentTickets = spentTickets(at: .server)
    }
    if settings[.serverKX] == .psk {
      configuration.pskModes = [.pskKE]
      configuration.requiresPreSharedKey = true
    }
    if settings[.serverReuseEphemeral] {
      configuration.reusedEphemeral = world.random.substream("server/reused-ephemeral")
    }
    return configuration
  }

  /// What the server has kept of all sessions, to resume them by their identifier.
  var keptSessions: [SessionState] {
    sessions.readAhead()
    return sessions.flatMap { $0.server?.sessionsToKeep ?? [] }
  }

  /// What the client has left of the session that it is to resume.
  private func resumption(_ settings: Settings) throws(LabError) -> ResumableSession? {
    guard let name = settings[.clientResume] else { return nil }
    guard let earlier = session(name) else { throw .noSession(name) }
    guard var session = earlier.client?.resumableSessions.last else { throw .notResumable(name) }
    // A real server compares the age with its own clock: "the time since the receipt of the
    // NewSessionTicket message" (RFC 8446 §4.2.11.1), and not since the connection began.
    if earlier.outside != nil, let time = earlier.timeOfLastTicket { session.received = time }
    if !settings[.clientEarlyData].isEmpty, session.maximumEarlyData == 0 {
      throw .noEarlyData(name)
    }
    return session
  }
}

extension Session {
  /// Whether the lab's server still waits for the ClientHello.
  public var awaitsHello: Bool { server?.stateName == .expectingClientHello }

  /// Tells a server that still waits for the ClientHello with which tickets early data was taken by
  /// now.
  public mutating func refuseEarlyData(under tickets: [[UInt8]]) {
    server?.refuseEarlyData(under: tickets)
  }

  /// The ticket with which the server took early data, if it did.
  public var spentTicket: [UInt8]? {
    let isTaken = steps.contains {
      $0.actor == .server && $0.effect == .decided(.earlyData(true))
    }
    return isTaken ? facts(on: wire(reaching: .server)).values[.ticket] : nil
  }
}
