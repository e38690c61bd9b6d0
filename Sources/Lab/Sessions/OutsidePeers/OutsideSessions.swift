public import CryptoPrimitives
import Interceptor
import Network
import TLSEngine
public import TLSKeys
import TLSWire
public import X509

// Sessions with programs outside: one end, or what stands between, is this lab's.
extension Lab {
  /// Begins a session between this lab's client and a server outside, and stops before its first
  /// step; it becomes the current one.
  ///
  /// - Parameters:
  ///   - roots: whom the client trusts beside the authorities of this lab.
  ///   - own: a certificate that is not the lab's, for a server that asks.
  ///   - changes: settings for this session only.
  public mutating func reach(
    _ connection: OutsideConnection, trusting roots: [Certificate], showing own: Identity? = nil,
    withKeyAlone: Bool = false, _ changes: [(key: String, value: String)] = []
  ) throws(LabError) {
    let settings = try settings(with: changes)
    var client = try making { lab in try lab.clientTowards(connection, roots, settings) }
    if withKeyAlone { client.pskModes = [.pskKE] }
    if let own {
      client.identities = [own]
      client.postHandshakeAuthentication = true
    }
    let ends = Session.Ends(
      client: Connection(client: client), verification: client.verification, server: nil,
      interceptor: nil, callingApplication: nil, answeringApplication: nil)
    var outside = Outside([.server], preface: connection.preface, at: connection.now)
    outside.own = client.identities.first.map { identity in
      Outside.OwnCertificate(chain: identity.chain.map(\.der), isTheLabs: own == nil)
    }
    add(session(ends, connection, settings, outside))
  }

  /// Begins a session between a client outside and this lab's server.
  public mutating func answer(
    _ connection: OutsideConnection, _ changes: [(key: String, value: String)] = [],
    showing own: OwnMeans = OwnMeans()
  ) throws(LabError) {
    let server = try makeOutsideServer(
      host: connection.host, at: connection.now, random: connection.random, changes, showing: own)
    answer(connection, server)
  }

  /// What a server shows and whom it believes, where that is not the lab's.
  public struct OwnMeans: Sendable {
    public var identity: Identity?
    /// The authorities of clients' certificates.
    public var authorities: [Certificate]?

    public init(identity: Identity? = nil, authorities: [Certificate]? = nil) {
      self.identity = identity
      self.authorities = authorities
    }
  }

  /// A server that stands before programs outside, made once for many sessions.
  public struct OutsideServer: Sendable {
    var configuration: ServerConfiguration
    var settings: Settings
    /// Whom this lab's own client trusts.
    var trust: TrustStore

    /// Whether a ticket is good for early data only once.
    public var takesEarlyDataOnce: Bool { settings[.serverEarlyData] == .once }
  }

  /// Makes a server's keys and certificates for the names by which this machine calls itself.
  ///
  /// - Parameters:
  ///   - host: the name or the address by which clients call it.
  ///   - now: microseconds since 1970, by the real clock.
  public mutating func makeOutsideServer(
    host: String, at now: Int64, random: RandomStream = .system,
    _ changes: [(key: String, value: String)] = [], showing own: OwnMeans = OwnMeans()
  ) throws(LabError) -> OutsideServer {
    let settings = try settings(with: changes)
    var server = try making { lab in
      try lab.serverTowards(host, now, random, settings, own.identity)
    }
    let trust = server.clientTrust ?? TrustStore(roots: [])
    if let authorities = own.authorities { server.clientTrust = TrustStore(roots: authorities) }
    return OutsideServer(configuration: server, settings: settings, trust: trust)
  }

  /// Begins a session between a client outside and a server that was made before.
  ///
  /// - Parameters:
  ///   - sessions: what the server has kept of earlier sessions, to resume them.
  public mutating func answer(
    _ connection: OutsideConnection, _ made: OutsideServer, keeping sessions: [SessionState] = []
  ) {
    let settings = made.settings
    var server = made.configuration
    server.now = connection.now
    if connection.answersBeforeClosing { server.closesByItself = true }
    server.sessionCache += sessions
    // How this lab's own client would judge it: nobody knows what the one outside looks at.
    let verification = ServerVerification(
      trust: made.trust, host: connection.host, now: connection.now / 1_000_000)
    let ends = Session.Ends(
      client: nil, verification: verification, server: Connection(server: server),
      interceptor: nil, callingApplication: nil, answeringApplication: nil)
    add(
      session(
        ends, connection, settings,
        Outside([.client], preface: connection.preface, at: connection.now)))
  }

