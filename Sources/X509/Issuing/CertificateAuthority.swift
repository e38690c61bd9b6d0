import COpenSSL
public import CryptoPrimitives

/// Who signs certificates: a root with its key.
public struct CertificateAuthority: Sendable, Hashable, Codable {
  /// The common name of the root.
  public var name: String
  public var certificate: Certificate
  public var key: PrivateKey

  public init(name: String, certificate: Certificate, key: PrivateKey) {
    self.name = name
    self.certificate = certificate
    self.key = key
  }

  /// A root that signs itself.
  ///
  /// - Parameters:
  ///   - validFrom: first second of validity, since 1970.
  ///   - validTo: last second of validity, since 1970.
  ///   - random: serial number and signature are drawn from it: the same stream, the same bytes.
  public static func makeRoot(
    name: String, key: PrivateKey, validFrom: Int64, validTo: Int64, random: RandomStream
  ) throws(X509Error) -> CertificateAuthority {
    let draft = try CertificateDraft(random: random)
    try draft.setDates(from: validFrom, to: validTo)
    try draft.setSubject(commonName: name)
    try draft.setSelfIssued()
    try draft.setKey(key.publicKey)
    try draft.add(NID_basic_constraints, "critical,CA:TRUE", issuer: nil)
    try draft.add(NID_key_usage, "critical,keyCertSign,cRLSign", issuer: nil)
    try draft.add(NID_subject_key_identifier, "hash", issuer: nil)
    let certificate = try draft.sign(with: key, random: random)
    return CertificateAuthority(name: name, certificate: certificate, key: key)
  }

  /// A server's certificate for these names (DNS names or IP addresses).
  ///
  /// An RSA key may decipher a pre-master secret too, an EC key only sign (§4.2.1.3).
  ///
  /// - Throws: if there is no name, or a name or a date that a certificate can't hold.
  public func issue(
    to names: [String], publicKey: PublicKey, validFrom: Int64, validTo: Int64,
    purposes: [CertificatePurpose] = [.server], random: RandomStream
  ) throws(X509Error) -> Certificate {
    guard let first = names.first else {
      throw X509Error(operation: "issue certificate", reason: "no name")
    }
    let draft = try CertificateDraft(random: random)
    try draft.setDates(from: validFrom, to: validTo)
    // A common name holds 64 characters (RFC 5280 appendix A); the subject may stay empty.
    let hasSubject = first.utf8.count <= 64
    if hasSubject { try draft.setSubject(commonName: first) }
    try draft.setIssuer(certificate)
    try draft.setKey(publicKey)
    var usage = "critical,digitalSignature"
    if case .rsa = publicKey.kind { usage += ",keyEncipherment" }
    try draft.add(NID_basic_constraints, "critical,CA:FALSE", issuer: certificate)
    try draft.add(NID_key_usage, usage, issuer: certificate)
    try draft.add(
      NID_ext_key_usage, purposes.map(\.usage).joined(separator: ","), issuer: certificate)
    try draft.add(NID_subject_key_identifier, "hash", issuer: certificate)
    try draft.add(NID_authority_key_identifier, "keyid:always", issuer: certificate)
    try draft.addAlternativeNames(names.map { AlternativeName($0) }, critical: !hasSubject)
    return try draft.sign(with: key, random: random)
  }
}
