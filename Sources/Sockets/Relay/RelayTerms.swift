public import Commands
public import Lab

/// What stands behind `relay`, after the port and the server: what the client gets to see, and settings
/// for both sides.
public struct RelayTerms: Sendable {
  let choice: RelayChoice
  let settings: SettingPairs

  init(_ choice: RelayChoice, _ settings: SettingPairs) {
    (self.choice, self.settings) = (choice, settings)
  }

  /// Reads words that a shell took apart.
  ///
  /// - Throws: what the prompt would say of them.
  public init(typed words: [String], in lab: Lab) throws(CommandError) {
    self = try Parameter.relayTerms.value(of: words, after: "relay", Interpreter(lab))
  }

  /// The authority that a client must trust to be fooled; nil where none signed what it sees.
  public var authority: String? { choice.certificate.authority }
}

extension Parameter where Value == RelayTerms {
  static var relayTerms: Parameter {
    Parameter(.relayChoice, .settings) { choice, settings in RelayTerms(choice, settings) }
  }
}
