/// How a value of SRTP came about, so that a screen can show it and a reader can do it again.
public struct MediaDerivation: Sendable, Hashable, Codable {
  /// What goes into it.
  public struct Input: Sendable, Hashable, Codable {
    public var label: String
    public var bytes: [UInt8]

    public init(_ label: String, _ bytes: [UInt8]) {
      self.label = label
      self.bytes = bytes
    }
  }

  /// What the output is, in the RFC's words.
  public var label: String
  /// As the RFC writes it.
  public var formula: String
  public var inputs: [Input]
  public var output: [UInt8]
  /// `RFC 3711 §4.3.1`
  public var section: String
  /// For bash with `openssl` and `xxd`: prints the output in hexadecimal; nil where the program has no way.
  public var command: String?

  public init(
    _ label: String, formula: String, inputs: [Input], output: [UInt8], section: String,
    command: String? = nil
  ) {
    self.label = label
    self.formula = formula
    self.inputs = inputs
    self.output = output
    self.section = section
    self.command = command
  }
}
