import TLSWire
import X509

/// The form of a client's first message.
public enum HelloForm: Hashable, Sendable {
  case tls
  /// What clients sent long ago, as no client may any more (RFC 6176 §3).
  case ssl2
}

/// The name that a client offers in server_name.
public enum OfferedName: Hashable, Sendable {
  /// The server's own.
  case own
  case nothing
  case other(String)

  /// The name that is sent to a server of this name.
  func offered(to server: String?) -> String? {
    switch self {
    case .own: server
    case .nothing: nil
    case .other(let name): name
    }
  }
}

/// What a client shows to a server that asks for a certificate.
public enum ClientCertificate: Hashable, Sendable {
  case nothing
  /// The one that it has from the beginning.
  case good
  /// One that was made by hand.
  case named(String)
}

/// Which certificate a server shows.
public enum ServerCertificate: Hashable, Sendable {
  /// Whichever of its own fits.
  case any
  /// The one of its own with that kind of key.
  case own(World.Role)
  /// A ready-made one, or one that was made by hand.
  case named(String)

  /// The words for the server's own, by the kind of key.
  static let ownByWord: [(word: String, role: World.Role)] = [
    ("rsa", .serverRSA), ("ecdsa", .serverECDSA), ("ecdsa-p384", .serverP384),
    ("ecdsa-p521", .serverP521), ("ed25519", .serverEd25519), ("ed448", .serverEd448),
  ]

  /// The key of its own that is asked for.
  var role: World.Role? {
    if case .own(let role) = self { role } else { nil }
  }

  /// The name, where it is not one of those that the server has from the beginning.
  public var name: String? {
    if case .named(let name) = self { name } else { nil }
  }

  /// Whether it fits a key exchange of TLS 1.2 that uses a certificate.
  func fits(_ exchange: KeyExchange) -> Bool {
    switch self {
    case .own(.serverRSA): exchange != .ecdheECDSA
    // EdDSA goes with the suites of ECDSA (RFC 8422 §2.2).
    case .own: exchange == .ecdheECDSA
    // The key of a certificate made by hand is the world's to know: the server takes a suite that it
    // fits.
    case .named(let name): ReadyMadeCertificate(rawValue: name) == nil || exchange != .ecdheECDSA
    case .any: true
    }
  }
}

/// The kind of key exchange to which a server limits its suites.
public enum KeyExchangeLimit: String, Hashable, Sendable, CaseIterable {
  case any
  case rsa
  case dhe
  case ecdhe
  case psk
  case dhePSK = "dhe-psk"
  case ecdhePSK = "ecdhe-psk"
  case anonymous

  /// Whether TLS 1.3 does not have it, or not as a suite: its Diffie-Hellman in finite fields comes with
  /// the group.
  var isOnlyBefore13: Bool {
    switch self {
    case .rsa, .dhe, .dhePSK, .ecdhePSK, .anonymous: true
    case .any, .ecdhe, .psk: false
    }
  }

  /// Whether it needs a key that both had before.
  var needsSharedKey: Bool { [.psk, .dhePSK, .ecdhePSK].contains(self) }

  func allows(_ exchange: KeyExchange) -> Bool {
    switch self {
    case .any: true
    case .rsa: exchange == .rsa
    case .dhe: exchange == .dheRSA
    case .ecdhe: exchange == .ecdheRSA || exchange == .ecdheECDSA
    case .psk: exchange == .psk
    case .dhePSK: exchange == .dhePSK
    case .ecdhePSK: exchange == .ecdhePSK
    case .anonymous: exchange.isAnonymous
    }
  }
}

/// Whether a server takes data before the handshake is complete.
public enum EarlyDataPolicy: Hashable, Sendable {
  case off
  case on
  /// With each ticket once (RFC 8446 §8.1).
  case once
}
