import Explanations
public import Lab
public import Platform
import Screens

/// Carries out commands on a lab. A value: a copy is a lab of its own.
public struct Interpreter: Sendable {
  /// The lab, and the way back.
  public private(set) var history: LabHistory
  /// What was typed or read, oldest first.
  public private(set) var lines: [String] = []
  /// What the program that runs this can do for it.
  public var surroundings: Surroundings
  /// What there is to type.
  public var table: CommandTable
  /// Who goes along: the lessons, where there are any.
  public var companion: (any Companion)?
  /// Whether something is to be predicted first: then screens say no reasons, whatever is set.
  public var holdsReasons = false
  /// The last screen that was shown without its reasons, with them.
  var heldBack: Page?
  /// Who carries bytes to programs outside, where that was asked for.
  public var courier: (any Courier)?
  /// Words of the user's own.
  public internal(set) var aliases = Aliases()
  /// Where relative names of files begin.
  var folder: URL
  /// Scripts within scripts.
  var depth = 0
  var quits = false
  /// Whether a command asks for the full screen.
  var opensScreen = false
  /// Whether it was said that there is one.
  var hasHintedAtScreen = false
  /// The command that is being carried out, for `undo` to name it.
  private var current = ""
  private var changed = false

  /// What an interpreter takes from outside.
  public struct Surroundings: Sendable {
    /// A seed for a world when none is given.
    public var makeSeed: @Sendable () -> UInt64
    /// Whether Ctrl-C was pressed.
    public var isInterrupted: @Sendable () -> Bool
    /// Says something before a command is through: that it waits, and for whom.
    public var announce: @Sendable (String) -> Void = { _ in }
    /// Whether somebody sits at a terminal and can press keys.
    public var hasKeys = false
    /// Why no full screen can be opened; nil where one can.
    public var screenRefusal: @Sendable () -> String? = { said(.refusal, "screen.none") }
    /// Asks them whether something is to be done; nil where nobody can be asked now.
    public var confirm: @Sendable (String) -> Bool? = { _ in nil }
    /// Asks them for the passphrase of a file, unseen; nil where nobody can be asked now.
    public var passphrase: @Sendable (String) -> String? = { _ in nil }

    /// Writes what `-` names to standard output, and says what went wrong; nil where that is a terminal,
    /// which shows text alone.
    public var output: (@Sendable ([UInt8]) -> CommandError?)?

    public init(
      makeSeed: @escaping @Sendable () -> UInt64 = { .random(in: 1..<1_000_000_000) },
      isInterrupted: @escaping @Sendable () -> Bool = { false }
    ) {
      self.makeSeed = makeSeed
      self.isInterrupted = isInterrupted
    }
  }

  public init(
    _ lab: Lab, table: CommandTable = .lab, surroundings: Surroundings = Surroundings(),
    folder: URL = URL(fileURLWithPath: FileManager.default.currentDirectoryPath)
  ) {
    history = LabHistory(lab)
    self.table = table
    self.surroundings = surroundings
    self.folder = folder
  }

  public var lab: Lab { history.lab }

  /// From now on relative names of files begin where a script lies.
  public mutating func enterFolder(of script: URL) { folder = script.deletingLastPathComponent() }

  /// Goes on with another lab, without a way back to this one.
  public mutating func replace(with lab: Lab) { history = LabHistory(lab) }

  /// Carries out the commands of one line, up to the first that fails.
  public mutating func execute(_ line: String) -> Outcome {
    if !line.allSatisfy(\.isWhitespace) { lines.append(line) }
    var outcome = Outcome()
    do throws(CommandError) {
      let commands = try aliases.commands(in: line)
      for command in commands {
        if !outcome.answers.isEmpty, surroundings.isInterrupted() {
          throw CommandError("stopped before '\(command.text)'", status: .interrupted)
        }
        let next = execute(command)
        if commands.count == 1 { return next }
        outcome.append(next)
        if outcome.error != nil || outcome.quits { break }
      }
    } catch {
      outcome.error = error
    }
    return outcome
  }

  /// Carries out a line that nobody typed: a lesson holds it, and may do no more than play in the lab.
  public mutating func executeConfined(_ line: String) -> Outcome {
    if let refusal = table.refusal(ofUnattended: line) {
      var outcome = Outcome()
      outcome.error = refusal
      return outcome
    }
    let own = table
    table = .confined
    defer { table = own }
    return execute(line)
  }

  /// Carries out one command.
  mutating func execute(_ typed: TypedCommand) -> Outcome {
    changed = false
    var typed = typed
    opensScreen = false
    var outcome = Outcome()
    do throws(CommandError) {
      if depth == 0, let meant = try companion?.meaning(of: typed, in: self) { typed = meant }
      current = typed.text
      let (command, tokens) = try found(typed)
      let (form, taken) = try matched(command, tokens)
      outcome.answers = [try answer(form, taken)]
      outcome.repeats = command.repeatsOnEnter
      if !changed { history.note(look: typed.text) }
    } catch {
      outcome.error = workable(meant(typed, error), for: typed)
      if let before = error.before { outcome.answers = [.page(before)] }
    }
    outcome.changed = changed
    outcome.quits = quits
    outcome.opensScreen = opensScreen
    let own = outcome.answers
    // Taken out meanwhile: the companion may carry out commands itself.
    if var companion, depth == 0 {
      self.companion = nil
      companion.follow(typed, &outcome, in: &self)
      self.companion = companion
      outcome.noteRemarks(beside: own)
    }
    if depth == 0 {
      suggestNext(&outcome)
      suggestExplanation(typed, &outcome)
    }
    holdBack(&outcome, own: own)
    return outcome
  }

