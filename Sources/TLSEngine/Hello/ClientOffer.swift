import CryptoPrimitives
import Knowledge
import TLSKeys
import TLSWire

// The ClientHello of a configuration.
extension ClientConfiguration {
  /// Whether TLS 1.3 is offered.
  var offers13: Bool { offers(.tls13) }

  /// Whether a version is offered: there must be a suite for it.
  func offers(_ version: ProtocolVersion) -> Bool {
    versions.contains(version) && usableSuites.contains { $0.isSpoken(in: version) }
  }

  /// Those of the versions for which there is a suite, highest first.
  var offeredVersions: [ProtocolVersion] { versions.filter { offers($0) }.sorted(by: >) }

  /// The suites that go with the offered versions.
  var offeredSuites: [CipherSuite] {
    usableSuites.filter { suite in versions.contains { suite.isSpoken(in: $0) } }
      + (fallbackSCSV ? [.fallbackSCSV] : [])
  }

  /// Those of the suites for which the client has what they need.
  var usableSuites: [CipherSuite] {
    suites.filter { !preSharedKeys.isEmpty || !$0.needsPreSharedKey }
  }

  /// The groups that the offered versions can use; all of them where that would leave none.
  var offeredGroups: [NamedGroup] {
    let fitting = offers13 ? groups : groups.filter { !$0.isOnlyIn13 }
    return fitting.isEmpty ? groups : fitting
  }

  /// The groups for which public keys are sent at once: a guess at what the server takes
  /// (RFC 8446 §4.2.8). The others wait for a HelloRetryRequest.
  var sharedGroups: [NamedGroup] {
    guard offers13 else { return [] }
    return keyShares ?? Array(groups.prefix(1))
  }

  /// The extensions of the ClientHello, in the order in which they are sent.
  ///
  /// - Parameters:
  ///   - shares: public keys for TLS 1.3.
  ///   - renegotiated: the client's Finished of the handshake before (RFC 5746 §3.5).
  func helloExtensions(shares: [KeyShareEntry], renegotiated: [UInt8] = []) -> [Extension] {
    let offeredVersions = offeredVersions
    let offeredSuites = offeredSuites
    let offersEarlier = offeredVersions.contains { $0 < .tls13 }
    var extensions: [Extension] = []
    extensions.reserveCapacity(16)
    if let serverName { extensions.append(ServerNameList(hostName: serverName)) }
    if requestsStatus { extensions.append(CertificateStatusRequest()) }
    if offeredSuites.contains(where: \.usesEllipticCurves) {
      extensions.append(ECPointFormats([.uncompressed]))
    }
    if offeredSuites.contains(where: \.needsGroups) {
      extensions.append(SupportedGroups(offeredGroups))
    }
    if offersEarlier {
      let ticket = resumption12?.ticket ?? []
      if sessionTicket || !ticket.isEmpty { extensions.append(SessionTicket(ticket)) }
      if encryptThenMAC { extensions.append(EncryptThenMAC()) }
      if extendedMasterSecret { extensions.append(ExtendedMasterSecret()) }
    }
    // "Clients MUST NOT offer it if they are offering TLS versions prior to 1.2" alone
    // (RFC 5246 §7.4.1.4.1).
    if offeredVersions.contains(where: { $0 >= .tls12 }) {
      extensions.append(SignatureAlgorithms(signatureSchemes))
    }
    if !applicationProtocols.isEmpty {
      extensions.append(ApplicationLayerProtocolNegotiation(applicationProtocols))
    }
    if offersEarlier { extensions.append(RenegotiationInfo(renegotiated)) }
    extensions.append(recordSizeLimit: recordSizeLimit)
    if offeredVersions.contains(.tls13) {
      extensions.append(SupportedVersions(offeredVersions))
      extensions.append(PSKKeyExchangeModes(pskModes))
      if postHandshakeAuthentication { extensions.append(PostHandshakeAuth()) }
      extensions.append(ClientKeyShares(shares))
    }
    return extensions
  }
}

extension CipherSuite {
  var usesEllipticCurves: Bool { parameters?.keyExchange.isEllipticCurve == true }

  var needsPreSharedKey: Bool { parameters?.keyExchange.usesPreSharedKey == true }

  /// Whether a Diffie-Hellman group is agreed on with it.
  var needsGroups: Bool { parameters13 != nil || parameters?.keyExchange.isEphemeral == true }
}
