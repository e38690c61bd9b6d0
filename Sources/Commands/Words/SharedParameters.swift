package import Lab
import Screens

// Arguments that several verbs have.

extension Parameter where Value == Session {
  /// A session named by `session=`, or the current one.
  package static var session: Parameter<Session> {
    Parameter(.named(Part.sessionKey, Word<Session>.session("SESSION").shape, meaning: "")) {
      tokens, interpreter throws(CommandError) in
      try interpreter.session(named: tokens.last?.pair?.value)
    }
  }
}

extension Parameter where Value == Session? {
  /// A session named by `session=`, or the current one where there is one.
  static var sessionIfAny: Parameter {
    Parameter(.named(Part.sessionKey, Word<Session>.session("SESSION").shape, meaning: "")) {
      tokens, interpreter throws(CommandError) in
      guard let name = tokens.last?.pair?.value else { return interpreter.lab.currentSession }
      return try interpreter.session(named: name)
    }
  }
}

/// Settings for one session, as they are typed.
package typealias SettingPairs = [(key: String, value: String)]

extension Parameter where Value == SettingPairs {
  /// Settings by their keys, or by the short words for the most used ones.
  package static var settings: Parameter {
    Parameter(.pairs(.settings)) { tokens, interpreter in
      tokens.compactMap(\.pair).map { pair in
        let isSession = ["resume", Setting.clientResume.key].contains(pair.key)
        let newest = isSession && pair.value == "last" ? interpreter.lab.sessions.last?.id : nil
        return (key: pair.key, value: newest ?? pair.value)
      }
    }
  }
}

extension PairShape {
  static let settings = PairShape(
    syntax: "[key=value ...]",
    keys: { typed in
      // By their full names they only come up once one is being typed.
      SettingCatalogue.shorthands.sorted { $0.key < $1.key }.map { key, full in
        let summary = full.first?.summary ?? ""
        return Candidate(
          "\(key)=",
          full.count == 1 ? summary : full.map(\.key).joined(separator: String(worded: " and ")))
      }
        + SettingCatalogue.all.filter { !$0.key.hasPrefix("ui.") && !typed.word.isEmpty }.map {
          Candidate("\($0.key)=", $0.summary)
        }
    },
    values: { typed, key in
      let full = SettingCatalogue.shorthands[key]?.first?.key ?? key
      return typed.interpreter.settingValues(of: full, typed.word)
    })
}
