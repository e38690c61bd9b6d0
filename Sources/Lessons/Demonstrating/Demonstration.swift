public import Commands
public import Lab

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
      !["say", "note", "mark"].contains(where: { Script.marked($0, in: first) != nil })
    else { return "" }
    return String(first.dropFirst(2))
  }

  private static func isCommand(_ line: String) -> Bool {
    let text = line.drop { $0.isWhitespace }
    return !text.isEmpty && !text.hasPrefix("#") && !text.hasPrefix("expect ")
  }

  /// The marks with the beats that they stand at.
  public var marks: [(name: String, place: Int)] {
    beats.enumerated().compactMap { place, beat in beat.mark.map { ($0, place) } }
  }
}

/// A demonstration that is being shown.
public struct DemonstrationRun: Sendable {
  public let demonstration: Demonstration
  /// The labs before the beats that were played; as many as beats.
  private var earlier: [Lab] = []
  /// The trainer's own lab, which comes back at the end.
  public let own: Lab
  /// The lab as the demonstration left it, while the trainer types freely.
  public var paused: Lab?
  public let pace: Pace
  /// What the class predicted, as one types it: it takes the place of what the script would predict.
  private var vote: String?

  init(_ demonstration: Demonstration, own: Lab, pace: Pace = .key) {
    self.demonstration = demonstration
    self.own = own
    self.pace = pace
  }

  /// Where it is, in words: `forward-secrecy, the theft`.
  var words: String {
    let mark = demonstration.beats.prefix(place + 1).last { $0.mark != nil }?.mark
    return ([demonstration.id] + [mark].compactMap { $0 }).joined(separator: ", ")
  }

  /// The beat that comes next, counted from 0.
  public var place: Int { earlier.count }

  public var next: Demonstration.Beat? {
    guard demonstration.beats.indices.contains(place) else { return nil }
    var beat = demonstration.beats[place]
    if let vote, beat.isPrediction { beat.command = vote }
    return beat
  }

  /// Carries out the next command.
  ///
  /// - Returns: what came of it; nil at the end.
  public mutating func play(on interpreter: inout Interpreter) -> Outcome? {
    guard let beat = next else { return nil }
    interpreter.holdsReasons = demonstration.asksForPrediction(from: place)
    earlier.append(interpreter.lab)
    vote = nil
    let own = interpreter.table
    interpreter.table = own.withoutFiles
    defer { interpreter.table = own }
    return interpreter.execute(beat.command)
  }

  /// Goes on after free typing, where the demonstration was. Experiments are gone; what the class
  /// predicted meanwhile stays, and so does how screens look.
  public mutating func goOn(on interpreter: inout Interpreter) {
    guard var lab = paused else { return }
    paused = nil
    let typed = interpreter.lab
    vote = typed.votes(since: lab)
    lab.takePredictions(of: typed)
    lab.keepDisplay(of: typed)
    interpreter.replace(with: lab)
  }

  /// Takes the last command back.
  ///
  /// - Returns: the lab before it; nil at the beginning.
  public mutating func back() -> Lab? { earlier.popLast() }

  /// Goes to a beat: on by the commands in between, back by the values that were.
  public mutating func jump(to place: Int, on interpreter: inout Interpreter) {
    while self.place > place, let lab = back() { interpreter.goBack(to: lab) }
    while self.place < place, play(on: &interpreter) != nil {}
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
