import ArgumentParser
import Console
import Platform

/// `tlslab run FILE`
struct Run: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Runs commands as a script.",
    discussion: """
      Stops at the first failure. Exit status: 0 all well, 1 a command failed, 2 an 'expect' \
      failed, 64 usage, 65 bad input data, 130 interrupted.
      """)

  @Argument(
    help: "The script, here or among the lessons; '-' is standard input.",
    completion: .file(extensions: ["tlslab"]))
  var file: String = "-"

  @Flag(help: "Go on after a failure.")
  var keepGoing = false

  @Flag(help: "Print each command before what it shows.")
  var echo = false

  @OptionGroup var options: SharedOptions

  func run() throws {
    var runner = try options.runner()
    runner.keepGoing = keepGoing
    runner.echo = echo
    throw options.exit(runner.run(try source(), seed: options.seed))
  }

  private func source() throws -> ScriptRunner.Source {
    if file == "-" { return .standardInput }
    return LessonFolder.script(named: file, in: try options.lessonFolder())
  }
}
