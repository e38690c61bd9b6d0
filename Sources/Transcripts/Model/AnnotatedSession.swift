/// One session with all that can be said of it, as data: every format is written from this, and as JSON it
/// is a format itself (`transcript.schema.json` describes it).
///
/// Lengths and offsets are in bytes, bytes are in hexadecimal, numbers of steps and messages begin at 1.
public struct AnnotatedSession: Hashable, Sendable, Encodable {
  /// Always `tlslab.transcript`.
  public var schema: String
  /// Grows when something that stood here changes its meaning or goes; what comes new does not raise it.
  public var schemaVersion: Int
  public var generator: Generator
  /// The language of the words: `en`.
  public var language: String
  /// Whether what an eavesdropper could not have was left out.
  public var redacted: Bool
  public var session: Summary
  /// The settings that the session began with; those that were set by hand say so.
  public var settings: [Setting]
  /// Who took part or looked on. Their names are used wherever someone is named.
  public var parties: [Party]
  /// What passed on the wire, in order.
  public var messages: [AnnotatedMessage]
  /// What was done, in order.
  public var steps: [AnnotatedStep]
  /// Every value with a name that came up, in the order in which it came up.
  public var values: [AnnotatedValue]
  /// What is told in whole chapters: the result, who knows what, the attack, what a theft would open.
  public var chapters: [Chapter]
  /// What each theft would give to whoever recorded the session; empty where secrets were left out.
  public var thefts: [Theft]
  /// The explanations that the rest refers to, by their keys.
  public var explanations: [String: Reason]

  /// What wrote it.
  public struct Generator: Hashable, Sendable, Encodable {
    public var program: String
    /// The version of libcrypto, which computed the primitives: signatures may differ with it.
    public var openssl: String
  }

  /// The session in a few facts; the words are those of the state document.
  public struct Summary: Hashable, Sendable, Encodable {
    public var id: String
    /// `TLS 1.2 ECDHE x25519 to sip.uc.test`.
    public var title: String
    public var serverName: String
    /// The lab's seed: with the same commands it gives the same bytes. Nil with a real program at the
    /// other end: there it does not, and the program, which gets to read this, could make the lab's
    /// private keys from it. Nil where secrets were left out: it would give them all.
    public var seed: String?
    /// True where it was taken over from a recording that was made elsewhere; nil otherwise.
    public var recorded: Bool?
    public var version: String?
    public var suite: String?
    public var keyExchange: String?
    public var group: String?
    /// How it ended; nil where it was left out: who only listened does not know.
    public var outcome: String?
    public var alert: String?
    public var alertBy: String?
    public var verified: [String]
    public var notChecked: [String]
    /// `open`, `partly`, `sealed`, `not-recorded`; nil where it was left out.
    public var vault: String?
    /// The session whose ticket or identifier this one took up; nil: none, or it was left out.
    public var resumedFrom: String?
    /// How long the client waited for its turn to send data.
    public var milliseconds: Int?
  }

  public struct Setting: Hashable, Sendable, Encodable {
    public var key: String
    public var value: String
    public var isDefault: Bool
  }

  /// Someone whose view of the session one can take.
  public struct Party: Hashable, Sendable, Encodable {
    /// `client`, `server`, `interceptor`, `eavesdropper`.
    public var id: String
    /// The word for it in the texts: the interceptor is `attacker`.
    public var name: String
  }

  /// What somebody could steal who recorded the session, beside what was stolen already.
  public struct Theft: Hashable, Sendable, Encodable {
    /// The word by which it is stolen: `server.key`.
    public var loot: String
    /// The step at which its owner erased it; nil: it is there.
    public var erasedAtStep: Int?
    /// The protected messages that are read then, by number.
    public var opens: [Int]
    /// The values of this session that are known then and were not heard, by their identifiers.
    public var values: [String]
  }

  /// An entry of the catalogue of explanations.
  public struct Reason: Hashable, Sendable, Encodable {
    public var text: String
    public var source: String
  }
}
