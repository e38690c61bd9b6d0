import COpenSSL
public import CryptoPrimitives

extension Certificate {
  /// A server's certificate that its own key signed: it says who it is, and nobody vouches for it.
  ///
  /// - Parameters:
  ///   - names: DNS names or IP addresses, at least one.
  ///   - validFrom: first second of validity, since 1970.
  ///   - validTo: last second of validity, since 1970.
  public static func selfSigned(
    for names: [String], key: PrivateKey, validFrom: Int64, validTo: Int64, random: RandomStream
  ) throws(X509Error) -> Certificate {
    guard let first = names.first else {
      throw X509Error(operation: "issue certificate", reason: "no name")
    }
    let draft = try CertificateDraft(random: random)
    try draft.setDates(from: validFrom, to: validTo)
    try draft.setSubject(commonName: String(first.prefix(64)))
    try draft.setSelfIssued()
    try draft.setKey(key.publicKey)
    try draft.add(NID_basic_constraints, "critical,CA:FALSE", issuer: nil)
    try draft.add(NID_key_usage, "critical,digitalSignature,keyEncipherment", issuer: nil)
    try draft.add(NID_ext_key_usage, CertificatePurpose.server.usage, issuer: nil)
    try draft.addAlternativeNames(names.map { AlternativeName($0) }, critical: false)
    return try draft.sign(with: key, random: random)
  }
}
