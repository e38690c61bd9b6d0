public import Commands

/// A live demonstration: a script, cut into what happens at one press of a key.
public struct Demonstration: Hashable, Sendable {
  public var id: String
  /// What it shows: the comment that its script begins with.
  public var title: String
  public var beats: [Beat]

  /// A command, with what is said before it.
  public struct Beat: Hashable, Sendable {
    /// A place to jump to.
    public var mark: String?
    /// For the audience.
    public var say: [String] = []
    /// For the trainer alone.
    public var notes: [String] = []
    public var command = ""
    /// How long the trainer means to take from this mark to the next, in minutes.
    public var minutes: Double?

    /// Whether the class is to say something first.
    var isPrediction: Bool { command.hasPrefix("predict ") }
  }

  /// Takes a script apart. What it expects is for the rehearsal and left out here.
  public init(id: String, script: Script) {
    self.id = id
    title = Self.title(script)
    var beats: [Beat] = []
    var next = Beat()
    for line in script.lines {
      if let mark = Script.marked("mark", in: line) {
        next.mark = mark
      } else if let minutes = Script.marked("minutes", in: line) {
        next.minutes = Double(minutes).flatMap { (0...600).contains($0) ? $0 : nil }
      } else if let say = Script.marked("say", in: line) {
        next.say.append(say)
      } else if let note = Script.marked("note", in: line) {
        // A note below a command, with nothing begun, belongs to that command.
        if next == Beat(), !beats.isEmpty {
          beats[beats.count - 1].notes.append(note)
        } else {
          next.notes.append(note)
        }
      } else if Self.isCommand(line) {
        next.command = line
        beats.append(next)
        next = Beat()
      }
    }
    self.beats = beats
  }

  /// Whether something is predicted at a beat or behind it: until then no screen may give it away.
  public func asksForPrediction(from place: Int) -> Bool {
    beats.dropFirst(place).contains(where: \.isPrediction)
  }

  private static func title(_ script: Script) -> String {
    guard let first = script.lines.first, first.hasPrefix("# "),
      !["say", "note", "mark", "minutes", "shows"].contains(where: {
        Script.marked($0, in: first) != nil
      })
    else { return "" }
    return String(first.dropFirst(2))
  }

  private static func isCommand(_ line: String) -> Bool {
    let text = line.drop { $0.isWhitespace }
    return !text.isEmpty && !text.hasPrefix("#") && !text.hasPrefix("expect ")
  }

  /// The mark that is in force once a beat is next; nil where none was passed.
  public func mark(at place: Int) -> String? {
    beats.prefix(place + 1).last { $0.mark != nil }?.mark
  }

  /// How long a mark is meant to take, in minutes; nil: nobody said.
  public func minutes(of mark: String?) -> Double? { beats.first { $0.mark == mark }?.minutes }

  /// How long all of it is meant to take, in minutes; nil: nobody said.
  public var minutes: Double? {
    let all = beats.compactMap(\.minutes)
    return all.isEmpty ? nil : all.reduce(0, +)
  }

  /// The marks with the beats that they stand at.
  public var marks: [(name: String, place: Int)] {
    beats.enumerated().compactMap { place, beat in beat.mark.map { ($0, place) } }
  }
}
