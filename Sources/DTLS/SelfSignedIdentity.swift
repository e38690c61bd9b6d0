public import CryptoPrimitives
public import X509

extension Identity {
  /// A certificate that nobody vouches for: with DTLS-SRTP the fingerprint in the signalling says whose
  /// it is (RFC 5763 §5).
  ///
  /// - Parameters:
  ///   - name: the common name; it says nothing, since nobody verifies it.
  ///   - key: on secp256r1 or RSA, for the suites of this handshake.
  ///   - validFrom: first second of validity, since 1970.
  ///   - validTo: last second of validity, since 1970.
  public static func makeSelfSigned(
    name: String, key: PrivateKey, validFrom: Int64, validTo: Int64, random: RandomStream
  ) throws(X509Error) -> Identity {
    var profile = CertificateProfile(subject: name, validFrom: validFrom, validTo: validTo)
    profile.keyUsages = [.digitalSignature]
    let certificate = try CertificateAuthority.makeRoot(profile, key: key, random: random)
      .certificate
    return Identity(chain: [certificate], key: key)
  }
}