  private mutating func answer(
    _ form: Form, _ taken: [[Token]]
  ) throws(CommandError) -> Outcome.Answer {
    if let data = form.data, form.asksForData(taken) {
      let value = try data(self, taken)
      // A word alone is JSON only in its quotes (RFC 8259 §3).
      if case .string(let word) = value, form.saysJSON(taken) {
        return .data(.string(JSONValue.string(word).json()))
      }
      return .data(value)
    }
    guard let run = form.run else { return .page(Page()) }
    return .page(try run(&self, taken))
  }
}

// MARK: For the commands

extension Interpreter {
  /// Changes the lab; a change that fails leaves it as it was.
  package mutating func change<Result>(
    _ body: (inout Lab) throws(LabError) -> Result
  ) throws(CommandError) -> Result {
    do {
      let result = try history.perform(current, body)
      changed = true
      return result
    } catch let error as LabError {
      throw CommandError(error, in: lab)
    } catch {
      throw CommandError("\(error)")
    }
  }

  /// Plays the current session, with bytes carried to programs outside where it has any. What they
  /// have seen can't be taken back.
  ///
  /// - Throws: also when nothing came from outside that could be played; what was sent stays sent.
  package mutating func play(
    _ body: (inout Lab, (any Courier)?) throws(LabError) -> [Step]
  ) throws(CommandError) -> [Step] {
    let courier = courier
    let before = lab.currentSession?.outside?.exchanged
    let played = try change { lab throws(LabError) in try body(&lab, courier) }
    if lab.currentSession?.outside?.exchanged != before { history = LabHistory(lab) }
    if let courier, let session = lab.currentSession, played.isEmpty, session.awaitsOutside {
      throw whyNothingCame(of: session, courier)
    }
    return played
  }

  /// Why nothing more came from the programs outside: somebody wants to wait no longer, or they kept
  /// silent.
  package func whyNothingCame(of session: Session, _ courier: any Courier) -> CommandError {
    surroundings.isInterrupted()
      ? CommandError("stopped", status: .interrupted)
      : CommandError(.silent(session.id, seconds: courier.patience(with: session)), in: lab)
  }

  /// Says goodbye to a program outside that still listens, as everyone should who leaves.
  public mutating func hangUp() {
    guard let session = lab.currentSession, session.awaitsOutside, session.isInConversation else {
      return
    }
    _ = try? play { lab, courier throws(LabError) in try lab.close(by: courier) }
  }

  /// Goes on with another lab, which counts as a change of the command that is carried out. How
  /// screens look stays.
  package mutating func exchange(_ other: Lab) {
    var other = other
    other.keepDisplay(of: lab)
    replace(with: other)
    changed = true
  }

  /// Goes back to a lab with its own way back, as it was kept before an experiment.
  package mutating func restore(_ kept: LabHistory) {
    history = kept
    changed = true
  }

  /// The lab as one document, with what the companion adds.
  package var stateDocument: JSONValue {
    guard case .object(let members) = lab.stateDocument, let companion else {
      return lab.stateDocument
    }
    return .object(members.merging(companion.document))
  }

  /// As much of it as these paths lead through.
  package func stateDocument(alongAll paths: [String]) -> JSONValue {
    var all: JSONObject = [:]
    for path in Set(paths) {
      guard
        case .object(let part) = lab.stateDocument(
          along: path.split(separator: ".").map(String.init))
      else { continue }
      all.merge(part) { one, other in
        guard case .object(let members) = one, case .object(let more) = other else { return other }
        return .object(members.merging(more))
      }
    }
    return .object(all)
  }

  /// As much of it as a path leads through; all of it where the path leads nowhere.
  func stateDocument(along path: String) -> JSONValue {
    let names = path.split(separator: ".").map(String.init)
    let part = lab.stateDocument(along: names)
    return part.find(names) == nil ? stateDocument : part
  }

  /// Takes back or carries out again.
  ///
  /// - Returns: the command that was meant; nil when there is none.
  mutating func travel(_ move: (inout LabHistory) -> String?) -> String? {
    guard let command = move(&history) else { return nil }
    changed = true
    return command
  }

  /// Says that commands within the current one changed the lab.
  mutating func note(changed: Bool) { self.changed = changed }

  /// A session by its name; the current one when there is none.
  func session(named name: String?) throws(CommandError) -> Session {
    if let name {
      guard let session = lab.session(name) else { throw CommandError(.noSession(name), in: lab) }
      return session
    }
    guard let session = lab.currentSession else { throw CommandError(.noCurrentSession, in: lab) }
    return session
  }
}
