public import TLSKeys

/// Whether what a session said can be read with what is at hand.
public enum OpeningResult: String, Hashable, Sendable, CaseIterable {
  case open
  case partlyOpen = "partly-open"
  case sealed
  /// Nothing in it was ever under keys.
  case empty
}

/// The one reason why a session, or a part of it, stays sealed; or what is to be known of one that opens.
public enum Reason: Hashable, Sendable {
  /// Both sides made keys for this session alone: no long-term key opens it.
  case forwardSecrecy
  /// The server's private key would open it, and there is none.
  case noKey(CertificateName?)
  /// There are private keys, and none belongs to the session's certificate.
  case otherKey(CertificateName)
  /// The key exchange rests on a key that both had before, and there is none that fits.
  case noPreSharedKey
  case wrongPreSharedKey
  /// RSA_PSK wants the server's private key as well (RFC 4279 §4), and there is none that fits.
  case bothKeys(CertificateName?)
  /// The first thing in the capture is no hello.
  case startMissing
  /// The ServerHello is in the capture and the ClientHello is not.
  case helloMissing
  /// It takes over the secret of a session that is not in the capture, or stayed sealed itself.
  case resumedFromElsewhere
  /// It takes over the secret of a session of this capture that stayed sealed, by its number.
  case resumesSealed(stream: Int)
  /// Its ticket names another key than the ticket keys at hand do: the name, in hexadecimal digits.
  case otherTicketKey(String)
  /// Its ticket names a ticket key that is at hand, and the MAC does not hold with it: the name.
  case ticketDiffers(String)
  /// A key log has secrets of this session, and not this one.
  case secretMissing(String)
  /// The server did not take the early data, and its secret is not at hand: the client alone has it.
  case earlyDataRefused
  /// What the key log has for this session opens nothing.
  case wrongSecret
  /// A secret of the key log has another length than the suite's, both in bytes.
  case secretLength(needed: Int, has: Int)
  /// Bytes of a direction are not in the capture.
  case lost(Side, offset: Int, count: Int)
  /// The extended master secret covers a handshake message that is not in the capture.
  case extendedMasterSecretIncomplete
  /// Nobody here reads the suite, or this libcrypto lacks it.
  case suiteNotRead(String)
  case versionNotRead(String)
  case compressionNotRead
  /// A record does not open, though those before it did.
  case damaged(Side, offset: Int)
  /// The capture, or the connection, ended before there were keys.
  case unfinished
  /// No packet of this side is in the capture.
  case sideMissing(Side)
  /// The packets stand in another order than their times.
  case disordered
  /// The server answered the ClientHello with something else than TLS.
  case otherProtocol
  /// One side ended the handshake with an alert.
  case handshakeFailed(String)

  /// Whether it tells how the handshake ended, and not why something stays sealed.
  public var isFailure: Bool { if case .handshakeFailed = self { true } else { false } }

  /// What sentences about it are found by.
  public var name: String {
    switch self {
    case .forwardSecrecy: "forward-secrecy"
    case .noKey: "no-key"
    case .otherKey: "other-key"
    case .noPreSharedKey: "no-psk"
    case .wrongPreSharedKey: "wrong-psk"
    case .bothKeys: "both-keys"
    case .startMissing: "start-missing"
    case .helloMissing: "hello-missing"
    case .resumedFromElsewhere: "resumed-elsewhere"
    case .resumesSealed: "resumes-sealed"
    case .otherTicketKey: "other-ticket-key"
    case .ticketDiffers: "ticket-differs"
    case .secretMissing: "secret-missing"
    case .earlyDataRefused: "early-data-refused"
    case .secretLength: "secret-length"
    case .wrongSecret: "wrong-secret"
    case .lost: "lost"
    case .extendedMasterSecretIncomplete: "ems-incomplete"
    case .suiteNotRead: "suite-not-read"
    case .versionNotRead: "version-not-read"
    case .compressionNotRead: "compression-not-read"
    case .damaged: "damaged"
    case .unfinished: "unfinished"
    case .sideMissing: "side-missing"
    case .disordered: "disordered"
    case .otherProtocol: "other-protocol"
    case .handshakeFailed: "handshake-failed"
    }
  }
}

/// By what a session was opened.
public enum Opening: String, Hashable, Sendable, CaseIterable {
  case keyLog = "key-log"
  case privateKey = "private-key"
  case preSharedKey = "psk"
  case ticketKey = "ticket-key"
  /// The session before, which is in the capture as well.
  case earlierSession = "earlier-session"
  /// Nothing was needed: the suite's cipher is NULL.
  case neverEncrypted = "never-encrypted"
}
