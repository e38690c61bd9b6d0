/// What one side did.
public struct AnnotatedStep: Hashable, Sendable, Encodable {
  public var number: Int
  public var party: String
  public var wire: String
  /// Milliseconds since the session began.
  public var milliseconds: Double
  /// `sent`, `derived`, `verified` …: the kind of effect, as the state document calls it.
  public var kind: String
  /// `client sends ClientHello`.
  public var text: String
  /// The message that was sent or read.
  public var message: Int?
  /// The identifiers of the values that came up, went into use or were erased.
  public var values: [String]
  public var check: CheckMade?
  public var signature: SignatureMade?
  /// The whole step in words, as the screen of the step has it; nothing for messages and derivations,
  /// which stand by themselves.
  public var detail: [ChapterBlock]
  /// The same as the party itself knows it: nothing of what others have; nil where that is no less.
  public var ownDetail: [ChapterBlock]?
  /// Keys of explanations.
  public var why: [String]

  /// Something that was verified, or not.
  public struct CheckMade: Hashable, Sendable, Encodable {
    public var name: String
    /// `passed`, `failed`, `skipped`.
    public var outcome: String
    public var reason: String?
    public var found: String?
    public var expected: String?
    public var source: String
  }

  /// A signature, and how anyone can verify it.
  public struct SignatureMade: Hashable, Sendable, Encodable {
    public var scheme: String
    public var bytes: String
    /// What was signed.
    public var content: String?
    /// A command that prints `Verified OK`; nil where the `openssl` program has none.
    public var command: String?
    public var source: String
  }
}
