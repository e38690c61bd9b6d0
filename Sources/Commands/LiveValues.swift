import Bytes
import Explanations
import Foundation
import Lab
import Screens
import TLSEngine
import TLSKeys
import TLSWire
import X509

// What a word of each kind can be now.
extension Interpreter {
  func values(of kind: ArgumentKind, _ typed: Arguments, _ word: String) -> [Candidate] {
    switch kind {
    case .choice(let words): words.map { Candidate($0, Self.meanings[$0] ?? "") }
    case .number, .text, .address: []
    case .session: sessions
    case .settingKey: SettingCatalogue.all.map { Candidate($0.key, $0.summary) }
    case .changedSetting:
      lab.settings.overrides.sorted { $0.key < $1.key }.map { Candidate($0.key, "now \($0.value)") }
    case .settingValue: settingValues(of: typed.one("KEY"), word)
    case .loot: loot(typed)
    case .leak:
      lab.attacker.leaks.compactMap { Loot($0) }.map { Candidate($0.rawValue, $0.meaning) }
    case .message: messages(typed)
    case .breakpoint: Breakpoint.names.map { Candidate($0, Self.meanings[$0] ?? "this message") }
    case .setBreakpoint: lab.breakpoints.map { Candidate($0.name, "stops there now") }
    case .field: fields(typed, word)
    case .value: valueNames
    case .comparand: comparandCandidates(word)
    case .thing: sessions + valueNames
    case .authority:
      lab.world.authorityNames.map {
        Candidate($0, lab.world.isTrusted($0) ? "clients trust it" : "clients do not trust it")
      }
    case .certificate: certificateCandidates
    case .statePath: steps(through: Expectation.paths(in: stateDocument), word)
    case .file: files(word)
    case .explainable:
      Catalogue.english.topics.map { Candidate($0.name, $0.title) }
        + Screens.explainableNames.map { Candidate($0, "") }
    case .topic:
      table.commands.map { Candidate($0.name, $0.summary) }
        + CommandGroup.allCases.map { Candidate($0.rawValue, "to \($0.title)") }
    }
  }

  /// A session in a few words.
  private var sessions: [Candidate] {
    lab.sessions.readAhead()
    return lab.sessions.map { Candidate($0.id, summary(of: $0)) }
  }

  func summary(of session: Session) -> String {
    let exchange = session.facts(on: session.clientWire).parameters?.keyExchange.word
    return [exchange, session.outcome.rawValue].compactMap { $0 }.joined(separator: ", ")
  }

  /// The values of a setting; those of a list go on behind the last comma.
  func settingValues(of key: String, _ word: String) -> [Candidate] {
    guard let setting = SettingCatalogue.setting(key) else { return [] }
    guard case .list(let names) = setting.accepted else {
      return setting.accepted.words.map { word in
        let made = ReadyMadeCertificate(rawValue: word).map(\.words)
        return Candidate(word, setting.meaning(of: word) ?? made ?? setting.summary)
      }
    }
    let items = word.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    let before = items.dropLast()
    let start = before.map { $0 + "," }.joined()
    return names.filter { !before.contains($0) }.map { Candidate(start + $0, "") }
  }

  /// What can be stolen now: neither erased nor in the attacker's hands.
  private func loot(_ typed: Arguments) -> [Candidate] {
    let held = lab.attacker.leaks.compactMap { Loot($0) }
    return Loot.allCases.filter { loot in
      guard loot.isOfOneSession else { return !held.contains(loot) }
      var copy = lab
      return lab.sessions.contains { session in
        (try? copy.compromise(loot, of: session.id))?.isEmpty == false
      }
    }.map { Candidate($0.rawValue, $0.meaning) }
  }

  private func messages(_ typed: Arguments) -> [Candidate] {
    guard let session = try? session(typed) else { return [] }
    return session.messageNames.map { name in
      let place = session.messages.lastIndex { $0.message.kind.name == name } ?? 0
      return Candidate(
        name, "message \(place + 1), from the \(session.messages[place].step.actor.rawValue)")
    }
  }

