import Commands
import CryptoPrimitives
import Lab
import Screens
import TLSKeys
import X509

/// `connect HOST:PORT` and `walk HOST:PORT`.
enum ReachVerbs {
  /// Whom to reach, and how.
  struct Call: Sendable {
    var endpoint: Endpoint
    var roots: [Certificate]
    /// What the client shows to a server that asks.
    var identity: Identity?
    var protocolBefore: StartTLS?
    var random: RandomStream
    var settings: SettingPairs
  }

  static func connect(_ interpreter: inout Interpreter, _ call: Call) throws(CommandError) -> Page {
    try begin(&interpreter, call)
    _ = try interpreter.play { lab, courier throws(LabError) in try lab.playOn(by: courier) }
    guard let session = interpreter.lab.currentSession else { return Page() }
    let page = Screens.connected(interpreter.lab, session)
    guard session.awaitsOutside, session.outcome == .running else { return page }
    var error = interpreter.whyNothingCame(of: session, interpreter.sockets())
    error.before = page
    throw error
  }

  static func walk(
    _ interpreter: inout Interpreter, _ onScreen: Bool, _ call: Call
  ) throws(CommandError) -> Page {
    try begin(&interpreter, call)
    return interpreter.walking(onScreen, Screens.step(interpreter.lab, played: []))
  }

  private static func begin(_ interpreter: inout Interpreter, _ call: Call) throws(CommandError) {
    try OthersSettings.refuse(call.settings, of: .server)
    let courier = interpreter.sockets()
    let stream: TCPStream
    var connection: OutsideConnection
    do throws(SocketError) {
      stream = try TCPStream.connect(
        to: call.endpoint, into: Mailbox(), isInterrupted: interpreter.surroundings.isInterrupted)
      connection = OutsideConnection(
        flow: stream.flow, host: call.endpoint.host, now: courier.now, random: call.random)
    } catch {
      throw CommandError(error)
    }
    if call.roots.isEmpty { interpreter.surroundings.announce(CertificateFiles.noRoots) }
    do {
      if let protocolBefore = call.protocolBefore {
        connection.preface = try protocolBefore.ask(
          connection.host, on: stream, courier.patience.handshake,
          interpreter.surroundings.isInterrupted)
        connection.now = courier.now
      }
      try interpreter.change { lab throws(LabError) in
        try lab.reach(
          connection, trusting: call.roots, showing: call.identity, call.settings)
      }
    } catch {
      stream.abort()
      throw CommandError(reaching: error, in: interpreter.lab)
    }
    courier.take([stream], for: interpreter.lab)
  }
}

extension Parameter where Value == ReachVerbs.Call {
  static var call: Parameter {
    Parameter(
      .one(.address), .trusted, .certificateInFile, .sharedKey,
      .named("starttls", .startTLS, meaning: "what is spoken before TLS is asked for"), .entropy,
      .settings
    ) {
      endpoint, roots, certificate, key, protocolBefore, random, settings throws(CommandError) in
      ReachVerbs.Call(
        endpoint: endpoint, roots: roots, identity: try certificate.identity,
        protocolBefore: protocolBefore, random: random,
        settings: settings + (key.map { [(key: Setting.clientPSK.key, value: $0)] } ?? []))
    }
  }
}

extension Word where Value == Endpoint {
  /// `HOST:PORT` of a program outside.
  static var address: Word {
    Word(
      "HOST:PORT", accepting: { $0.contains(":") },
      read: { text, _ throws(CommandError) in
        do throws(SocketError) {
          return try Endpoint(text)
        } catch {
          throw CommandError(error)
        }
      })
  }
}

extension Word where Value == StartTLS {
  static var startTLS: Word {
    .choice(
      "PROTOCOL",
      refusing: { text in
        CommandError(
          refusal: "outside.starttls",
          ["text": text, "names": StartTLS.allCases.map(\.typed).joined(separator: " ")])
      })
  }
}
