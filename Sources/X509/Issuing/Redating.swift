import COpenSSL
public import CryptoPrimitives

extension CertificateAuthority {
  /// The same certificate at another time: what this authority would have issued so much later, under a
  /// serial number of its own.
  public func reissued(
    _ certificate: Certificate, later seconds: Int64, random: RandomStream
  ) throws(X509Error) -> Certificate {
    let draft = try CertificateDraft(copying: certificate, random: random)
    try draft.setDates(from: certificate.notBefore + seconds, to: certificate.notAfter + seconds)
    let algorithm = certificate.signatureAlgorithm?.lowercased() ?? ""
    let usesPSS = algorithm.contains("pss")
    let hash = usesPSS ? nil : SignatureHash.allCases.first { algorithm.contains($0.rawValue) }
    return try draft.sign(with: key, hash: hash, usesPSS: usesPSS, random: random)
  }
}
