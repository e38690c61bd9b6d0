public import Commands
public import Lab

/// What stands behind `relay`, after the port and the server: what the client gets to see, and settings
/// for both sides.
public struct RelayTerms: Sendable {
  let choice: RelayChoice
  let protocolBefore: StartTLS?
  let settings: SettingPairs

  init(_ choice: RelayChoice, _ protocolBefore: StartTLS?, _ settings: SettingPairs) {
    (self.choice, self.protocolBefore, self.settings) = (choice, protocolBefore, settings)
  }

  /// The authority that a client must trust to be fooled; nil where none signed what it sees.
  public var authority: String? { choice.certificate.authority }

  /// The same where a client that trusts it takes the certificate: one for another name nobody takes.
  public var trusted: String? { choice.certificate == .wrongHost ? nil : authority }
}

extension Parameter where Value == RelayTerms {
  static var relayTerms: Parameter {
    Parameter(
      .relayChoice,
      .named("starttls", .startTLS, meaning: "what is spoken before TLS is asked for"), .settings
    ) { choice, protocolBefore, settings in RelayTerms(choice, protocolBefore, settings) }
  }
}

extension ServiceTerms where Terms == RelayTerms {
  /// Reads words that a shell took apart.
  ///
  /// - Throws: what the prompt would say of them.
  public init(typed words: [String], in lab: Lab) throws(CommandError) {
    self = try Parameter(.idle, .relayTerms) { idle, terms in ServiceTerms(terms, idle: idle) }
      .value(of: words, after: "relay", Interpreter(lab))
  }
}

extension RelayTerms {
  /// Commands that call the port on which an attacker stands: the usual one, and one that trusts a certificate
  /// where one is named.
  ///
  /// - Parameter server: `HOST:PORT` of the server before which the attacker stands: clients must look for its
  ///   name, or what they compare the certificate with is another.
  public func commands(
    for port: Int, before server: String, in lab: Lab, trusting file: String?
  ) -> [String] {
    var calling = CallingCommands(
      port: port, protocolBefore: protocolBefore, settings: lab.settings)
    calling.server = (try? Endpoint(server)).flatMap { $0.host == "127.0.0.1" ? nil : $0 }
    return [calling.usual, file.map(calling.trusting)].compactMap(\.self)
  }
}
