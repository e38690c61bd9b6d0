import Eavesdropper
package import Lab
import Platform
import Screens
import TLSKeys
import TLSWire

extension CommandError {
  /// What the lab can't do, in words.
  package init(_ error: LabError, in lab: Lab) {
    switch error {
    case .noSession(let name): self.init(unknownSession: name, in: lab)
    case .noCurrentSession:
      self.init("there is no session yet", meant: "walk")
    case .setting(let error): self.init(error)
    case .registry(let error): self.init(error)
    case .atTheEnd:
      let id = lab.current ?? "the session"
      self.init("\(id) is at its end: nothing is left to play", meant: "walk")
    case .atTheStart where lab.currentSession?.outside?.exchanged ?? 0 > 0:
      self.init("what a program outside has seen can't be taken back")
    case .atTheStart: self.init("there is no step to take back")
    case .notEstablished(let id):
      let session = lab.session(id)
      let outcome = session?.outcome.rawValue ?? "gone"
      self.init(
        "\(id) is \(outcome): only an established connection can send and close",
        meant: Self.again(session))
    case .crypto(let words): self.init("libcrypto refused: \(words)")
    case .notResumable, .noKeyUpdates, .noLaterCertificate, .noRenegotiation, .noEarlyData:
      self.init(ofSession: error)
    case .noFirstFlight(let id):
      self.init(
        "\(id) has no first flight with early data: a ClientHello alone asks nothing of the server",
        details: [
          "'server.early-data on', a session for a ticket, then: connect resume=S1 early=\"hello\""
        ])
    case .notRecorded(let id):
      self.init("\(id) was not recorded: there is nothing to send again", meant: "record on")
    case .erased, .nothingToSteal, .notAPrediction, .notStolen, .noSuchLeak:
      self.init(ofTheft: error, in: lab)
    case .outside, .silent, .gone, .noGenuineChain: self.init(ofOutside: error, in: lab)
    }
  }

  /// What a session of its kind does not have.
  private init(ofSession error: LabError) {
    switch error {
    case .notResumable(let id):
      self.init(
        "\(id) left nothing to resume it by",
        details: [
          "it must be established, with 'server.tickets on' or 'server.session-ids on'"
        ])
    case .noKeyUpdates(let id):
      self.init(
        "\(id) is no session of TLS 1.3: only that changes keys in an established connection",
        meant: "connect version=1.3")
    case .noLaterCertificate(let id, is13: true):
      self.init(
        "the client of \(id) did not say that it may be asked (post_handshake_auth)",
        details: ["it says so when it has a certificate"], meant: "connect client.cert=good")
    case .noLaterCertificate(let id, is13: false):
      self.init(
        "\(id) is no session of TLS 1.3; before it takes a further handshake to ask",
        meant: "renegotiate server request")
    case .noRenegotiation(let id):
      self.init(
        "\(id) is a session of TLS 1.3, which has no renegotiation (RFC 9846 section 4.2.2)",
        details: ["'update-keys' changes its keys; before 1.3: connect version=1.2"],
        meant: "update-keys")
    case .noEarlyData(let id):
      self.init(
        "\(id) left no ticket that allows early data",
        details: ["it must be a session of TLS 1.3, made with 'server.early-data on'"],
        meant: "set server.early-data on")
    default: self.init("\(error)")
    }
  }

  /// What the attacker can't have, or does not hold.
  private init(ofTheft error: LabError, in lab: Lab) {
    switch error {
    case .erased(let loot, let session, let step):
      self.init(
        "\(loot.rawValue) of \(session) was erased at step \(step); nothing to steal",
        details: ["before that step it can be stolen, or with 'set server.reuse-ephemeral on'"])
    case .nothingToSteal(let loot, let session):
      self.init("\(session) holds no \(loot.rawValue) now", details: Self.whyNothing(lab, session))
    case .notAPrediction(let word):
      self.init("'\(word)' is no prediction", details: ["a recording is open or sealed"])
    case .notStolen(let loot):
      self.init(
        "that takes \(loot.rawValue), and the attacker does not hold it",
        meant: "compromise \(loot.rawValue)")
    case .noSuchLeak(let word):
      self.init(
        "the attacker does not hold \(word)",
        meant: lab.attacker.leaks.compactMap { Loot($0)?.rawValue }.first.map { "forget \($0)" })
    default: self.init("\(error)")
    }
  }

