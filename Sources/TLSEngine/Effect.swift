public import Bytes
public import Knowledge
public import TLSKeys
public import TLSWire

/// What an endpoint did, in order. A step at the prompt is one of these. (Indirect, because a
/// session keeps a hundred of them and most are small.)
public indirect enum Effect: Hashable, Sendable, Codable {
  /// A message arrived and was taken apart.
  case received(Message)
  /// A choice was made: a version, a suite, a group.
  case decided(Decision)
  /// Random numbers became a value: a hello's random, a key pair, a pre-master secret.
  case generated(Generated)
  /// A secret that is older than this connection came to use: one of an earlier session, or one that
  /// was agreed on beforehand.
  case recalled(Generated.Named)
  /// A rule gave a value.
  case derived(Derivation)
  /// A long-term key signed something.
  case signed(Signature)
  /// Something was verified, or the verification was left out.
  case verified(Check)
  /// The records of one direction are protected with these keys from here on.
  case install(InstalledKeys)
  /// A message leaves.
  case send(Message)
  /// Application data for whoever uses the connection.
  case deliver([UInt8])
  /// Secrets are gone from memory; nobody can steal them here any more.
  case erased([ValueName])
  /// The handshake is complete on this side.
  case established
  /// Something went wrong; the alert that says so follows as a message.
  case failed(HandshakeFailure, Alert)
  /// The stream ended, and the other side never said that it had nothing more to send: what is
  /// missing can't be known (RFC 8446 §6.1).
  case truncated
  /// The connection is over on this side.
  case close
}

/// One message in the records that carry it.
public struct Message: Hashable, Sendable, Codable {
  /// Who sent it.
  public var sender: Side
  public var content: Content
  /// The records as they are on the wire; empty when the message shared a record with the one
  /// before it.
  @Hexadecimal public var records: [UInt8]
  /// Whether the sender's keys protect the records: with every suite against changes, with every
  /// one that encrypts against readers too.
  public var isProtected: Bool

  public init(sender: Side, content: Content, records: [UInt8], isProtected: Bool) {
    self.sender = sender
    self.content = content
    self.records = records
    self.isProtected = isProtected
  }

  /// What records carry (RFC 5246 §6.2.1).
  public enum Content: Hashable, Sendable {
    case handshake(HandshakeMessage)
    case changeCipherSpec
    case alert(Alert)
    case applicationData([UInt8])

    /// The kind, without what is inside. Inlined into a closure it makes the optimizer of Swift 6.3 stop with
    /// "Found ownership error".
    @inline(never)
    public var kind: MessageKind {
      switch self {
      case .handshake(let message): .handshake(message.type)
      case .changeCipherSpec: .changeCipherSpec
      case .alert: .alert
      case .applicationData: .applicationData
      }
    }
  }

  public var kind: MessageKind { content.kind }
}

/// What a state can be waiting for.
public enum MessageKind: Hashable, Sendable, Codable {
  case handshake(HandshakeType)
  case changeCipherSpec
  case alert
  case applicationData

  /// The name in the RFC's spelling: `client_hello`, `change_cipher_spec`.
  public var name: String {
    switch self {
    case .handshake(let type): type.label
    case .changeCipherSpec: "change_cipher_spec"
    case .alert: "alert"
    case .applicationData: "application_data"
    }
  }
}

/// A choice that an endpoint made or learned of.
public enum Decision: Hashable, Sendable, Codable {
  case version(ProtocolVersion)
  case suite(CipherSuite)
  case group(NamedGroup)
  case signatureScheme(SignatureScheme)
  case applicationProtocol(String)
  case extendedMasterSecret(Bool)
  case encryptThenMAC(Bool)
  /// Another ClientHello is needed, with a key in this group if one is named (RFC 8446 §4.1.4).
  case retry(NamedGroup?)
  /// The client offers a pre-shared key.
  case offeredKey(PreSharedKeyKind)
  /// A pre-shared key is used, with Diffie-Hellman beside it or without (RFC 8446 §4.2.9).
  case preSharedKey(PreSharedKeyKind, withDiffieHellman: Bool)
  /// The server takes early data, or does not (RFC 8446 §4.2.10).
  case earlyData(Bool)
  /// The client has no certificate to show, and need not have one.
  case noClientCertificate
  /// A ciphertext held no pre-master secret; the server goes on with random bytes so that nobody
  /// learns which of the possible faults it was (RFC 5246 §7.4.7.1).
  case substitutedPreMasterSecret
  /// The most plaintext that the other side takes in a record (RFC 8449).
  case recordSizeLimit(Int)
  /// An earlier session is resumed, or it was offered in vain.
  case resumption(ResumptionMeans?)
  /// The session can be resumed later.
  case remembered(ResumptionMeans)
  /// The authority's word on the server's certificate came with it, an OCSPResponse in DER.
  case stapled([UInt8])
  /// A further handshake begins under the keys of the one before (RFC 5746), or the other side would
  /// not and all stays as it was.
  case renegotiation(accepted: Bool)
  /// A message that is allowed here and changes nothing.
  case ignored(MessageKind)
}

/// By what a session is found again.
public enum ResumptionMeans: String, Hashable, Sendable, Codable, CaseIterable {
  /// The client brings the server's own state, sealed (RFC 5077).
  case ticket
  /// Both have kept the session under a name (RFC 5246 §7.4.1.2).
  case sessionID = "session_id"
}

/// A value that came from random numbers.
public struct Generated: Hashable, Sendable, Codable {
  /// Where the value is demanded.
  public var source: RFCSection
  /// The part that everyone may see, if there is one.
  public var publicPart: Named?
  /// The part that must stay with its maker, if there is one.
  public var secretPart: Named?

  public init(source: RFCSection, publicPart: Named? = nil, secretPart: Named? = nil) {
    self.source = source
    self.publicPart = publicPart
    self.secretPart = secretPart
  }

  public struct Named: Hashable, Sendable, Codable {
    public var name: ValueName
    @Hexadecimal public var value: [UInt8]

    public init(_ name: ValueName, _ value: [UInt8]) {
      self.name = name
      self.value = value
    }
  }
}

/// A signature made with a long-term key.
public struct Signature: Hashable, Sendable, Codable {
  public var scheme: SignatureScheme
  /// The bytes that were signed.
  @Hexadecimal public var content: [UInt8]
  @Hexadecimal public var signature: [UInt8]
  public var source: RFCSection

  public init(
    scheme: SignatureScheme, content: [UInt8], signature: [UInt8], source: RFCSection
  ) {
    self.scheme = scheme
    self.content = content
    self.signature = signature
    self.source = source
  }
}

/// Keys that were put to use for one direction.
public struct InstalledKeys: Hashable, Sendable, Codable {
  /// Whose records they protect.
  public var sender: Side
  /// Whether this endpoint writes or reads with them.
  public var forWriting: Bool
  public var suite: CipherSuite
  public var names: [ValueName]

  public init(sender: Side, forWriting: Bool, suite: CipherSuite, names: [ValueName]) {
    self.sender = sender
    self.forWriting = forWriting
    self.suite = suite
    self.names = names
  }
}
