import ArgumentParser
import Console

/// `tlslab explain TOPIC`
struct Explain: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Explains a topic, or a field, value, message, alert, suite or check by its name.",
    discussion: "Without a name it lists the topics.")

  @Argument(help: "What to explain.")
  var topic: String?

  @OptionGroup var options: SharedOptions

  func run() throws {
    throw options.exit(Explainer(appearance: options.appearance()).run(topic))
  }
}