  private func fields(_ typed: Arguments, _ word: String) -> [Candidate] {
    guard let session = try? session(typed) else { return [] }
    var paths: [String] = []
    for number in session.messages.indices.reversed() {
      for path in Screens.fieldPaths(session, number: number + 1) where !paths.contains(path) {
        paths.append(path)
      }
    }
    return steps(through: paths, word).map { candidate in
      let path =
        candidate.insert.hasSuffix(".") ? candidate.insert.dropLast() : candidate.insert[...]
      return Candidate(candidate.insert, SessionData.summary(session, of: String(path)))
    }
  }

  private var certificateCandidates: [Candidate] {
    ReadyMadeCertificate.allCases.map { Candidate($0.rawValue, $0.words) }
      + lab.world.registry.certificates.map { Candidate($0.name, "by \($0.issuer)") }
  }

  private var valueNames: [Candidate] {
    guard let session = lab.currentSession else { return [] }
    return Screens.derivationNames(session).map { Candidate($0, "a value of \(session.id)") }
  }

  /// The next component of each path that goes on from what is typed, a dot behind it where there
  /// is more.
  private func steps(through paths: [String], _ word: String) -> [Candidate] {
    var found: [Candidate] = []
    var seen: Set<String> = []
    for path in paths where path.hasPrefix(word) {
      let rest = path.dropFirst(word.count)
      let end = rest.firstIndex(of: ".").map { rest.index(after: $0) } ?? rest.endIndex
      let step = word + rest[..<end]
      if seen.insert(step).inserted { found.append(Candidate(step, "")) }
    }
    // What is both a field and the beginning of others is offered as such alone.
    return found.filter { !seen.contains($0.insert + ".") || $0.insert == word }
  }

  private func files(_ word: String) -> [Candidate] {
    let split = word.lastIndex(of: "/").map { word.index(after: $0) } ?? word.startIndex
    let folder = String(word[..<split])
    let place = url(folder.isEmpty ? "." : folder)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: place.path)) ?? []
    return names.sorted().filter { name in
      // A blank would have to be quoted; a name with a dot in front is rarely meant.
      !name.hasPrefix(".") && !name.contains(where: \.isWhitespace)
    }.prefix(500).map { name in
      var isFolder: ObjCBool = false
      let path = place.appendingPathComponent(name).path
      let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      return exists && isFolder.boolValue
        ? Candidate("\(folder)\(name)/", "folder") : Candidate("\(folder)\(name)", "file")
    }
  }
}

extension Interpreter {
  /// What the words of short lists mean.
  fileprivate static let meanings: [String: String] = [
    "uc": "a SIP and chat server", "web": "a shop",
    "client": "the one who calls", "server": "the one who answers",
    "eavesdropper": "who listens on the wire", "interceptor": "who stands in between",
    "all": "everything, whoever knows it",
    "tree": "fields inside fields", "table": "a row for each field",
    "diagram": "boxes as in the RFCs", "hex": "sixteen bytes a row",
    "alert": "an alert is sent", "secret": "a secret is derived", "verify": "something is verified",
    "on": "yes", "off": "no", "own-ca": "signed by the attacker's own authority",
    "self-signed": "signed by its own key", "trusted-ca": "by an authority that the client trusts",
    "wrong-host": "genuine, for another host", "copied": "the server's own, without its key",
    "stolen": "the server's own, with the stolen key",
  ]
}

extension Loot {
  /// What it is, in a few words.
  fileprivate var meaning: String {
    switch self {
    case .serverKey: "the private key of the server's certificate"
    case .authorityKey: "the private key of the certification authority"
    case .clientKey: "the private key of the client's certificate"
    case .ticketKey: "the key that seals the server's session tickets"
    case .serverEphemeral: "the server's ephemeral private key of one session"
    case .clientEphemeral: "the client's ephemeral private key of one session"
    case .serverTrafficSecret: "what protects the server's data of one session now"
    case .clientTrafficSecret: "what protects the client's data of one session now"
    case .preSharedKey: "the key by which a session can be resumed"
    case .quantum: "what a quantum computer would compute (a simulation)"
    }
  }
}
