import Commands
import Explanations
import Lab
import Screens

/// What a room says to a question, in words and by hands: `open 12 sealed 5`, or `open` alone.
public struct RoomVote: Hashable, Sendable, Codable {
  /// The beat that it belongs to: the question, or the one before which it was taken.
  public var place: Int
  /// What most of them predict, as one types it; nil where the lab can't hold it against anything.
  public var command: String?
  /// What was said, of each session by itself or of all; none: it was only predicted.
  public var parts: [Part]?
  /// The beat whose screen showed it beside the fact.
  var settled: Int?

  /// What was said of one thing.
  public struct Part: Hashable, Sendable, Codable {
    /// nil: no session was named.
    public var session: String?
    public var counts: [Count]
  }

  /// One word, and how many hands; nil: nobody counted.
  public struct Count: Hashable, Sendable, Codable {
    public var word: String
    public var hands: Int?
  }

  init(place: Int, _ command: String) {
    self.place = place
    self.command = command
  }

  /// The most hands that are believed.
  private static let mostHands = 100_000

  /// Reads what was typed.
  ///
  /// - Parameters:
  ///   - run: the demonstration; what no session is named for is about those of its next question.
  ///   - lab: its lab, whose sessions may be named.
  init(_ text: String, in run: DemonstrationRun, _ lab: Lab) throws(CommandError) {
    let parts = try Self.parts(text, lab)
    let words = Set(parts.flatMap(\.counts).map(\.word))
    let states = Set([VaultState.open, .sealed].map(\.rawValue))
    let actors = Set(PredictedNotice.allCases.map(\.rawValue))
    let isOfRecordings = words.isSubset(of: states)
    let isOfAttack = words.isSubset(of: actors)
    if !isOfRecordings, !isOfAttack, !words.isDisjoint(with: states.union(actors)) {
      throw CommandError(refusal: "demonstration.vote.mixed")
    }
    if !isOfRecordings, parts.contains(where: { $0.session != nil }) {
      throw CommandError(refusal: "demonstration.vote.about")
    }
    self.parts = parts
    guard isOfRecordings || isOfAttack else {
      place = run.place
      return
    }
    place = run.votePlace(isOfAttack: isOfAttack)
    let asked = Self.asked(run, at: place, lab)
    let pairs = parts.flatMap { part -> [String] in
      guard let winner = part.winner else { return [] }
      if isOfAttack { return ["attack=\(winner)"] }
      return (part.session.map { [$0] } ?? asked).map { "\($0)=\(winner)" }
    }
    command = pairs.isEmpty ? nil : "predict " + pairs.joined(separator: " ")
  }

  /// The sessions that the question is about; without one, all of them.
  private static func asked(_ run: DemonstrationRun, at place: Int, _ lab: Lab) -> [String] {
    let beats = run.demonstration.beats
    let words = beats.indices.contains(place) ? beats[place].command.split(separator: " ") : []
    guard words.first == "predict" else { return lab.sessions.map(\.id) }
    return words.dropFirst().map { String($0.prefix { $0 != "=" }) }
      .filter { lab.session($0) != nil }
  }

  private static func parts(_ text: String, _ lab: Lab) throws(CommandError) -> [Part] {
    var parts: [Part] = []
    let isBetween: (Character) -> Bool = { $0.isWhitespace || ",;:=".contains($0) }
    for word in text.split(whereSeparator: isBetween).map(String.init) {
      if let hands = Int(word) {
        guard let last = parts.indices.last, let count = parts[last].counts.indices.last,
          parts[last].counts[count].hands == nil, (0...mostHands).contains(hands)
        else { throw CommandError(refusal: "demonstration.vote.number", ["word": word]) }
        parts[last].counts[count].hands = hands
      } else if let session = try session(word, lab) {
        parts.append(Part(session: session, counts: []))
      } else {
        if parts.isEmpty { parts.append(Part(session: nil, counts: [])) }
        parts[parts.count - 1].counts.append(
          Count(word: Self.meant(word.lowercased().replacing(/\p{Cc}/, with: "")), hands: nil))
      }
    }
    guard !parts.isEmpty, !parts.contains(where: \.counts.isEmpty) else {
      throw CommandError(refusal: "demonstration.vote.number", ["word": text])
    }
    return parts
  }

  /// What can be predicted goes by its English word.
  private static func meant(_ word: String) -> String {
    let words =
      [VaultState.open, .sealed].map(\.rawValue) + PredictedNotice.allCases.map(\.rawValue)
    return Wording.meant(word, among: words)
  }

  /// A session by its name; nil where the word is none.
  private static func session(_ word: String, _ lab: Lab) throws(CommandError) -> String? {
    guard word.wholeMatch(of: /[Ss][0-9]+/) != nil else { return nil }
    guard let session = lab.session(word.uppercased()) else {
      throw CommandError(refusal: "demonstration.vote.session", ["session": word])
    }
    return session.id
  }
}

extension RoomVote.Part {
  /// What most of them said; nil where as many said another thing, or several were named and nobody counted.
  var winner: String? {
    guard counts.count > 1 else { return counts.first?.word }
    let most = counts.map { $0.hands ?? 0 }.max() ?? 0
    let first = counts.filter { ($0.hands ?? 0) == most }
    return first.count == 1 ? first[0].word : nil
  }

  /// `open 12, sealed 5`
  var words: String {
    counts.map { $0.word + ($0.hands.map { " \($0)" } ?? "") }.joined(separator: ", ")
  }
}

// MARK: Beside the fact

extension RoomVote {
  /// What it is about.
  private enum Subject { case recordings, attack, other }

  private var subject: Subject {
    let words = Set((parts ?? []).flatMap(\.counts).map(\.word))
    if words.isSubset(of: [VaultState.open, .sealed].map(\.rawValue)) { return .recordings }
    return words.isSubset(of: PredictedNotice.allCases.map(\.rawValue)) ? .attack : .other
  }

  /// Whether the room has no opinion that could be predicted.
  var isSplit: Bool { parts != nil && command == nil && subject != .other }

  /// Whether a beat shows what it was about.
  func isAnswered(by command: String, _ before: Lab, _ after: Lab) -> Bool {
    guard parts != nil else { return false }
    let isNew = after.sessions.count > before.sessions.count
    return switch subject {
    case .recordings: command.hasPrefix("compromise ")
    case .attack: isNew && after.sessions.last?.notice != nil
    case .other: isNew
    }
  }

  /// The fact, what the room said of it, and whether that is so.
  func rows(in lab: Lab) -> [[Line]] {
    switch subject {
    case .recordings: break
    case .attack:
      return (parts ?? []).map { DemonstrationScreens.room($0, notice: lab.sessions.last) }
    case .other: return (parts ?? []).map { [Line($0.words)] }
    }
    let asked = (command ?? "").split(separator: " ").dropFirst()
      .map { String($0.prefix { $0 != "=" }) }
    let names = asked.isEmpty ? lab.sessions.map(\.id) : asked
    return (parts ?? []).flatMap { part in
      (part.session.map { [$0] } ?? names).compactMap { name in
        lab.session(name).map { DemonstrationScreens.room(part, $0, in: lab) }
      }
    }
  }
}
