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
  /// Whom it passed: an end knows of its own stretch of wire alone.
  public var witnesses: [String]
  /// Who could read what it says: parties.
  public var readers: [String]
  /// The records as they were sent; empty when the message shared a record with the one before it.
  public var records: String
  /// The fields of the records, one tree for each.
  public var recordFields: [AnnotatedField]
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
  public struct AttackerPart: Hashable, Sendable, Codable {
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

// There are hundreds of fields: in files, what is empty is left out.
extension AnnotatedField {
  private enum CodingKeys: String, CodingKey {
    case name, offset, length, value, meaning, note, why, fields
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    try container.encode(offset, forKey: .offset)
    try container.encode(length, forKey: .length)
    if !value.isEmpty { try container.encode(value, forKey: .value) }
    if !meaning.isEmpty { try container.encode(meaning, forKey: .meaning) }
    try container.encodeIfPresent(note, forKey: .note)
    if !why.isEmpty { try container.encode(why, forKey: .why) }
    if !fields.isEmpty { try container.encode(fields, forKey: .fields) }
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      name: try container.decode(String.self, forKey: .name),
      offset: try container.decode(Int.self, forKey: .offset),
      length: try container.decode(Int.self, forKey: .length),
      value: try container.decodeIfPresent(String.self, forKey: .value) ?? "",
      meaning: try container.decodeIfPresent(String.self, forKey: .meaning) ?? "",
      note: try container.decodeIfPresent(String.self, forKey: .note),
      why: try container.decodeIfPresent([String].self, forKey: .why) ?? [],
      fields: try container.decodeIfPresent([AnnotatedField].self, forKey: .fields) ?? [])
  }
}
