import Commands
import Files
import Lab
import Lessons
import Platform

/// Writes what outlives the prompt. What can't be written is said each time that this begins, and each
/// time that the reason is another one.
struct Keeper {
  var autosave: Autosave
  private let aliasFile: AliasFile
  /// The aliases as they are on disk.
  private var keptAliases = Aliases()
  private var problems: [Subject: String] = [:]

  /// What is kept.
  enum Subject: String {
    case lab = "this lab is not kept"
    case aliases = "aliases are not kept"
    case history = "the lines you type are not kept"
  }

  init(_ places: StateDirectory, window: Window) {
    let here = URL(fileURLWithPath: FileManager.default.currentDirectoryPath)
    for folder in [places.state, places.configuration, places.lessons, here] {
      Leftovers.clear(in: folder)
    }
    autosave = Autosave(file: places.autosave(of: window.number))
    if window.isFirst { autosave.adopt(places.formerAutosave) }
    aliasFile = AliasFile(file: places.aliases)
  }

  /// - Returns: what is wrong with the file, if anything is.
  mutating func loadAliases(into interpreter: inout Interpreter) -> String? {
    defer { keptAliases = interpreter.aliases }
    return aliasFile.load(into: &interpreter)
  }

  /// Writes what changed in the lab.
  ///
  /// - Returns: what is to be said.
  mutating func keep(_ lab: Lab, in place: LessonStore.Place) -> String? {
    switch place {
    case .own: note(.lab, autosave.keep(lab)?.what)
    case .file(let file): note(.lab, autosave.keep(lab, in: file)?.what)
    case .nowhere: nil
    }
  }

  /// Whether the lab as it is now is not on disk.
  var hasUnkeptLab: Bool { problems[.lab] != nil }

  /// Writes what changed in the aliases, beside what another window made meanwhile.
  ///
  /// - Returns: what is to be said.
  mutating func keepAliases(of interpreter: inout Interpreter) -> String? {
    guard interpreter.aliases != keptAliases else { return nil }
    do throws(FileError) {
      let kept = try aliasFile.keep(interpreter.aliases, since: keptAliases, like: interpreter)
      interpreter.adopt(kept.all)
      keptAliases = kept.all
      return note(.aliases, nil) ?? kept.warning
    } catch {
      return note(.aliases, CommandError(error).what)
    }
  }

  /// - Parameter problem: nil: all went well.
  /// - Returns: what is to be said, where it was not said before.
  mutating func note(_ subject: Subject, _ problem: String?) -> String? {
    guard let problem else {
      problems[subject] = nil
      return nil
    }
    guard problems.updateValue(problem, forKey: subject) != problem else { return nil }
    return "\(problem): \(subject.rawValue)"
  }
}
