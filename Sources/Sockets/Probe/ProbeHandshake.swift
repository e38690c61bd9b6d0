import Bytes
import Lab
import Probing
import Screens
import TLSEngine
import TLSKeys
import TLSWire

/// A handshake to its end, made by the client of a lab that is thrown away: it shows what a hello alone does
/// not.
struct ProbeHandshake {
  private let terms: ProbeTerms
  private let courier: SocketCourier
  private let call: () throws(SocketError) -> TCPStream

  /// - Parameter call: makes a further connection, in its time.
  init(
    _ terms: ProbeTerms, _ isInterrupted: @escaping @Sendable () -> Bool,
    calling call: @escaping () throws(SocketError) -> TCPStream
  ) {
    self.terms = terms
    self.call = call
    courier = SocketCourier(
      patience: .init(handshake: terms.patience, conversation: 1), isInterrupted: isInterrupted)
  }

  /// - Parameter found: the version, and what the server takes in it.
  /// - Throws: when STARTTLS is refused, or the wait was interrupted.
  func make(
    on stream: TCPStream, as found: VersionFindings
  ) throws(SocketError) -> HandshakeFindings? {
    let version = found.version
    let offer = Self.offer(for: found)
    let connection = try connection(on: stream)
    var lab = Lab(seed: 0)
    do throws(LabError) {
      try lab.reach(connection, trusting: terms.roots, offer)
    } catch {
      // A version that no handshake can be made in here.
      stream.abort()
      return HandshakeFindings()
    }
    courier.take([stream], for: lab)
    _ = try? lab.playOn(by: courier)
    guard !courier.isInterrupted() else {
      stream.abort()
      throw .interrupted
    }
    var findings = Self.findings(lab)
    if findings.isEstablished, version < .tls13 { renegotiate(&lab, &findings) }
    _ = try? lab.close(by: courier)
    stream.finish()
    if version >= .tls13, findings.isEstablished, findings.tickets ?? 0 > 0 {
      findings.connections += 1
      findings.resumesWithoutExchange = try resumesAlone(lab, offer)
    }
    return findings
  }

  /// What the client offers: those of the suites that the server takes, so that it is not for want of one that
  /// nothing comes about. Who proves who they are comes before who does not.
  private static func offer(for found: VersionFindings) -> [(key: String, value: String)] {
    var offer = [
      (key: "client.versions", value: found.version.number), (key: "client.verify", value: "off"),
      (key: "client.staple", value: "on"),
    ]
    let known = Set(CipherSuite.spoken13 + CipherSuite.preferred)
    let usable = found.suites.filter { known.contains($0) && !ProbedSuite($0).usesSharedKey }
    let proving = usable.filter { ProbedSuite($0).exchange != .anonymous }
    let suites = Self.fieldsLast(proving.isEmpty ? usable : proving).prefix(mostSuites)
    if !suites.isEmpty {
      offer.append((key: "client.suites", value: suites.map(\.label).joined(separator: ",")))
    }
    // Those over SHA-1 are not offered unless they are asked for.
    if found.oldSignature != nil { offer.append((key: "client.signatures", value: "all")) }
    return offer
  }

  /// A prime that is too short ends the handshake: what needs none goes first.
  private static func fieldsLast(_ suites: [CipherSuite]) -> [CipherSuite] {
    suites.filter { !ProbedSuite($0).isInField } + suites.filter { ProbedSuite($0).isInField }
  }

  /// Longer hellos are dropped by some (RFC 7685 §1).
  private static let mostSuites = 32

  private func connection(on stream: TCPStream) throws(SocketError) -> OutsideConnection {
    var connection = OutsideConnection(
      flow: stream.flow, host: terms.host, now: courier.now)
    if let protocolBefore = terms.protocolBefore {
      connection.preface = try protocolBefore.ask(
        connection.host, on: stream, courier.patience.handshake, courier.isInterrupted)
      connection.now = courier.now
    }
    return connection
  }

