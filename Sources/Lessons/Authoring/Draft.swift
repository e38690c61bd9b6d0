import Commands
import Lab
import Screens

/// What somebody typed, as far as it led to a session or was done with it since.
struct Draft {
  /// A command that was carried out.
  struct Entry: Hashable {
    /// As typed, with each session in braces: `vault {S3}`.
    var text: String
    var isChange: Bool
    /// The sessions that it made.
    var makes: [String] = []
    /// The sessions that it names.
    var names: Set<String> { Set(text.matches(of: Draft.place).map { String($0.1) }) }
  }

  private(set) var entries: [Entry] = []
  /// The session that it is about.
  let target: String
  /// The world in which it is played again, its keys made.
  let lab: Lab

  static var place: Regex<(Substring, Substring)> { /\{(S[0-9]+)\}/ }

  /// - Throws: when what led to the session is not known, or can't be done again.
  init(from name: String, of interpreter: Interpreter) throws(CommandError) {
    let session = try Self.session(name, interpreter)
    target = session.id
    let world = interpreter.lab.world
    lab = LessonTest.beginning(world.preset, seed: world.seed)
    guard session.outside == nil else {
      throw CommandError(
        "\(target) was made with a program outside, which no lesson can call" as Wording,
        details: ["make one in the lab: connect"] as [Wording])
    }
    read(interpreter)
    guard let maker, facts(after: entries) == Self.facts(of: session, in: interpreter.lab) else {
      throw CommandError(
        "what led to \(target) is not known any more" as Wording,
        details: [
          "only what was typed since this program began, the last \(LabHistory.limit) changes",
          "make the session again, then: lesson new ID --from SESSION",
        ] as [Wording])
    }
    dropOthers(behind: maker)
    dropUseless()
  }

  /// The session that is meant; one that was undone says how it comes back.
  private static func session(
    _ name: String, _ interpreter: Interpreter
  ) throws(CommandError) -> Session {
    if let session = interpreter.lab.session(name) { return session }
    if let undone = interpreter.history.undone(until: { $0.session(name) != nil }) {
      throw CommandError(
        "\(name) was undone", details: ["'redo' brings it back: \(undone.joined(separator: ", "))"],
        meant: "redo")
    }
    let all = interpreter.lab.sessions.map(\.id)
    guard let last = all.last else {
      throw CommandError(refusal: "session.none", meant: "connect")
    }
    throw CommandError(
      "no session '\(name)'", details: ["there are: \(all.joined(separator: " "))"],
      meant: "lesson new ID --from \(last)")
  }

  // MARK: What was typed

  private mutating func read(_ interpreter: Interpreter) {
    var trail = interpreter.history.trail
    var number = interpreter.history.beginning.sessions.count
    if let place = trail.lastIndex(where: { $0.isChange && Self.beginsAnew($0.command) }) {
      trail = Array(trail[(place + 1)...])
      number = 0
    } else {
      entries = interpreter.history.beginning.settings.overrides
        .filter { !$0.key.hasPrefix("ui.") }.sorted { $0.key < $1.key }
        .map { Entry(text: "set \($0.key) \($0.value.asOneWord)", isChange: true) }
    }
    let known = number
    var run = Run(lab)
    for entry in entries { _ = run.carryOut(entry) }
    for deed in trail where Self.isPlayable(deed.command) {
      let text = Self.marked(deed.command, newest: number > known ? number : nil)
      var entry = Entry(text: text, isChange: deed.isChange)
      if deed.isChange {
        let before = run.interpreter.lab.sessions.count
        guard run.carryOut(entry) == nil else { continue }
        let made = max(0, run.interpreter.lab.sessions.count - before)
        entry.makes = (0..<made).map { "S\(number + $0 + 1)" }
        run.note(entry.makes)
        number += made
      }
      entries.append(entry)
    }
  }

  private static func beginsAnew(_ command: String) -> Bool {
    let words = command.split(separator: " ")
    return words.first == "world" && words.count > 1 && ["new", "reset"].contains(words[1])
  }

