public import Knowledge

/// Why a recording opens, or stays closed: what of the session and of the loot decided it.
public indirect enum VaultReason: Hashable, Sendable {
  // MARK: Nothing was tried

  /// Its row in the saved lab can't be read.
  case unreadable
  case nothingSent
  case tapOff
  /// Nothing in it was encrypted; `isOver`: and nothing will be.
  case nothingProtected(isOver: Bool)
  /// The same of what is left of a recording that lost bytes.
  case restMissing

  // MARK: It opens

  /// There is no TLS.
  case inTheOpen
  /// The suite's cipher is NULL.
  case neverEncrypted
  /// The long-term key decrypts the pre-master secret.
  case decryptsPreMasterSecret
  case ticketOpens
  /// It takes up a session that opens; nil: one that was found among the recordings.
  case resumesOpen(String?)
  /// The key of its ticket was said in a session that opens.
  case keySaidIn(String?)
  case ephemeralKey(ValueName, isComputed: Bool, withSharedKey: Bool)
  case sharedKey
  case secrets([ValueName])
  /// Only a part opens.
  case earlyDataOnly(VaultReason)
  case only(Actor, VaultReason)
  /// All but early data of the client, which the server took, or refused.
  case notEarlyData(isRefused: Bool, VaultReason)
  /// All that both said, but not all of the handshake.
  case notHandshake(VaultReason)
  case notAll(VaultReason)
  /// The recording is known not to have all that passed.
  case recordingPartial(VaultReason)
  /// A further handshake stays closed, counted from 1.
  case butNot(handshake: Int, VaultReason)

  // MARK: It stays closed

  /// The recording itself is damaged.
  case damaged(String)
  /// The attacker in between has read it all the same.
  case readInBetween
  case noKeysAgreed
  case misfit
  case resumesSealed(String?)
  case needsSharedKey
  /// One is held, and it is another one.
  case sharedKeyMisfit
  /// `ofReal`: of a server outside, whose key nobody here can steal.
  case needsCertificateKey(ofReal: Bool)
  /// The same of a recording made elsewhere: whoever has the key in a file can bring it.
  case needsKeyInFile
  /// An ephemeral key is still in somebody's memory. `onlySigned`: the stolen key did nothing but sign.
  case ephemeralInMemory([Actor], onlySigned: Bool)
  /// Ours is erased; what a real program does with its own nobody here sees.
  case ownErased(onlySigned: Bool)
  case bothErased(onlySigned: Bool)
  /// Of a recording made elsewhere: what became of the two keys only those ends know.
  case ephemeralElsewhere(onlySigned: Bool)
  /// The recording began after the hellos.
  case startMissing
  /// What came is no message that this program reads.
  case notRead(String)
  /// A message is not in the recording without which no key leads on.
  case lacks(Message)
  /// The suite is one that this program does not read.
  case unreadSuite(String)
  /// The prompt reads no records of this version.
  case unreadVersion(String)
  /// Of a hybrid key exchange the half on the curve is computed, and ML-KEM's is not.
  case hybridHolds

  /// What a recording may lack.
  public enum Message: String, Hashable, Sendable, CaseIterable {
    /// Its random is what key logs go by, and part of every key.
    case clientHello = "client-hello"
    /// It says what was agreed.
    case serverHello = "server-hello"
    /// What a private key decrypts.
    case clientKeyExchange = "client-key-exchange"
    /// One that the extended master secret covers (RFC 7627 §3).
    case covered
  }

  /// Whether the recording itself stands in the way: then no key was tried, or could show that it fits.
  public var isOfRecording: Bool {
    switch self {
    case .notRead, .startMissing, .lacks, .unreadSuite, .unreadVersion: true
    default: false
    }
  }

  /// The word in the state document.
  public var word: String {
    switch self {
    case .unreadable: "unreadable"
    case .nothingSent, .tapOff: self == .tapOff ? "tap-off" : "nothing-sent"
    case .nothingProtected: "nothing-protected"
    case .restMissing: "rest-missing"
    case .inTheOpen: "in-the-open"
    case .neverEncrypted: "never-encrypted"
    case .decryptsPreMasterSecret: "decrypts-pre-master-secret"
    case .ticketOpens: "ticket-opens"
    case .resumesOpen: "resumes-open"
    case .keySaidIn: "key-said-in-open"
    case .ephemeralKey(_, let isComputed, _): isComputed ? "ephemeral-computed" : "ephemeral-stolen"
    case .sharedKey: "psk"
    case .secrets: "secrets-stolen"
    case .earlyDataOnly: "early-data-only"
    case .only: "one-side-only"
    case .notEarlyData: "early-data-sealed"
    case .notHandshake: "handshake-sealed"
    case .notAll: "in-part"
    case .recordingPartial: "recording-partial"
    case .butNot: "later-handshake-sealed"
    case .damaged: "damaged"
    case .readInBetween: "read-in-between"
    case .noKeysAgreed: "no-keys-agreed"
    case .misfit: "key-does-not-fit"
    case .resumesSealed: "resumes-sealed"
    case .needsSharedKey: "needs-psk"
    case .sharedKeyMisfit: "psk-does-not-fit"
    case .needsCertificateKey, .needsKeyInFile: "needs-certificate-key"
    case .ephemeralInMemory: "ephemeral-in-memory"
    case .ownErased: "own-ephemeral-erased"
    case .bothErased: "ephemeral-erased"
    case .ephemeralElsewhere: "ephemeral-elsewhere"
    case .startMissing: "start-missing"
    case .notRead: "not-read"
    case .lacks: "message-missing"
    case .unreadSuite: "suite-not-read"
    case .unreadVersion: "version-not-read"
    case .hybridHolds: "ml-kem-holds"
    }
  }
}
