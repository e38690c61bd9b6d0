import Files
import Lab
package import Platform
import Screens

enum SourceVerb {
  /// Scripts that run each other would never end.
  static let deepest = 16

  static func run(_ interpreter: inout Interpreter, _ name: String) throws(CommandError) -> Page {
    guard interpreter.depth < deepest else {
      throw CommandError(
        "scripts run each other \(deepest) deep", details: ["does one of them source itself?"])
    }
    let file = interpreter.url(name)
    let script: Script
    do throws(CommandError) {
      script = try Script(file: file, called: name)
    } catch {
      // A script that can't be read is a command that failed.
      throw CommandError(error.what)
    }
    return try run(script, beside: file, on: &interpreter)
  }

  private static func run(
    _ script: Script, beside file: URL, on interpreter: inout Interpreter
  ) throws(CommandError) -> Page {
    let folder = interpreter.folder
    interpreter.folder = file.deletingLastPathComponent()
    interpreter.depth += 1
    var all = Outcome()
    _ = script.run(on: &interpreter) { event, _ in
      switch event {
      case .said(let text): all.answers.append(.page(Page([.paragraph(Line(text), indent: 0)])))
      case .began, .claimed: break
      case .came(let outcome): all.append(outcome)
      }
    }
    interpreter.depth -= 1
    interpreter.folder = folder
    interpreter.note(changed: all.changed)
    guard var error = all.error else { return all.page }
    // What the script did before its failure stands, and was worth seeing.
    all.error = nil
    error.before = all.page
    throw error
  }
}

extension Interpreter {
  /// The place of a file that was named in a command.
  package func url(_ name: String) -> URL {
    if name.hasPrefix("~/") {
      return HomeFolder.find().appendingPathComponent(String(name.dropFirst(2)))
    }
    return name.hasPrefix("/")
      ? URL(fileURLWithPath: name) : folder.appendingPathComponent(name).standardizedFileURL
  }
}
