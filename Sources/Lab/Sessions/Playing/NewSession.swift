import Applications
import Network
import TLSEngine
import TLSKeys
import X509

/// A session that is to be made.
struct NewSession {
  /// How many there are with it.
  let number: Int
  /// Microseconds.
  let beginning: Int64
  /// What both ends say, where the settings don't tell.
  var ends: (ApplicationClient, ApplicationServer)?
  /// Whether the attacker that stands between client and server stands on its way.
  var isOnAttackersWay = true
  /// Of the client.
  var address: String?
  /// Of the server, where the settings don't tell.
  var port: UInt16?

  init(_ number: Int, at beginning: Int64) { (self.number, self.beginning) = (number, beginning) }

  var id: String { "S\(number)" }
}

extension Lab {
  /// Between which addresses it goes.
  func flow(_ settings: Settings, _ new: NewSession) -> Flow {
    var flow = Flow.documentation(
      connection: new.number, serverPort: new.port ?? serverPort(settings))
    if let address = new.address { flow.client.ip = address }
    return flow
  }

  /// The way of what is said in the open.
  func openLink(_ settings: Settings, _ new: NewSession) -> Link {
    Link(flow: flow(settings, new), roundTrip: Int64(settings[.netRTT]) * 1000)
  }

  /// What a chat program and its server say before TLS, or without it (RFC 6120 §5).
  ///
  /// - Returns: the talk, and when its last word had arrived.
  func talkInTheOpen(
    _ settings: Settings, _ new: NewSession, _ client: inout ApplicationClient,
    _ server: inout ApplicationServer
  ) -> (talk: OpenTalk, end: Int64) {
    var talk = OpenTalk(
      openLink(settings, new), isStripped: attacker.stripsSTARTTLS == true,
      isRecorded: settings[.netRecord])
    let end = talk.play(client.start(), by: .client, &client, &server, at: new.beginning)
    guard let program = client.end as? XMPPClient else { return (talk, end) }
    talk.end =
      program.awaitsTLS
      ? .secured
      : program.leftForLackOfTLS
        ? .refused : program.saidPasswordInTheOpen && talk.isStripped ? .fooled : .plain
    return (talk, end)
  }

  /// A session in which nothing but words in the open were said.
  func openSession(
    _ settings: Settings, _ new: NewSession, _ ends: (ApplicationClient, ApplicationServer),
    _ talk: OpenTalk, until end: Int64
  ) -> Session {
    let verification = ServerVerification(
      trust: TrustStore(roots: []), host: world.serverName, now: end / 1_000_000)
    var session = Session(
      id: new.id, settings: settings, serverName: world.serverName,
      ends: Session.Ends(
        verification: verification, callingApplication: ends.0, answeringApplication: ends.1),
      links: [.direct: talk.tappedLink], beginning: new.beginning)
    session.talk = talk
    session.contents.waited = end
    return session
  }
}
