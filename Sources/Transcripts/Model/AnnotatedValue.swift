/// A value with a name, and how it came about.
public struct AnnotatedValue: Hashable, Sendable, Encodable {
  /// The wire and the name: `direct/master_secret`. A further handshake adds its number.
  public var id: String
  public var name: String
  public var wire: String
  /// What it is, in a noun: `master secret`.
  public var noun: String
  public var bytes: String?
  public var length: Int
  public var isSecret: Bool
  /// How it came about; nil for what came from random numbers, from memory or from the wire.
  public var derivation: Computation?
  /// The step at which each party came to have it, and at which it erased it.
  public var knownFrom: [String: Int]
  public var erasedAt: [String: Int]
  /// Whether the attacker has it from what was stolen.
  public var isCompromised: Bool
  public var source: String?
  /// Keys of explanations.
  public var why: [String]

  /// How a value is computed.
  public struct Computation: Hashable, Sendable, Encodable {
    /// In symbols.
    public var formula: String
    /// In a sentence.
    public var words: String
    /// Identifiers of values; names of those that have none here.
    public var inputs: [String]
    /// A command line for bash with `openssl` and `xxd` that prints the value; nil where there is none.
    public var command: String?
    /// What stands in place of a command.
    public var withoutCommand: String?
    /// Files that the command reads, and how to come by them.
    public var files: [String]
  }
}
