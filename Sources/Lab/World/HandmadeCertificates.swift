import TLSEngine
public import X509

// Authorities and certificates made by hand.
extension Lab {
  /// The moment at which the next session begins, in seconds since 1970.
  public var seconds: Int64 { now / 1_000_000 }

  /// Makes an authority; clients do not trust it yet.
  ///
  /// - Parameter issuer: the authority above it; nil: a root.
  public mutating func createAuthority(
    _ name: String, _ profile: CertificateProfile, key: CertifiedKey, under issuer: String?
  ) throws(LabError) {
    try register { world throws(RegistryError) in
      try world.makeAuthority(name, profile, key: key, under: issuer)
    }
  }

  /// Another authority vouches for one that was made by hand.
  public mutating func crossSign(_ name: String, by issuer: String) throws(LabError) {
    try register { world throws(RegistryError) in try world.crossSign(name, by: issuer) }
  }

  /// Makes clients trust an authority, or trust it no more, from the next session on.
  public mutating func setTrust(_ name: String, to isTrusted: Bool) throws(LabError) {
    try register { world throws(RegistryError) in try world.setTrust(name, to: isTrusted) }
  }

  /// Makes a key and a request for a certificate.
  public mutating func requestCertificate(
    _ name: String, hosts: [String], key: CertifiedKey
  ) throws(LabError) {
    try register { world throws(RegistryError) in
      try world.makeRequest(name, hosts: hosts, key: key)
    }
  }

  /// Issues a certificate.
  ///
  /// - Parameter request: whose request it answers; subject, names and key are the request's then.
  public mutating func issueCertificate(
    _ name: String, _ profile: CertificateProfile, by issuer: String, key: CertifiedKey,
    for request: String? = nil
  ) throws(LabError) {
    try register { world throws(RegistryError) in
      try world.issue(name, profile, by: issuer, key: key, for: request)
    }
  }

  /// Puts a certificate on its authority's list, from now on.
  public mutating func revoke(_ name: String) throws(LabError) {
    let time = seconds
    try register { world throws(RegistryError) in try world.revoke(name, at: time) }
  }

  /// An authority by its word.
  public mutating func authority(_ name: String) throws(LabError) -> NamedAuthority {
    try register { world throws(RegistryError) in try world.namedAuthority(name) }
  }

  /// What is shown under a certificate's name.
  ///
  /// - Parameter purpose: who shows it.
  public mutating func certificate(
    _ name: String, of purpose: CertificatePurpose = .server
  ) throws(LabError) -> Identity {
    try register { world throws(RegistryError) in try world.namedIdentity(name, of: purpose) }
  }

  /// Who shows a certificate by the settings: the client where it alone does.
  public func owner(ofCertificate name: String) -> CertificatePurpose {
    settings[.clientCert] == .named(name) && settings[.serverCert].name != name ? .client : .server
  }

  /// How the server would judge the client's certificates now.
  public func serversVerification() throws(LabError) -> CertificateVerification {
    do {
      var world = world
      return ServerVerification(
        trust: TrustStore(roots: try world.trustedCertificates()), host: nil, now: seconds
      ).verification(.client)
    } catch {
      throw .crypto(errorWords(error))
    }
  }

  /// How the client would judge the server's certificates now.
  public mutating func clientVerification() throws(LabError) -> CertificateVerification {
    do {
      return try serverVerification(settings).verification(.server)
    } catch {
      throw .crypto(errorWords(error))
    }
  }

  private mutating func register<Result>(
    _ change: (inout World) throws(RegistryError) -> Result
  ) throws(LabError) -> Result {
    do throws(RegistryError) {
      return try change(&world)
    } catch {
      throw .registry(error)
    }
  }
}