  /// What is not to be had of a program outside.
  private init(ofOutside error: LabError, in lab: Lab) {
    switch error {
    case .outside(let side):
      self.init(
        "the \(side.rawValue) is a program outside of this lab: nobody here can tell it what to do, or"
          + " look into its memory",
        meant: lab.currentSession?.ownSide.map { "send \($0.rawValue) TEXT" })
    case .silent(let id, let seconds):
      self.init(
        "nothing came from outside within \(seconds.secondsText)",
        details: ["\(id) stands where it stood; 'continue' waits again, 'close' gives it up"])
    case .gone(let id):
      self.init(
        "\(id) has no connection any more: it ended with the program that held it, or went on without"
          + " what is here",
        details: ["what was recorded of it is still here"], meant: "where")
    case .noGenuineChain:
      self.init("the real server showed no certificate that could be shown again")
    default: self.init("\(error)")
    }
  }

  init(unknownSession name: String, in lab: Lab) {
    let names = lab.sessions.map(\.id)
    guard !names.isEmpty else {
      self.init("no session '\(name)': there is none yet", meant: "connect")
      return
    }
    self.init("no session '\(name)'", meant: nearest(to: name, among: names).first)
    details = ["there are: " + names.suffix(12).joined(separator: " ")]
  }

  /// What begins such a session anew.
  private static func again(_ session: Session?) -> String {
    guard session?.outside != nil else { return "connect" }
    return switch session?.ownSide {
    case .client: "connect HOST:PORT"
    case .server: "listen"
    case nil: "relay PORT HOST:PORT"
    }
  }

  private static func whyNothing(_ lab: Lab, _ session: String) -> [String] {
    guard let session = lab.session(session) else { return [] }
    let exchange = session.facts(on: session.clientWire).parameters?.keyExchange
    if let exchange, !exchange.isEphemeral {
      return ["its \(exchange.word.uppercased()) key exchange has no ephemeral keys"]
    }
    return session.isAtRest ? [] : ["it is not made yet at step \(session.steps.count)"]
  }

  /// Why an authority or a certificate can't be had, in words.
  package init(_ error: RegistryError) {
    switch error {
    case .noAuthority(let name, let known): self.init(unknown: name, "authority", known, "ca list")
    case .noCertificate(let name, let known):
      self.init(unknown: name, "certificate", known, "cert list")
    case .noRequest(let name, let known): self.init(unknown: name, "request", known, "cert list")
    case .nameTaken(let name): self.init("there is a '\(name)' already")
    case .badName(let name):
      self.init("'\(name)' is no name", details: ["letters, digits, dots, hyphens; 40 at most"])
    case .notRevocable(let name):
      self.init(
        "'\(name)' is ready-made: it is what its name says",
        details: ["one of your own can be revoked, or all that the server has: cert revoke server"])
    case .alreadyRevoked(let name): self.init("'\(name)' is revoked already")
    case .refused(let words): self.init("that can't stand in a certificate: \(words)")
    }
  }

  private init(unknown name: String, _ kind: String, _ known: [String], _ list: String) {
    self.init("no \(kind) '\(name)'", meant: nearest(to: name, among: known).first)
    if meant == nil { details = ["'\(list)' lists what there is"] }
  }

  /// Why a setting was refused, in words.
  init(_ error: SettingError) {
    switch error {
    case .unknownKey(let key, let suggestions):
      let short = nearest(to: key, among: SettingCatalogue.shorthands.keys.sorted())
      self.init("no setting '\(key)'", meant: suggestions.first ?? short.first)
      if meant == nil { details = ["'settings' lists what can be set"] }
    case .badValue(let key, let value, let allowed):
      self.init(badValue: value, of: key, allowed: allowed.description)
    case .contradiction(let contradiction):
      self.init(
        contradiction.keys.joined(separator: " and ") + " contradict each other: "
          + contradiction.reason.words)
    }
  }

  private init(badValue value: String, of key: String, allowed: String) {
    self.init("'\(value)' is no value of \(key)")
    let words = SettingCatalogue.setting(key)?.accepted.words ?? []
    // The names of all cipher suites fill a screen.
    if allowed.count <= 200 {
      details = ["allowed: \(allowed)"]
    } else {
      details = ["'help \(key)' lists what is allowed"]
    }
    let wrong = value.split(separator: ",").map(String.init).first { item in
      !words.contains { $0.lowercased() == item.lowercased() }
    }
    meant = wrong.flatMap { nearest(to: $0, among: words).first }.map { "\(key)=\($0)" }
  }
}

extension Double {
  /// A time in seconds: `1 second`, `0.5 seconds`.
  package var secondsText: String {
    let text = "\(self)"
    return (text.hasSuffix(".0") ? String(text.dropLast(2)) : text)
      + (self == 1 ? " second" : " seconds")
  }
}
