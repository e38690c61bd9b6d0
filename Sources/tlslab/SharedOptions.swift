import ArgumentParser
import Commands
import Console
import Explanations
import Platform

/// What every call of the program takes.
struct SharedOptions: ParsableArguments {
  @Option(help: "The seed of the world: the same seed and the same commands give the same bytes.")
  var seed: UInt64?

  @Flag(help: "No colour, even on a terminal.")
  var noColor = false

  @Flag(help: "Draw with ASCII characters alone (the default).")
  var ascii = false

  @Flag(help: "Draw lines with Unicode characters.")
  var unicode = false

  @Flag(help: "One sentence a row, no tables.")
  var screenReader = false

  @Option(help: "Columns of a screen, 40 to 400.")
  var width: Int?

  @Option(help: "The language of the explanations; usually that of the locale.")
  var lang: String?

  @Option(help: "The folder with the lessons.", completion: .directory)
  var lessons: String?

  func validate() throws {
    if let width, !(40...400).contains(width) {
      throw ValidationError("--width takes 40 to 400")
    }
    if let lang, !Language.choose(lang) {
      throw ValidationError("--lang takes \(Catalogue.languages.joined(separator: ", "))")
    }
    if ascii { Language.chooseASCII() }
    if ascii && unicode { throw ValidationError("--ascii and --unicode contradict each other") }
  }

  /// Whether somebody sits there.
  var isPrompt: Bool { Terminal.isInputTerminal }

  func appearance() -> Appearance {
    Appearance(
      width: width, color: Terminal.allowsColor(noColorOption: noColor),
      unicode: unicode ? true : (ascii ? false : nil),
      screenReader: screenReader)
  }

  func runner() throws -> ScriptRunner {
    var runner = ScriptRunner(appearance: appearance())
    runner.lessons = try lessonFolder()
    return runner
  }

  func prompt(
    lesson: String? = nil, demonstration: String? = nil, pace: String = "key",
    from mark: String? = nil, first: String? = nil
  ) throws -> Prompt {
    Prompt(
      appearance: appearance(), seed: seed, lessons: try lessonFolder(), lesson: lesson,
      demonstration: demonstration, pace: pace, from: mark, first: first)
  }

  /// The folder that `--lessons` names.
  func lessonFolder() throws -> URL? {
    guard let lessons else { return nil }
    do {
      return try LessonFolder.named(lessons)
    } catch {
      throw ValidationError("\(error)")
    }
  }

  func exit(_ status: ExitStatus) -> ExitCode { ExitCode(status.rawValue) }
}
