public import Files
public import Lab
public import Platform
import Screens

/// Commands in a file, a line each; `# say:` lines speak to whoever watches.
public struct Script: Sendable {
  /// What errors call it.
  public var name: String
  public var lines: [String]

  /// What a script has to show as it goes on.
  public enum Event: Sendable {
    /// A `# say:` line.
    case said(String)
    /// A `# shows:` line: what has to stand on the screen of the command above it.
    case claimed(String, CommandError.Place)
    /// A command that is about to be carried out.
    case began(String)
    /// What came of the command.
    case came(Outcome)
  }

  public init(name: String, text: String) {
    self.name = name
    // Editors on Windows put a byte order mark in front.
    let marked = text.unicodeScalars.first == "\u{feff}"
    lines = String(text.unicodeScalars.dropFirst(marked ? 1 : 0))
      .split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
  }

  /// Reads a script.
  ///
  /// - Parameter called: the file as it was named by whoever asked for it.
  /// - Throws: when there is no such file or it is not UTF-8 text.
  public init(file: URL, called name: String? = nil) throws(CommandError) {
    try self.init(name: name ?? file.relativePath) { () throws(FileError) in
      try FileContents.read(file)
    }
    self.name = file.lastPathComponent
  }

  /// A script in bytes that come from elsewhere.
  ///
  /// - Throws: when they can't be read, or are not UTF-8 text.
  public init(
    name: String, reading: () throws(FileError) -> [UInt8]
  ) throws(CommandError) {
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try reading()
    } catch {
      throw CommandError("can't read \(name): \(error.reason)", status: .badData)
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw CommandError("\(name) is not UTF-8 text", status: .badData)
    }
    self.init(name: name, text: text)
  }

  /// Carries out all commands, up to the first failure.
  ///
  /// - Parameters:
  ///   - keepGoing: whether to go on after a failure.
  ///   - show: gets everything there is to show, at once, and the lab as it is then.
  /// - Returns: `ok`, or how the first failure ended.
  public func run(
    on interpreter: inout Interpreter, keepGoing: Bool = false, show: (Event, Lab) -> Void
  ) -> ExitStatus {
    var status = ExitStatus.ok
    for (index, line) in lines.enumerated() {
      if let said = Self.marked("say", in: line) { show(.said(said), interpreter.lab) }
      let place = CommandError.Place(file: name, line: index + 1)
      if let shown = Self.marked("shows", in: line) {
        show(.claimed(shown, place), interpreter.lab)
      }
      let failure = run(line, at: place, on: &interpreter, keepGoing: keepGoing, show)
      if status == .ok { status = failure ?? .ok }
      if failure == .interrupted { return .interrupted }
      if interpreter.quits || (failure != nil && !keepGoing) { return status }
    }
    return status
  }

  /// - Returns: how the first failure ended; nil when there was none.
  private func run(
    _ line: String, at place: CommandError.Place, on interpreter: inout Interpreter,
    keepGoing: Bool, _ show: (Event, Lab) -> Void
  ) -> ExitStatus? {
    let commands: [TypedCommand]
    do throws(CommandError) {
      commands = try interpreter.aliases.commands(in: line)
    } catch {
      var outcome = Outcome()
      outcome.error = error.at(place)
      show(.came(outcome), interpreter.lab)
      return outcome.status
    }
    var status: ExitStatus?
    for command in commands {
      var outcome = Outcome()
      if interpreter.surroundings.isInterrupted() {
        outcome.error = CommandError("stopped", status: .interrupted).at(place)
      } else {
        show(.began(command.text), interpreter.lab)
        outcome = interpreter.execute(command)
        outcome.error = outcome.error?.at(place)
      }
      show(.came(outcome), interpreter.lab)
      if outcome.error != nil, status == nil { status = outcome.status }
      if outcome.status == .interrupted { return .interrupted }
      if outcome.quits || (outcome.error != nil && !keepGoing) { break }
    }
    return status
  }

  /// The text of a line such as `# say: TEXT`.
  public static func marked(_ word: String, in line: String) -> String? {
    let text = line.drop { $0.isWhitespace }
    guard text.first == "#" else { return nil }
    let comment = text.dropFirst().drop { $0.isWhitespace }
    guard comment.hasPrefix("\(word):") else { return nil }
    return comment.dropFirst(word.count + 1).trimmed
  }
}
