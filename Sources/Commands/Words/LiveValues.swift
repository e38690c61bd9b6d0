import Bytes
import Explanations
import Files
import Lab
import Platform
import Screens
import TLSEngine
import TLSKeys
import TLSWire
import X509

// What words can be now.

extension Interpreter {
  /// Sessions, each in a few words.
  var sessions: [Candidate] {
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
    guard case .list(let usual, let others) = setting.accepted else {
      let own = setting.accepted.words.map { word in
        let made = ReadyMadeCertificate(rawValue: word).map(\.words)
        return Candidate(word, setting.meaning(of: word) ?? made ?? setting.summary)
      }
      guard case .certificate = setting.accepted else { return own }
      return own + certificates.filter { !setting.accepted.words.contains($0.insert) }
    }
    let items = word.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    let before = items.dropLast()
    let start = before.map { $0 + "," }.joined()
    return (usual + others).filter { !before.contains($0) }
      .map { Candidate(start + $0, setting.meaning(of: $0) ?? "") }
  }

  /// Those that are ready-made, and those that were issued.
  fileprivate var certificates: [Candidate] {
    ReadyMadeCertificate.allCases.map { Candidate($0.rawValue, $0.words) }
      + lab.world.registry.certificates.map {
        Candidate($0.name, said(.choice, "certificate", ["issuer": $0.issuer]))
      }
  }

  var valueNames: [Candidate] {
    guard let session = lab.currentSession else { return [] }
    return Screens.derivationNames(session).map {
      Candidate($0, said(.choice, "value", ["session": session.id]))
    }
  }
}

extension Unfinished {
  /// What can be stolen now: neither erased nor in the attacker's hands.
  var loot: [Candidate] {
    let lab = interpreter.lab
    let held = Set(lab.attacker.leaks.compactMap(lab.lootName))
    return lab.lootNames.filter { name in
      guard name.loot.isOfOneSession else { return !held.contains(name) }
      var copy = lab
      return lab.sessions.contains { session in
        (try? copy.compromise(name.loot, of: session.id))?.isEmpty == false
      }
    }.map { Candidate($0.word, $0.meaning) }
  }

  /// What the attacker holds.
  var leaks: [Candidate] {
    let lab = interpreter.lab
    return lab.attacker.leaks.compactMap(lab.lootName).map { Candidate($0.word, $0.meaning) }
  }

  /// The messages of the session.
  var messages: [Candidate] {
    guard let session = session.map(interpreter.lab.seen) else { return [] }
    return session.messageNames.map { name in
      let place = session.messages.lastIndex { $0.message.name == name } ?? 0
      let sender = session.messages[place].step.actor.rawValue
      return Candidate(
        name, said(.choice, "message", ["number": "\(place + 1)", "sender": sender]))
    }
  }

  /// Fields of the messages of the session.
  var fields: [Candidate] {
    guard let session = session.map(interpreter.lab.seen) else { return [] }
    var paths: [String] = []
    for number in session.messages.indices.reversed() {
      for path in Screens.fieldPaths(session, number: number + 1) where !paths.contains(path) {
        paths.append(path)
      }
    }
    return steps(through: paths).map { candidate in
      let path =
        candidate.insert.hasSuffix(".") ? candidate.insert.dropLast() : candidate.insert[...]
      return Candidate(candidate.insert, SessionData.summary(session, of: String(path)))
    }
  }

  var certificates: [Candidate] { interpreter.certificates }

  var statePaths: [Candidate] { steps(through: Expectation.paths(in: interpreter.stateDocument)) }

  /// The next component of each path that goes on from what is typed, a dot behind it where there
  /// is more.
  private func steps(through paths: [String]) -> [Candidate] {
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

  var files: [Candidate] {
    let split = word.lastIndex(of: "/").map { word.index(after: $0) } ?? word.startIndex
    let folder = String(word[..<split])
    let place = interpreter.url(folder.isEmpty ? "." : folder)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: place.path)) ?? []
    return names.sorted().filter { name in
      // What would be a switch or can't be shown; a name with a dot in front is rarely meant.
      !name.hasPrefix(".") && !(folder.isEmpty && name.hasPrefix("-"))
        && name.withVisibleControls == name
    }.prefix(500).map { name in
      var candidate =
        Folder.isThere(place.appendingPathComponent(name))
        ? Candidate("\(folder)\(name)/", "folder") : Candidate("\(folder)\(name)", "file")
      candidate.isFile = true
      return candidate
    }
  }
}
