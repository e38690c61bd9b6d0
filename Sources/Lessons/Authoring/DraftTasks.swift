import Commands
import Lab

/// The tasks of a draft: what to type, and what is so then that was not before.
struct DraftTasks {
  struct Task {
    var id: String
    var commands: [String] = []
    var goals: [String] = []
    /// What could be asked before: paths with what they may be.
    var predict: [(path: String, choices: [String])] = []
  }

  private(set) var tasks: [Task] = []
  private(set) var names = DraftNames([], last: [:])
  private(set) var verbs: [String] = []
  private let draft: Draft
  /// Whether goals are only what was done, and not what came of it.
  private let isPlain: Bool
  private var run: Draft.Run
  private var made: [(id: String, facts: JSONValue)] = []

  init(_ draft: Draft, isPlain: Bool = false) {
    self.draft = draft
    self.isPlain = isPlain
    run = Draft.Run(draft.lab)
    let groups = Self.groups(draft.entries)
    // First what the sessions are called, then what is asked of them.
    for group in groups { play(group) }
    names = DraftNames(made, last: facts)
    run = Draft.Run(draft.lab)
    made = []
    for group in groups { add(group) }
  }

  // MARK: What belongs together

  /// Commands that make one task: a session with its steps, a change, or some looks.
  private static func groups(_ entries: [Draft.Entry]) -> [[Draft.Entry]] {
    var groups: [[Draft.Entry]] = []
    var waiting: [Draft.Entry] = []
    var looks: [Draft.Entry] = []
    for entry in entries {
      if isDisplay(entry) {
        waiting.append(entry)
      } else if !entry.isChange {
        if isLook(entry), !looks.contains(entry) { looks.append(entry) }
      } else if entry.makes.isEmpty, Draft.group(of: entry) == .step, let last = groups.last,
        last.contains(where: { !$0.makes.isEmpty })
      {
        groups[groups.count - 1].append(entry)
      } else {
        groups += chunks(looks)
        looks = []
        groups.append(waiting + [entry])
        waiting = []
      }
    }
    return groups + chunks(waiting + looks)
  }

  private static func chunks(_ looks: [Draft.Entry]) -> [[Draft.Entry]] {
    stride(from: 0, to: looks.count, by: 3).map { Array(looks[$0..<min($0 + 3, looks.count)]) }
  }

  /// Whether it only says how screens look.
  private static func isDisplay(_ entry: Draft.Entry) -> Bool {
    let words = entry.text.split(separator: " ")
    return entry.isChange
      && (["view", "present"].contains(words.first)
        || words.count > 1 && words[1].hasPrefix("ui."))
  }

  private static func isLook(_ entry: Draft.Entry) -> Bool {
    switch Draft.group(of: entry) {
    case .look, .attack, .connect, .world: true
    default: false
    }
  }

  // MARK: Playing

  private static let paths = ["settings", "attacker.leaks", "sessions"]

  private var document: JSONValue { run.interpreter.stateDocument(alongAll: Self.paths) }

  /// The facts of the sessions that are needed, by what they were called.
  private var facts: JSONObject {
    let document = document
    return JSONObject(
      run.ids.filter { draft.needed.contains($0.key) }
        .compactMapValues { document.find(["sessions", $0]) })
  }

  private mutating func play(_ group: [Draft.Entry]) {
    for entry in group { _ = run.carryOut(entry) }
    for id in group.flatMap(\.makes) where draft.needed.contains(id) {
      made.append((id, facts[id] ?? .null))
    }
  }

  private mutating func add(_ group: [Draft.Entry]) {
    guard let main = group.last(where: \.isChange) ?? group.last else { return }
    let before = (document: document, facts: facts)
    var task = Task(id: id(for: main))
    for entry in group {
      play([entry])
      task.commands.append(named(entry.text))
      note(verbOf: entry)
      if !entry.isChange { task.goals += look(entry) }
    }
    // What a session was made of is known at the end of its steps.
    for id in group.flatMap(\.makes) where draft.needed.contains(id) {
      task.goals.append(goal(for: id))
    }
    if group.contains(where: { $0.isChange && !Self.isDisplay($0) }) {
      let came = isPlain ? [] : changes(since: before.document, before.facts)
      task.goals += came.map(\.text)
      if task.goals.isEmpty { task.goals = [deed(main)] }
      task.predict = came.compactMap(\.prediction)
    }
    if task.goals.isEmpty { task.goals = [deed(main)] }
    tasks.append(task)
  }