  /// Begins a session between a client and a server outside, with the attacker in between.
  ///
  /// - Parameters:
  ///   - connection: with the client.
  ///   - onward: with the server.
  public mutating func stand(
    between connection: OutsideConnection, and onward: OutsideConnection, with relay: Relay,
    _ changes: [(key: String, value: String)] = []
  ) throws(LabError) {
    let settings = try settings(with: changes)
    let forged = try making { lab in
      try lab.world.forgedIdentity(relay, for: onward.host, at: connection.now)
    }
    var posing = posing(as: [forged], settings, connection.random)
    posing.now = connection.now
    posing.closesByItself = true
    var connecting = connecting(to: onward.host, settings, onward.random)
    connecting.serverName = onward.serverName
    connecting.now = connection.now
    connecting.closesByItself = true
    let verification = ServerVerification(
      trust: TrustStore(roots: []), host: onward.host, now: connection.now / 1_000_000,
      skipped: CertificateVerification.checks)
    let ends = Session.Ends(
      client: nil, verification: verification, server: nil,
      interceptor: Interceptor(posingAs: posing, connectingWith: connecting),
      callingApplication: nil, answeringApplication: nil)
    let preface = (onward.preface + connection.preface).sorted { $0.time < $1.time }
    var session = session(
      ends, onward, settings,
      Outside([.client, .server], preface: preface, at: connection.now))
    session.links[.clientSide] = link(connection.flow, settings)
    session.links[.serverSide] = link(onward.flow, settings)
    add(session)
  }

  /// Makes the keys that the attacker needs to stand before a server, which are kept: `stand` finds them.
  public mutating func prepareToStand(before host: String, with relay: Relay) throws(LabError) {
    let now = now
    _ = try making { lab in try lab.world.forgedIdentity(relay, for: host, at: now) }
  }

  /// Puts a session that was played on elsewhere in the place of its earlier self. There is no way back:
  /// what a program outside has seen can't be taken back.
  public mutating func put(_ session: Session) {
    guard let place = sessions.place(of: session.id) else { return }
    if session.id == current { earlier = [] }
    sessions[place] = session
  }

  private func session(
    _ ends: Session.Ends, _ connection: OutsideConnection, _ settings: Settings, _ outside: Outside
  ) -> Session {
    var session = Session(
      id: "S\(sessions.count + 1)", settings: settings, serverName: connection.host, ends: ends,
      links: [.direct: link(connection.flow, settings)], beginning: connection.now)
    session.outside = outside
    return session
  }

  /// The real network takes the time that it takes.
  private func link(_ flow: Flow, _ settings: Settings) -> Link {
    Link(flow: flow, roundTrip: 0, isTapOn: settings[.netRecord])
  }

  /// Keys that are made for it stay in the world.
  private mutating func making<Made>(
    _ make: (inout Lab) throws -> Made
  ) throws(LabError) -> Made {
    do {
      return try make(&self)
    } catch let error as LabError {
      throw error
    } catch {
      throw .crypto(errorWords(error))
    }
  }
}

// MARK: Ends towards programs outside

extension Lab {
  private mutating func clientTowards(
    _ connection: OutsideConnection, _ roots: [Certificate], _ settings: Settings
  ) throws -> ClientConfiguration {
    var client = try clientConfiguration(settings, connection.random)
    // `server.kx` speaks of a server that this lab does not have: here it limits the offer.
    client.suites = settings.offerTowardsOutside
    if settings[.serverKX].isOnlyBefore13 {
      client.versions = client.versions.filter { $0 < .tls13 }
    }
    client.keyShares = settings.sharesTowardsOutside
    client.signatureSchemes = settings.schemesTowardsOutside(of: .client)
    client.serverName = settings[.clientSNI].offered(to: connection.serverName)
    let seconds = connection.now / 1_000_000
    let trusted = try world.trustedCertificates()
    client.verification = ServerVerification(
      trust: TrustStore(roots: trusted + roots.filter { !trusted.contains($0) }),
      host: client.serverName ?? connection.host, now: seconds, skipped: settings.skippedChecks)
    client.verification.revocation.mode = settings.revocationMode
    client.now = connection.now
    switch settings[.clientCert] {
    case .nothing: break
    case .good:
      client.identities = [try world.outsideIdentity(.client, [world.clientName], at: seconds)]
    case .named(let name):
      client.identities = [
        try world.namedIdentity(name, at: seconds, inLab: self.seconds, of: .client)
      ]
    }
    return client
  }

  private mutating func serverTowards(
    _ host: String, _ now: Int64, _ random: RandomStream, _ settings: Settings, _ own: Identity?
  ) throws -> ServerConfiguration {
    var server = try serverConfiguration(settings, random)
    let seconds = now / 1_000_000
    server.now = now
    server.sessionCache = keptSessions
    server.signatureSchemes = settings.schemesTowardsOutside(of: .server)
    if let own {
      server.identities = [own]
    } else if let name = settings[.serverCert].name {
      server.identities = [try world.namedIdentity(name, at: seconds, inLab: self.seconds)]
    } else {
      server.identities = try settings.rolesTowardsOutside.map { role in
        try world.outsideIdentity(role, names(of: host), at: seconds)
      }
    }
    guard settings[.serverStaple], own == nil else { return server }
    // Whoever asks gets it: what this lab's own client asks for says nothing of others.
    server.identities = try server.identities.map { identity in
      var identity = identity
      identity.stapledResponse = try world.stapledResponse(
        for: identity, named: settings[.serverCert].name, at: seconds)
      return identity
    }
    return server
  }

  /// The names of a server on this machine, the one by which it is called first; and its own in the
  /// lab, for clients that are told where that is.
  private func names(of host: String) -> [String] {
    let all = [host, "localhost", "127.0.0.1", "::1", world.serverName]
    return all.enumerated().filter { place, name in all.firstIndex(of: name) == place }.map(
      \.element)
  }
}
