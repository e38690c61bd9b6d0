public import Screens

/// A message, byte for byte.
public struct AnnotatedMessage: Hashable, Sendable, Encodable {
  /// Counted from 1 among the messages of the session.
  public var number: Int
  /// The step that sent it, and the one that read it; nil where it never arrived.
  public var step: Int
  public var readAtStep: Int?
  /// The name in the RFC: `client_hello`.
  public var name: String
  /// The name in running text: `ClientHello`.
  public var title: String
  public var from: String
  public var to: String
  /// `direct`; with an attacker in between `client` or `server`: which end's stretch it is.
  public var wire: String
  public var protection: Protection
  /// Whom it passed: an end knows of its own stretch of wire alone.
  public var witnesses: [String]
  /// Who could read what it says: parties.
  public var readers: [String]
  /// The records as they were sent; empty when the message shared a record with the one before it.
  public var records: String
  /// The fields of the records, one tree for each.
  public var recordFields: [MessageField]
  /// What was inside a protected record; nil where it was left out.
  public var inside: Inside?
  /// Who learned what by it, in a sentence each.
  public var learned: [String]
  /// A few words on what it says, for the ladder: the first line of data, the alert.
  public var brief: String?
  /// Whether it is a client's early data, of whose records the place on the wire tells; nil: it is not.
  public var earlyData: Bool?
  /// What the attacker did with it; nil where it neither touched it nor could read it.
  public var attacker: AttackerPart?
  /// Keys of explanations.
  public var why: [String]

  /// What the attacker did with a message.
  public struct AttackerPart: Hashable, Sendable, Encodable {
    /// `altered`, `dropped`, `held`, `late`, `twice`, `cut`, `lost`, `repeated`; nil: it passed as it was sent.
    public var deed: String?
    /// How the attacker has what a protected message says: `read`, `passed-on` (data of one end, encrypted again
    /// for the other), `own`; nil: it has not.
    public var access: String?
    /// Whether anything of it reached the other end.
    public var arrives: Bool
    /// The same in words: `altered on its way`.
    public var words: String
    /// The parties that know of it.
    public var knownTo: [String]
  }

  public enum Protection: String, Hashable, Sendable, Encodable {
    /// Anyone reads and changes it.
    case plaintext
    /// Anyone reads it, nobody changes it unnoticed.
    case integrityOnly = "integrity-only"
    case encrypted
  }

  /// What the readers of a protected message, or of one that shares its record, see.
  public struct Inside: Hashable, Sendable, Encodable {
    /// nil where it was left out.
    public var bytes: String?
    public var length: Int
    public var fields: MessageField?
    /// Application data as text, where it is text.
    public var text: String?
  }
}
