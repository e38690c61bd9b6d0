import COpenSSL
public import CryptoPrimitives

extension CertificateAuthority {
  /// The same certificate at another time: what this authority would have issued so much later, under a
  /// serial number of its own. One whose dates can't be read stays as it is.
  public func reissued(
    _ certificate: Certificate, later seconds: Int64, random: RandomStream
  ) throws(X509Error) -> Certificate {
    guard let first = certificate.notBefore, let last = certificate.notAfter else {
      return certificate
    }
    let draft = try CertificateDraft(copying: certificate, random: random)
    try draft.setDates(from: first + seconds, to: last + seconds)
    let algorithm = certificate.signatureAlgorithm?.lowercased() ?? ""
    let usesPSS = algorithm.contains("pss")
    let hash = usesPSS ? nil : SignatureHash.allCases.first { algorithm.contains($0.rawValue) }
    return try draft.sign(with: key, hash: hash, usesPSS: usesPSS, random: random)
  }
}