  private func named(_ text: String) -> String { names.named(text, among: run.ids.keys) }

  private func words(of entry: Draft.Entry) -> (command: Command, words: [String])? {
    guard let typed = try? Tokenizer.commands(in: named(entry.text)).first else { return nil }
    return CommandTable.confined.words(of: typed)
  }

  private func id(for entry: Draft.Entry) -> String {
    let word = words(of: entry)?.command.name ?? "step"
    let count = tasks.count { $0.id == word || $0.id.hasPrefix("\(word)-") }
    return count == 0 ? word : "\(word)-\(count + 1)"
  }

  private mutating func note(verbOf entry: Draft.Entry) {
    guard let name = words(of: entry)?.command.name, !verbs.contains(name) else { return }
    verbs.append(name)
  }

  // MARK: Goals

  private func goal(for id: String) -> String {
    guard let facts = facts[id] else { return "" }
    let wanted: [SessionRecord.Fact] = [
      .version, .kx, .outcome, .resumedFrom, .earlyData, .alert,
    ]
    let conditions = wanted.compactMap { DraftNames.condition($0, facts.find([$0.rawValue])) }
    return "\(SessionDescription.opening) \(conditions.joined(separator: ", "))"
  }

  /// `done: tamper server_hello`.
  private func deed(_ entry: Draft.Entry) -> String {
    guard let (command, words) = words(of: entry) else { return "" }
    return "\(Goal.doing) \(Bearings.deed(([command.name] + words).joined(separator: " ")))"
  }

  /// What it was a look at, by no number of a message.
  private func look(_ entry: Draft.Entry) -> [String] {
    let text = run.filled(entry.text)
    guard let typed = try? Tokenizer.commands(in: text).first else { return [] }
    let looks = Looking.looks(typed, run.interpreter).filter { !$0.contains(" of S") }
    let steady = looks.first { look in
      !look.split(whereSeparator: { " .".contains($0) }).contains { Int($0) != nil }
    }
    let was = Dictionary(run.ids.map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    return (steady ?? looks.last).map { look in
      let marked = look.replacing(/\bS[0-9]+\b/) {
        "{\(was[String($0.output)] ?? String($0.output))}"
      }
      return ["\(Goal.looking) \(named(marked))"]
    } ?? []
  }

  /// A value that is another one now.
  private struct Change {
    var text: String
    var prediction: (path: String, choices: [String])?
  }

  private func changes(since before: JSONValue, _ facts: JSONObject) -> [Change] {
    let now = document
    var found: [Change] = []
    let settings = SettingCatalogue.all.map(\.key).filter { !$0.hasPrefix("ui.") }
    for path in settings.map({ ["settings", $0] }) + [
      ["attacker", "mitm"], ["attacker", "strip"],
    ] {
      guard let value = now.find(path), value != before.find(path) else { continue }
      found.append(Change(text: "\(path.joined(separator: ".")) == \(value.text)"))
    }
    if case .array(let held)? = now.find(["attacker", "leaks"]),
      case .array(let had)? = before.find(["attacker", "leaks"])
    {
      found += held.filter { !had.contains($0) }
        .map { Change(text: "attacker.leaks contains \($0.text)") }
    }
    return found + changes(since: facts)
  }

  private func changes(since before: JSONObject) -> [Change] {
    let now = facts
    let watched: [SessionRecord.Fact] = [.vault, .outcome, .handshakes, .keysUpdated, .alert]
    return names.descriptions.flatMap { session -> [Change] in
      let name = names.name(of: session.id, among: run.ids.keys)
      // A path has no blanks in it.
      guard !name.contains(" "), let had = before[session.id], let has = now[session.id] else {
        return []
      }
      return watched.compactMap { fact in
        guard let value = has.find([fact.rawValue]), value != had.find([fact.rawValue]),
          value != .null
        else { return nil }
        let path = "sessions.{\(name)}.\(fact.rawValue)"
        var change = Change(text: "\(path) == \(value.text)")
        if fact == .vault {
          let choices = ["open", "sealed"] + (value.text == "partly" ? ["partly"] : [])
          if choices.contains(value.text) { change.prediction = (path, choices) }
        }
        return change
      }
    }
  }
}
