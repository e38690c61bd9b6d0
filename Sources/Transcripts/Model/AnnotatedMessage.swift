/// A message, byte for byte.
public struct AnnotatedMessage: Hashable, Sendable, Codable {
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
  /// Who could read what it says: parties.
  public var readers: [String]
  /// The records as they were sent; empty when the message shared a record with the one before it.
  public var records: String
  /// The fields of the records, one tree for each.
  public var recordFields: [AnnotatedField]
  /// What was inside a protected record.
  public var inside: Inside?
  /// Who learned what by it, in a sentence each.
  public var learned: [String]
  /// A few words on what it says, for the ladder: the first line of data, the alert.
  public var brief: String?
  /// Keys of explanations.
  public var why: [String]

  public enum Protection: String, Hashable, Sendable, Codable {
    /// Anyone reads and changes it.
    case plaintext
    /// Anyone reads it, nobody changes it unnoticed.
    case integrityOnly = "integrity-only"
    case encrypted
  }

  /// What the readers of a protected message, or of one that shares its record, see.
  public struct Inside: Hashable, Sendable, Codable {
    /// nil where it was left out.
    public var bytes: String?
    public var length: Int
    public var fields: AnnotatedField?
    /// Application data as text, where it is text.
    public var text: String?
  }
}

/// A run of bytes with a name.
public struct AnnotatedField: Hashable, Sendable, Codable {
  /// `cipher_suite[2]`.
  public var name: String
  /// Where it begins, in the records or in what was inside them.
  public var offset: Int
  public var length: Int
  /// What it says: `22 = handshake`.
  public var value: String
  /// What it is for, in a few words.
  public var meaning: String
  /// What those who know other versions could take it for.
  public var note: String?
  /// Keys of explanations: of the field, then of what its value stands for.
  public var why: [String]
  /// The fields inside, which cover it.
  public var fields: [AnnotatedField]
}