  /// Resumes the session with its ticket alone, psk_ke (RFC 9846 §4.3.9), and looks whether the server takes
  /// that: then it answers with no key beside it.
  ///
  /// - Parameters:
  ///   - before: with the session that gave the ticket.
  ///   - offer: with which that was made.
  private func resumesAlone(
    _ before: Lab, _ offer: [(key: String, value: String)]
  ) throws(SocketError) -> ProbeReport.Finding {
    guard let session = before.currentSession else { return .unknown }
    var lab = before
    let stream: TCPStream
    do throws(SocketError) {
      stream = try call()
    } catch {
      if error == .interrupted { throw error }
      return .unknown
    }
    defer { stream.finish() }
    guard
      (try? lab.reach(
        try connection(on: stream), trusting: terms.roots, withKeyAlone: true,
        offer + [(key: "client.resume", value: session.id)])) != nil
    else { return .unknown }
    courier.take([stream], for: lab)
    _ = try? lab.playOn(by: courier)
    if courier.isInterrupted() { throw .interrupted }
    let hellos = lab.currentSession?.messages.map(\.message).compactMap(\.serverHello) ?? []
    _ = try? lab.close(by: courier)
    guard let hello = hellos.last else { return .unknown }
    return hello.selectedIdentity != nil && hello.serverShare == nil ? .yes : .no
  }

  private static func findings(_ lab: Lab) -> HandshakeFindings {
    var findings = HandshakeFindings()
    guard let session = lab.currentSession else { return findings }
    findings.isEstablished = [.established, .closed].contains(session.outcome)
    findings.chain = session.facts(on: session.clientWire).certificates
    findings.staple = session.staple
    let messages = session.messages.map(\.message).filter { $0.sender == .server }
    let kinds = messages.compactMap { $0.handshake?.type }
    let isAsked = kinds.contains(.certificateRequest)
    // What is asked for stands before the server's Finished, or ServerHelloDone.
    let isKnown = isAsked || kinds.contains(.finished) || kinds.contains(.serverHelloDone)
    findings.asksForCertificate = isAsked ? .yes : isKnown ? .no : .unknown
    let tickets = messages.compactMap { $0.handshake }.filter { $0.type == .newSessionTicket }
    if findings.isEstablished { note(tickets, &findings) }
    let refusal = messages.lazy.compactMap(\.fatalAlert).first
    findings.failure =
      findings.isEstablished ? nil : refusal?.label ?? session.failure?.failure.words
    findings.requiresCertificate =
      !isAsked
      ? findings.asksForCertificate
      : refusal != nil ? .yes : findings.isEstablished ? .no : .unknown
    return findings
  }

  private static func note(_ tickets: [HandshakeMessage], _ findings: inout HandshakeFindings) {
    findings.tickets = tickets.count
    findings.earlyDataLimit = tickets.compactMap { ticket in
      (try? ticket.read(NewSessionTicket13.self)).map { Int($0.maxEarlyDataSize ?? 0) }
    }.max()
    findings.ticketLifetime = tickets.compactMap { ticket in
      if let new = try? ticket.read(NewSessionTicket13.self) { return Int(new.ticketLifetime) }
      return (try? ticket.read(NewSessionTicket.self)).map { Int($0.ticketLifetimeHint) }
    }.max()
  }

  /// Begins a further handshake, and looks whether the server answers with another ServerHello.
  private func renegotiate(_ lab: inout Lab, _ findings: inout HandshakeFindings) {
    // Some close as soon as they have nothing to say.
    guard lab.currentSession?.outcome == .established else { return }
    let before = lab.currentSession?.messages.count ?? 0
    _ = try? lab.renegotiate(from: .client, asking: nil, by: courier)
    guard let session = lab.currentSession else { return }
    let answers = session.messages.dropFirst(before).map(\.message).filter { $0.sender == .server }
    if answers.contains(where: { $0.handshake?.type == .serverHello }) {
      findings.takesRenegotiation = .yes
    } else if answers.contains(where: \.isAlert) || session.outside?.endings[.server] == .closed
      || session.outside?.endings[.server] == .reset
    {
      findings.takesRenegotiation = .no
    }
  }
}

extension Message {
  fileprivate var handshake: HandshakeMessage? {
    if case .handshake(let message) = content { message } else { nil }
  }

  fileprivate var serverHello: ServerHello? {
    guard sender == .server, handshake?.type == .serverHello else { return nil }
    return try? handshake?.read(ServerHello.self)
  }

  fileprivate var isAlert: Bool { if case .alert = content { true } else { false } }

  fileprivate var fatalAlert: AlertDescription? {
    if case .alert(let alert) = content, alert.level == .fatal { alert.description } else { nil }
  }
}
