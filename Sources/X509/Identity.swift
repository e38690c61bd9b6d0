public import CryptoPrimitives

/// What a server shows and proves: its certificate with those that lead to a root, and its key.
public struct Identity: Sendable, Hashable, Codable {
  /// The server's certificate first, each next one the issuer of the one before.
  public var chain: [Certificate]
  /// The key of the first certificate.
  public var key: PrivateKey
  /// The authority's word that the certificate still holds, an OCSPResponse in DER; nil: there is
  /// none to show.
  public var stapledResponse: [UInt8]?

  public init(chain: [Certificate], key: PrivateKey) {
    self.chain = chain
    self.key = key
  }
}
