import Applications
import CryptoPrimitives
import Network
import TLSEngine
import TLSKeys

// A call that goes over a proxy: two sessions, and what passes from one to the other.
extension Lab {
  /// Adds the sessions of both hops: the first has not begun, over the second the called telephone has
  /// registered.
  mutating func beginHops(_ settings: Settings) throws(LabError) {
    let number = sessions.count + 1
    let second = try makeSecondHop(
      settings, NewSession(number + 1, at: now), behind: "S\(number)")
    let telephone = second.callingApplication?.end as? SIPCalledTelephone
    var new = NewSession(number, at: second.now + 1_000_000)
    let random = world.random.substream(new.id)
    new.ends = (
      caller(settings, new.id, random),
      called(settings, new.id, random, isRegistered: telephone?.isRegistered == true)
    )
    var first = try makeSession(settings, new)
    first.hop = Hop(1, other: second.id)
    add(first)
    sessions.append(second)
  }

  /// The connection between the proxy and the called telephone, which that one opened, as telephones do that
  /// want to be reached (RFC 5626).
  private mutating func makeSecondHop(
    _ settings: Settings, _ place: NewSession, behind first: String
  ) throws(LabError) -> Session {
    let own: Settings
    do throws(SettingError) { own = try settings.ofSecondHop() } catch { throw .setting(error) }
    var new = place
    let random = world.random.substream(new.id)
    let answering = calledTelephone(settings, first)
    var client = ApplicationClient(
      SIPCalledTelephone(answering, random: random.substream("application/client")),
      of: .sipSecondHop)
    var server = ApplicationServer(
      SIPServer(random: random.substream("application/server")), of: .sipSecondHop)
    new.address = answering.address
    new.isOnAttackersWay = false
    var session: Session
    if settings[.appSecondHop] == .none {
      new.port = SIPTransport.tcp.port
      var talk = OpenTalk(
        openLink(own, new), isStripped: false, isRecorded: own[.netRecord])
      let end = talk.play(client.start(), by: .client, &client, &server, at: new.beginning)
      session = openSession(own, new, (client, server), talk, until: end)
    } else {
      new.ends = (client, server)
      session = try makeSession(own, new)
      while session.advance() != nil {}
      session.total = session.steps.count
    }
    session.hop = Hop(2, other: first)
    return session
  }

  /// Lets what the proxy has passed on by now go over the second hop.
  mutating func passOn(from place: Int) throws(LabError) {
    let first = sessions[place]
    guard let hop = first.hop, hop.number == 1, first.isAtRest,
      let proxy = first.answeringApplication?.end as? SIPProxy,
      let other = sessions.place(of: hop.other), let carried = sessions[other].hop?.carried,
      carried != proxy.passedOn
    else { return }
    var second = sessions[other]
    if !proxy.passedOn.starts(with: carried) {
      // Who went back made another call of it.
      let beginning = second.talk?.segments.first?.time ?? second.steps.first?.time ?? now
      second = try makeSecondHop(
        first.settings, NewSession(other + 1, at: beginning), behind: first.id)
    }
    let times = first.timesOfRequests
    for (number, request) in proxy.passedOn.enumerated().dropFirst(second.hop?.carried.count ?? 0) {
      second.carry(request, at: times.indices.contains(number) ? times[number] : first.now)
    }
    sessions[other] = second
  }

  /// The sessions of the hops of a call, the caller's first; the one alone where there is but one.
  public func hops(of session: Session) -> [Session] {
    guard let hop = session.hop, let other = self.session(hop.other) else { return [session] }
    return hop.number == 1 ? [session, other] : [other, session]
  }
}

extension Session {
  /// Lets a request of the proxy's pass to the called telephone.
  fileprivate mutating func carry(_ request: [UInt8], at time: Int64) {
    contents.hop?.carried.append(request)
    guard var talk, var client = callingApplication, var server = answeringApplication else {
      wait(until: time)
      _ = send(request, from: .server)
      while advance() != nil {}
      total = steps.count
      return
    }
    contents.waited = talk.play([request], by: .server, &client, &server, at: time)
    (self.talk, callingApplication, answeringApplication) = (talk, client, server)
    links = [.direct: talk.tappedLink]
  }

  /// When the server had each request that a proxy passes on.
  fileprivate var timesOfRequests: [Int64] {
    steps.compactMap { step in
      guard step.actor == .server, case .deliver(let data) = step.effect,
        ["INVITE ", "ACK ", "BYE "].contains(where: { data.starts(with: $0.utf8) })
      else { return nil }
      return step.time
    }
  }
}
