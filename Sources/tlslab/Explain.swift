import ArgumentParser
import Console

/// `tlslab explain WORDS`
struct Explain: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Explains a topic, a word, a field or an alert, or an error that a program printed.",
    discussion: """
      Without a name it lists the topics. What goes by no name is searched for. Errors may be \
      pasted as they are: tlslab explain "SSL routines::tlsv1 alert unknown ca".
      """)

  // What is pasted may begin with a hyphen.
  @Argument(parsing: .allUnrecognized, help: "What to explain.")
  var words: [String] = []

  @OptionGroup var options: SharedOptions

  func run() throws {
    throw options.exit(try options.explainer().run((["explain"] + words).asOneLine))
  }
}

/// `tlslab search WORDS`
struct Search: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "search",
    abstract: "Finds whatever there is on a few words: commands, topics, alerts, lessons and more.")

  @Argument(parsing: .allUnrecognized, help: "What to look for.")
  var words: [String]

  @OptionGroup var options: SharedOptions

  func run() throws {
    throw options.exit(try options.explainer().run((["search"] + words).asOneLine))
  }
}

extension SharedOptions {
  fileprivate func explainer() throws -> Explainer {
    Explainer(appearance: appearance(), lessons: try lessonFolder())
  }
}
