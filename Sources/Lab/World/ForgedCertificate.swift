/// What the interceptor shows to the client.
public enum ForgedCertificate: String, Hashable, Sendable, Codable, CaseIterable {
  /// Signed by its own key: nobody else stands behind it.
  case selfSigned = "self-signed"
  /// Signed by the attacker's own authority.
  case ownAuthority = "own-ca"
  /// The same, on a client that was made to trust that authority.
  case trustedAuthority = "trusted-ca"
  /// Genuine, of the firm's own authority, for another host.
  case wrongHost = "wrong-host"
  /// The server's own, which anyone can copy off the wire; its key is not the attacker's.
  case copied
  /// The server's own, with the stolen key.
  case stolen
  /// For the server's name, signed with the stolen key of the firm's authority.
  case issued

  /// Whether the key that belongs to the certificate is not the attacker's.
  public var lacksKey: Bool { self == .copied }

  /// The lab's authority that signed it; nil where none did.
  public var authority: String? {
    switch self {
    case .ownAuthority, .trustedAuthority: World.attackersAuthority
    case .wrongHost, .issued: World.firmAuthority
    case .selfSigned, .copied, .stolen: nil
    }
  }
}
