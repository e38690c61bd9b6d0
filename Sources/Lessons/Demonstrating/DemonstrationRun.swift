public import Commands
public import Lab
public import Screens

/// A demonstration that is being shown.
public struct DemonstrationRun: Sendable {
  public let demonstration: Demonstration
  /// What was played; as many as beats.
  private var played: [Played] = []
  /// The trainer's own lab, which comes back at the end.
  public let own: Lab
  /// The lab as the demonstration left it, while the trainer types freely.
  public var paused: Lab?
  public let pace: Pace
  /// What the room said, each with the beat that it belongs to.
  public internal(set) var votes: [RoomVote] = []
  /// Whether it begins where somebody asked for, and nobody is to be asked where.
  public internal(set) var isPlaced = false

  /// One beat that was played.
  private struct Played: Sendable {
    /// The lab before it.
    var lab: Lab
    var screen: Screen
  }

  /// What the class sees after a command.
  public struct Screen: Hashable, Sendable {
    public var command: String
    public var page: Page
  }

  public init(_ demonstration: Demonstration, own: Lab, pace: Pace = .key) {
    self.demonstration = demonstration
    self.own = own
    self.pace = pace
  }

  /// Where it is, in words: `forward-secrecy, the theft`.
  var words: String {
    ([demonstration.id] + [demonstration.mark(at: place)].compactMap { $0 })
      .joined(separator: ", ")
  }

  /// The beat that comes next, counted from 0.
  public var place: Int { played.count }

  /// What stands on the screen; nil before the first command.
  public var screen: Screen? { played.last?.screen }

  /// The command that says why what stands on the screen came out so: of the session that the screen's own
  /// command names, and else of the current one.
  public func why(_ lab: Lab) -> String {
    let words = screen?.command.split { " =".contains($0) }.map(String.init) ?? []
    let named = words.filter { lab.session($0) != nil }
    return named.count == 1 ? "why \(named[0])" : "why"
  }

  public var next: Demonstration.Beat? {
    guard demonstration.beats.indices.contains(place) else { return nil }
    var beat = demonstration.beats[place]
    if beat.isPrediction, let command = command(at: place) { beat.command = command }
    return beat
  }

  /// What was predicted at a beat instead of what the script would.
  private func command(at place: Int) -> String? {
    votes.last { $0.place == place && $0.command != nil }?.command
  }

  /// Carries out the next command.
  ///
  /// - Returns: what came of it; nil at the end.
  public mutating func play(on interpreter: inout Interpreter) -> Outcome? {
    guard let beat = next else { return nil }
    interpreter.holdsReasons = demonstration.asksForPrediction(from: place)
    let before = interpreter.lab
    let own = interpreter.table
    interpreter.table = own.unattended
    defer { interpreter.table = own }
    // What was said behind the question is about the theft all the same.
    if !beat.isPrediction, let command = command(at: place) { _ = interpreter.execute(command) }
    var outcome = Outcome()
    if beat.isPrediction, let split = votes.last(where: { $0.place == place }), split.isSplit {
      outcome.answers = [.page(DemonstrationScreens.room(split))]
    } else {
      outcome = interpreter.execute(beat.command)
    }
    if let room = settle(beat, before, interpreter.lab) { outcome.answers.append(.page(room)) }
    played.append(
      Played(lab: before, screen: Screen(command: beat.command, page: outcome.page)))
    return outcome
  }

  /// What the room said, beside the fact, once that is there: each vote belongs to one theft, or one attack.
  private mutating func settle(
    _ beat: Demonstration.Beat, _ before: Lab, _ after: Lab
  ) -> Page? {
    var rows: [[Line]] = []
    for number in votes.indices
    where votes[number].place <= place && votes[number].settled ?? place >= place {
      guard votes[number].isAnswered(by: beat.command, before, after) else {
        votes[number].settled = nil
        continue
      }
      votes[number].settled = place
      rows += votes[number].rows(in: after)
    }
    return rows.isEmpty ? nil : DemonstrationScreens.room(rows)
  }

  /// Goes on after free typing, where the demonstration was. Experiments are gone; what the class
  /// predicted meanwhile stays, and so does how screens look.
  public mutating func goOn(on interpreter: inout Interpreter) {
    guard var lab = paused else { return }
    paused = nil
    let typed = interpreter.lab
    if let command = typed.votes(since: lab) {
      votes.append(RoomVote(place: votePlace(isOfAttack: command.contains("attack=")), command))
    }
    lab.takePredictions(of: typed)
    lab.keepDisplay(of: typed)
    interpreter.replace(with: lab)
  }

  /// The beat that a vote belongs to: the next question of its kind, before the next theft; else the beat
  /// that is next.
  func votePlace(isOfAttack: Bool) -> Int {
    let left = demonstration.beats.dropFirst(place)
    let question = left.firstIndex {
      $0.isPrediction && $0.command.contains("attack=") == isOfAttack
    }
    let theft = left.firstIndex { $0.command.hasPrefix("compromise ") } ?? .max
    return question.flatMap { $0 < theft || isOfAttack ? $0 : nil } ?? place
  }

  /// Takes the last command back.
  ///
  /// - Returns: the lab before it; nil at the beginning.
  public mutating func back() -> Lab? { played.popLast()?.lab }

  /// Goes one command back, and shows what was there before it.
  ///
  /// - Returns: whether there was one.
  public mutating func back(on interpreter: inout Interpreter) -> Bool {
    guard let lab = back() else { return false }
    interpreter.goBack(to: lab)
    interpreter.holdsReasons = demonstration.asksForPrediction(from: max(0, place - 1))
    return true
  }

  /// Goes to a beat: on by the commands in between, back by the values that were.
  public mutating func jump(to place: Int, on interpreter: inout Interpreter) {
    while self.place > place, back(on: &interpreter) {}
    while self.place < place, play(on: &interpreter) != nil {}
  }

  /// Goes on where it was left: the same beat, with what the room had said.
  public mutating func resume(_ left: NotesFile.Position, on interpreter: inout Interpreter) {
    votes = left.votes ?? []
    if left.isPresented == true { _ = interpreter.execute("present on") }
    jump(to: left.place, on: &interpreter)
  }
}

extension Interpreter {
  /// Shows an earlier lab of a demonstration; how screens look stays.
  public mutating func goBack(to lab: Lab) { exchange(lab) }
}

extension Lab {
  /// What was predicted since, as one types it; nil: nothing.
  fileprivate func votes(since earlier: Lab) -> String? {
    var words = sessions.compactMap { session -> String? in
      guard earlier.session(session.id) != nil, let state = predictions[session.id],
        state != earlier.predictions[session.id]
      else { return nil }
      return "\(session.id)=\(state.rawValue)"
    }
    if let predictedNotice, predictedNotice != earlier.predictedNotice {
      words.append("attack=\(predictedNotice.rawValue)")
    }
    return words.isEmpty ? nil : "predict " + words.joined(separator: " ")
  }
}