  private static func isPlayable(_ command: String) -> Bool {
    (try? CommandTable.confined.check(command)) != nil
  }

  /// A command with its sessions in braces.
  private static func marked(_ command: String, newest: Int?) -> String {
    var text = command.replacing(/\bS[0-9]+\b/) { "{\($0.output)}" }
    if let newest {
      text = text.replacing(/(^|[ =])last($| )/) { "\($0.1){S\(newest)}\($0.2)" }
    }
    return text
  }

  // MARK: What of it is needed

  /// The place of the command that made the session.
  private var maker: Int? { entries.firstIndex { $0.makes.contains(target) } }

  /// The sessions that are spoken of.
  var needed: Set<String> {
    entries.reduce(into: [target]) { $0.formUnion($1.names) }
  }

  /// Drops what was looked at before there was the session, and other sessions that were made since and that
  /// nothing names.
  private mutating func dropOthers(behind maker: Int) {
    let since = entries[(maker + 1)...]
    let named = since.reduce(into: Set([target])) { $0.formUnion($1.names) }
    var isDropping = false
    var kept = entries[...maker].filter(\.isChange)
    for entry in since {
      if !entry.makes.isEmpty {
        isDropping = named.isDisjoint(with: entry.makes)
      } else if Self.group(of: entry) != .step {
        isDropping = false
      }
      if !isDropping { kept.append(entry) }
    }
    if facts(after: kept) != nil { entries = kept }
  }

  static func group(of entry: Entry) -> CommandGroup? {
    entry.text.split(separator: " ").first.flatMap { CommandTable.confined.command(String($0)) }?
      .group
  }

  /// Drops what was typed before and made no difference to the session.
  private mutating func dropUseless() {
    let wanted = facts(after: entries)
    var place = maker ?? 0
    while place > 0 {
      place -= 1
      let entry = entries[place]
      let others = entries[..<place] + entries[(place + 1)...]
      let named = others.reduce(into: Set<String>()) { $0.formUnion($1.names) }
      guard named.isDisjoint(with: entry.makes), facts(after: Array(others)) == wanted else {
        continue
      }
      entries = Array(others)
    }
  }

  /// What is so of the session in the end; nil where a command fails.
  private func facts(after entries: [Entry]) -> JSONObject? {
    var run = Run(lab)
    for entry in entries where run.carryOut(entry) != nil { return nil }
    guard let id = run.ids[target], let session = run.interpreter.lab.session(id) else {
      return nil
    }
    return Self.facts(of: session, in: run.interpreter.lab)
  }

  private static func facts(of session: Session, in lab: Lab) -> JSONObject? {
    guard case .object(let facts) = lab.record(of: session).document else { return nil }
    // Those that name sessions depend on what else was made.
    return facts.filter { !["resumed_from", "replay_of", "opened_by"].contains($0.key) }
  }
}

extension Draft {
  /// The commands played again.
  struct Run {
    var interpreter: Interpreter
    /// The sessions that were, and what they are called now.
    private(set) var ids: [String: String] = [:]

    init(_ lab: Lab) { interpreter = Interpreter(lab, table: .confined) }

    /// - Returns: why it can't be carried out.
    mutating func carryOut(_ entry: Entry) -> CommandError? {
      let before = Set(interpreter.lab.sessions.map(\.id))
      let error = interpreter.executeConfined(filled(entry.text)).error
      let new = interpreter.lab.sessions.map(\.id).filter { !before.contains($0) }
      for (was, now) in zip(entry.makes, new) { ids[was] = now }
      return error
    }

    /// Sessions of which it was not known beforehand that they would be made.
    mutating func note(_ made: [String]) {
      for (was, now) in zip(made, interpreter.lab.sessions.suffix(made.count).map(\.id)) {
        ids[was] = now
      }
    }

    func filled(_ text: String) -> String {
      text.replacing(Draft.place) { ids[String($0.1)] ?? String($0.1) }
    }
  }
}
