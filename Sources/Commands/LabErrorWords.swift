import Eavesdropper
import Explanations
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
    case .noCurrentSession: self.init(refusal: "session.none", meant: "walk")
    case .setting(let error): self.init(error)
    case .registry(let error): self.init(error)
    case .atTheEnd:
      let id = lab.current ?? said(.refusal, "at-the-end.unnamed")
      self.init(refusal: "at-the-end", ["session": id], meant: "walk")
    case .atTheStart where lab.currentSession?.outside?.exchanged ?? 0 > 0:
      self.init(refusal: "at-the-start.outside")
    case .atTheStart: self.init(refusal: "at-the-start")
    case .notEstablished(let id):
      let session = lab.session(id)
      self.init(
        refusal: "not-established",
        ["session": id, "outcome": session?.outcome.rawValue ?? "gone"], meant: Self.again(session))
    case .noCall(let id):
      self.init(refusal: "no-call", ["session": id], meant: "connect scenario=sip-call")
    case .crypto(let words): self.init(refusal: "libcrypto", ["reason": words])
    case .noEarlyData(let id) where lab.session(id)?.isOutside(.server) == true:
      self.init(refusal: "no-early-data.outside", ["session": id])
    case .noEarlyData(let id):
      // Where the server takes it by now, another session is what is missing.
      let isTaken = lab.settings[.serverEarlyData] != .off
      self.init(
        refusal: "no-early-data", ["session": id],
        meant: isTaken ? "connect version=1.3" : "set server.early-data on")
    case .notResumable, .noKeyUpdates, .noLaterCertificate, .noRenegotiation:
      self.init(ofSession: error)
    case .noFirstFlight(let id):
      self.init(refusal: "no-first-flight", ["session": id])
    case .notRecorded(let id):
      self.init(refusal: "not-recorded.flight", ["session": id], meant: "record on")
    case .beyondCalendar: self.init(refusal: "time.beyond")
    case .erased, .nothingToSteal, .notAPrediction, .notStolen, .noSuchLeak, .noSuchKey:
      self.init(ofTheft: error, in: lab)
    case .outside, .silent, .gone, .noGenuineChain: self.init(ofOutside: error, in: lab)
    }
  }

  /// What a session of its kind does not have.
  private init(ofSession error: LabError) {
    switch error {
    case .notResumable(let id):
      self.init(refusal: "not-resumable", ["session": id])
    case .noKeyUpdates(let id):
      self.init(refusal: "no-key-updates", ["session": id], meant: "connect version=1.3")
    case .noLaterCertificate(let id, is13: true):
      self.init(
        refusal: "later-certificate.not-offered", ["session": id], meant: "connect client.cert=good"
      )
    case .noLaterCertificate(let id, is13: false):
      self.init(
        refusal: "later-certificate.before", ["session": id], meant: "renegotiate server request")
    case .noRenegotiation(let id):
      self.init(refusal: "no-renegotiation", ["session": id], meant: "update-keys")
    default: self.init("\(error)")
    }
  }

  /// What the attacker can't have, or does not hold.
  private init(ofTheft error: LabError, in lab: Lab) {
    switch error {
    case .erased(let loot, let session, let step):
      self.init(
        refusal: Self.erasure(of: loot, in: lab.session(session), step),
        ["loot": loot.rawValue, "session": session, "step": "\(step)"])
    // Only of the keys that this lab made it knows what such a computer would find.
    case .nothingToSteal(.quantum, let session) where lab.session(session)?.isImported == true:
      self.init(refusal: "no-quantum", ["session": session])
    case .nothingToSteal(let loot, let session):
      self.init(
        refusal: "nothing-to-steal", ["loot": loot.rawValue, "session": session],
        more: Self.whyNothing(lab, session))
    case .notAPrediction(let word): self.init(refusal: "prediction.state", ["word": word])
    case .notStolen(let loot):
      self.init(
        refusal: "not-stolen", ["loot": loot.rawValue], meant: "compromise \(loot.rawValue)")
    case .noSuchLeak(let word, let session):
      self.init(
        refusal: session == nil ? "not-held" : "not-held.session",
        ["loot": word, "session": session ?? ""],
        meant: Self.forgetting(word, of: session, in: lab).map { "forget \($0)" })
    case .noSuchKey(let name, let keys):
      let inForce = LootName(name.loot).word
      self.init(
        refusal: keys == 1 ? "loot.one-key" : "loot.no-such-key",
        ["loot": name.word, "last": "\(keys - 1)", "number": "\(keys)", "now": inForce],
        meant: "compromise \(inForce)")
    default: self.init("\(error)")
    }
  }

  /// What is not to be had of a program outside.
  private init(ofOutside error: LabError, in lab: Lab) {
    switch error {
    case .outside(let side):
      self.init(
        refusal: "outside", ["side": side.rawValue],
        meant: lab.currentSession?.ownSide.map { "send \($0.rawValue) TEXT" })
    case .silent(let id, let seconds):
      self.init(silent: id, for: seconds, in: lab)
    case .gone(let id):
      self.init(refusal: "outside.gone", ["session": id], meant: "where")
    case .noGenuineChain: self.init(refusal: "outside.no-genuine-chain")
    default: self.init("\(error)")
    }
  }

  /// Nothing came that could be played; bytes may have come.
  private init(silent id: String, for seconds: Double, in lab: Lab) {
    let values = ["session": id, "time": seconds.secondsText]
    let session = lab.session(id)
    let begun = session?.outside?.sides.lazy.compactMap { session?.begunRecord(from: $0) }.first
    guard let begun else {
      self.init(refusal: "outside.silent", values)
      return
    }
    self.init(
      refusal: begun.length == nil ? "outside.silent.header" : "outside.silent.part",
      values.merging(["came": "\(begun.came)", "length": "\(begun.length ?? 0)"]) { $1 })
  }

  init(unknownSession name: String, in lab: Lab) {
    let names = lab.sessions.map(\.id)
    guard !names.isEmpty else {
      self.init(refusal: "session.unknown.none-yet", ["name": name], meant: "connect")
      return
    }
    self.init(
      refusal: "session.unknown",
      ["name": name, "names": names.suffix(12).joined(separator: " ")],
      meant: nearest(to: name, among: names).first)
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

  /// Of what the attacker holds that which comes nearest: the same of another session, or else the first.
  private static func forgetting(_ word: String, of session: String?, in lab: Lab) -> String? {
    let held = lab.attacker.leaks.compactMap { leak in
      lab.lootName(of: leak).map { (word: $0.word, session: leak.session) }
    }
    guard let near = held.first(where: { $0.word == word }) ?? held.first else { return nil }
    guard session != nil, let other = near.session else { return near.word }
    return "\(near.word) \(other)"
  }

  /// What there is to be said of a key that was erased: nothing keeps a client's longer.
  private static func erasure(of loot: Loot, in session: Session?, _ step: Int) -> String {
    guard loot == .clientEphemeral else { return "erased" }
    let isUnused = session?.neverUsed(.ephemeralPrivate(.client), erasedAt: step) ?? false
    return isUnused ? "erased.unused" : "erased.client"
  }

  private static func whyNothing(_ lab: Lab, _ session: String) -> [String] {
    guard let session = lab.session(session) else { return [] }
    let exchange = session.facts(on: session.clientWire).parameters?.keyExchange
    if let exchange, !exchange.isEphemeral {
      return [
        said(
          .refusal, "nothing-to-steal.not-ephemeral", ["exchange": exchange.word.uppercased()])
      ]
    }
    guard !session.isAtRest else { return [] }
    return [said(.refusal, "nothing-to-steal.not-made", ["step": "\(session.steps.count)"])]
  }

  /// Why an authority or a certificate can't be had, in words.
  package init(_ error: RegistryError) {
    switch error {
    case .noAuthority(let name, let known):
      self.init(unknown: name, among: known, "authority.unknown", listedBy: "ca list")
    case .noCertificate(let name, let known):
      self.init(unknown: name, among: known, "certificate.unknown", listedBy: "cert list")
    case .noRequest(let name, let known):
      self.init(unknown: name, among: known, "request.unknown", listedBy: "cert list")
    case .nameTaken(let name): self.init(refusal: "name.taken", ["name": name])
    case .badName(let name): self.init(refusal: "name.bad", ["name": name])
    case .notRevocable(let name): self.init(refusal: "revocation.ready-made", ["name": name])
    case .alreadyRevoked(let name): self.init(refusal: "revocation.again", ["name": name])
    case .endsAfterCalendar: self.init(refusal: "certificate.calendar")
    case .refused(let words): self.init(refusal: "certificate.refused", ["reason": words])
    }
  }

  private init(
    unknown name: String, among known: [String], _ entry: String, listedBy command: String
  ) {
    // Who wants a certificate shown wants one with nothing wrong with it.
    let own = name.lowercased() == "on" ? known.first { $0 == "good" } : nil
    self.init(refusal: entry, ["name": name], meant: own ?? likely(name, among: known))
    guard meant == nil else { return }
    details = Self.several(name, among: known) + [said(.refusal, "listed", ["command": command])]
  }

  /// Why a setting was refused, in words.
  init(_ error: SettingError) {
    switch error {
    case .unknownKey(let key, let suggestions):
      let short = nearest(to: key, among: SettingCatalogue.shorthands.keys.sorted())
      let keys = SettingCatalogue.all.map(\.key)
      self.init(
        refusal: "setting.unknown", ["key": key],
        meant: suggestions.first ?? short.first ?? likely(key, among: keys))
      if meant == nil {
        details = Self.several(key, among: keys) + [said(.refusal, "setting.unknown.listed")]
      }
    case .badValue(let key, let value, let allowed):
      self.init(badValue: value, of: key, allowed: allowed.description)
    case .contradiction(let contradiction):
      self.init(
        refusal: "setting.contradiction",
        [
          "keys": contradiction.keys.joined(separator: String(worded: " and ")),
          "reason": contradiction.reason.words,
        ])
    }
  }

  private init(badValue value: String, of key: String, allowed: String) {
    self.init(refusal: "setting.value", ["value": value, "key": key])
    let words = SettingCatalogue.setting(key)?.accepted.words ?? []
    // The names of all cipher suites fill a screen.
    let isShort = allowed.count <= 200
    details = [
      said(
        .refusal, isShort ? "setting.value.allowed" : "setting.value.many",
        ["words": allowed, "key": key])
    ]
    let wrong = value.split(separator: ",").map(String.init).first { item in
      !words.contains { $0.lowercased() == item.lowercased() }
    }
    meant = wrong.flatMap { Self.near($0, words) }.map { "\(key)=\($0)" }
    if meant == nil, !isShort, let wrong { details += Self.several(wrong, among: words) }
  }
}

extension CommandError {
  /// The words of which one was begun, where it can't be told which, in a line.
  package static func several(_ typed: String, among words: [String]) -> [String] {
    let found = beginnings(typed, among: words).prefix(12)
    guard !found.isEmpty else { return [] }
    return [said(.refusal, "several", ["names": found.joined(separator: " ")])]
  }

  /// The nearest word; of numbers that which is nearest as a number: they are all alike as words.
  fileprivate static func near(_ wrong: String, _ words: [String]) -> String? {
    // Who wants it on wants the least of what is not off.
    if wrong.lowercased() == "on", words.contains("off") { return words.first { $0 != "off" } }
    guard let number = Double(wrong) else { return likely(wrong, among: words) }
    // What is more than twice as much was meant to be another thing.
    let numbers = words.filter { word in
      Double(word).map { max($0, number) <= 2 * min($0, number) } ?? false
    }
    return numbers.min { abs((Double($0) ?? 0) - number) < abs((Double($1) ?? 0) - number) }
      ?? likely(wrong, among: words)
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
