public import CryptoPrimitives
public import TLSEngine
public import TLSKeys
public import TLSWire

/// What one connection did for each purpose that a handshake has, by whatever messages its version
/// does it: told from the steps that were played, and from nothing else.
///
/// Two of them can be held against each other though their messages have nothing in common.
public struct HandshakeAccount: Hashable, Sendable {
  public var session: String
  public var wire: Wire
  public var ending: Ending
  public var version: ProtocolVersion?
  public var suite: CipherSuite?
  /// How each side proves who it is.
  public var proofs: [Side: Proof]
  /// Which random numbers of each side go into the keys.
  public var randomness: [Side: Set<Ingredient>]
  /// The public halves of the ephemeral keys that were used.
  public var ephemeralKeys: [Side: [UInt8]]
  /// nil before the secret is agreed on.
  public var secret: SecretOrigin?
  /// How keys follow from the secret; nil before they do.
  public var derivation: KeyDerivation?
  /// How records are protected; nil before they are.
  public var protection: Protection?
  /// When each side had the first keys for records, and when it could send application data, in
  /// microseconds from the first step.
  public var keysExist: [Side: Int64]
  public var mayWrite: [Side: Int64]
  /// The server could send before it had verified anything of the client (RFC 8446 §2, figure 1).
  public var clientIsUnproved: Bool
  /// The client sent data with its first message, and whether the server took it
  /// (RFC 8446 §4.2.10).
  public var earlyData: Bool?
  /// The handshake's messages that anyone can read, and those that its own keys protect; each kind
  /// once.
  public var readable: [MessageKind]
  public var encrypted: [MessageKind]
  /// How often the client waited for the server before it could send data; nil if it never could.
  public var roundTrips: Int?
  /// The records of the handshake that each side sent.
  public var bytes: [Side: Int]
  /// What someone who recorded everything reads later, once a key is stolen that the server keeps.
  public var thefts: [StolenKey: Opening]
  /// The keys that were in force in it, by the names under which they are stolen now; none of a server outside.
  public var keysInForce: [StolenKey: LootName] = [:]
  public var beginning: Beginning
  /// Both ends are programs outside, and nothing is known but what passed between them.
  public var isRecorded = false
  /// The sides of such a session whose part of the handshake under keys can't be read.
  public var sealed: Set<Side> = []

  /// How it ended, or stands.
  public struct Ending: Hashable, Sendable {
    public var outcome: Session.Outcome
    public var alert: AlertDescription?
    public var by: Actor?
    /// Microseconds from the first step to the alert.
    public var time: Int64?

    /// Whether application data could flow.
    public var isGood: Bool { outcome == .established || outcome == .closed }
  }

  /// By what one side proves who it is.
  public struct Proof: Hashable, Sendable {
    public var means: Means?
    /// The message in which the proof lies.
    public var message: MessageKind?
    /// Whom the certificate names and who signed it, in one line each; its key, and whether anyone
    /// on the wire can read that.
    public var subject: String?
    public var issuer: String?
    /// By which its issuer tells it from others (RFC 5280 §4.1.2.2).
    public var serial: [UInt8]?
    public var key: KeyKind?
    public var certificateIsReadable: Bool?

    public enum Means: Hashable, Sendable {
      /// The key of the certificate signs something of this very handshake.
      case signature(SignatureScheme)
      /// The key of the certificate decrypts what the other side chose at random.
      case decryption
      /// It still has the secret of a session in which it proved itself.
      case earlierSecret
      /// It has a secret that was agreed on outside of TLS.
      case sharedKey
    }
  }

  /// Random numbers that go into the keys.
  public enum Ingredient: String, Hashable, Sendable, CaseIterable {
    /// The 32 bytes in the hello, which everyone can read.
    case random
    /// A key pair for this session alone.
    case ephemeralKey
    /// The secret itself.
    case preMasterSecret
  }

  /// Where the secret of the session comes from.
  public struct SecretOrigin: Hashable, Sendable {
    /// The key of an earlier session, or one that was agreed on outside of TLS.
    public var preSharedKey: PreSharedKeyKind?
    /// Both sides' ephemeral keys: the group's name, empty for one without a name.
    public var group: String?
    /// The client alone made it, and encrypted it for the server's key.
    public var isEncrypted = false
    /// The messages that carry the public parts.
    public var messages: [MessageKind] = []
  }

  /// The function that makes keys, and what goes into them beside the secret.
  public struct KeyDerivation: Hashable, Sendable {
    public var function: Function
    /// By OpenSSL's name.
    public var hash: String
    /// Whether the keys depend on all messages of the key exchange, or on both randoms alone
    /// (RFC 7627 §1).
    public var coversMessages: Bool

    public enum Function: String, Hashable, Sendable {
      case pseudorandomFunction = "PRF"
      case extractAndExpand = "HKDF"
    }
  }

  /// What a suite makes of a record in a version.
  public struct Protection: Hashable, Sendable {
    /// By the name in the suite.
    public var cipher: String
    public var start: Start?
    /// A MAC beside the cipher, and whether it covers the ciphertext (RFC 7366).
    public var mac: String?
    public var encryptsThenMACs = false
    /// Whether the kind of the content is encrypted too (RFC 8446 §5.2).
    public var hidesType = false

    /// Where the nonce or the initialisation vector comes from.
    public enum Start: String, Hashable, Sendable {
      /// In every record.
      case sent
      /// Counted by both sides.
      case counted
      /// The last block of the record before (RFC 2246 §6.2.3.2).
      case chained
    }
  }

  /// A key that the server keeps from session to session.
  public enum StolenKey: String, Hashable, Sendable, CaseIterable {
    case certificate
    case tickets
  }

  /// What a stolen key opens of a recording.
  public enum Opening: String, Hashable, Sendable {
    case nothing
    case everything
    case earlyData
    /// Nothing needed opening: the suite does not encrypt.
    case open
  }

  /// Whether it began from nothing.
  public struct Beginning: Hashable, Sendable {
    /// The server asked for another ClientHello.
    public var wasRetried = false
    /// The earlier session, by the name in the settings, if there was one.
    public var resumed: String?
  }

  /// The shares of both sides in a number.
  public var totalBytes: Int { bytes.values.reduce(0, +) }
}
