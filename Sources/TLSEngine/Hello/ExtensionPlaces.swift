import Bytes
import TLSWire

// In which messages each extension may stand (the table of RFC 8446 §4.2).
extension ExtensionBlock {
  /// "If an implementation receives an extension which it recognizes and which is not specified for
  /// the message in which it appears, it MUST abort the handshake with an "illegal_parameter" alert"
  /// (RFC 8446 §4.2).
  func checkPlaces(_ place: ExtensionPlace) throws(HandshakeFailure) {
    for entry in extensions ?? [] {
      guard let places = entry.type.places, !places.contains(place) else { continue }
      throw .misbehaving(.illegalParameter("\(entry.type.label) in \(place.label)"))
    }
  }
}

extension ServerHello {
  private static let elsewhere: Set<ExtensionType> = [
    .signatureAlgorithms, .signatureAlgorithmsCert, .keyShare, .preSharedKey,
    .pskKeyExchangeModes, .cookie, .earlyData, .certificateAuthorities, .oidFilters,
    .postHandshakeAuth, .padding,
  ]

  /// The same for a ServerHello of TLS 1.2: these are for clients to send, or for TLS 1.3. Groups are
  /// passed over, because some servers name them there (RFC 8446 §4.2.7).
  func checkPlaces12() throws(HandshakeFailure) {
    for entry in extensions ?? [] where Self.elsewhere.contains(entry.type) {
      throw .misbehaving(
        .illegalParameter("\(entry.type.label) in \(ExtensionPlace.serverHello.label)"))
    }
  }
}

extension ExtensionType {
  /// The messages of TLS 1.3 that an extension may stand in; nil for one that is not recognized.
  fileprivate var places: Set<ExtensionPlace>? {
    switch self {
    case .serverName, .maxFragmentLength, .supportedGroups, .useSRTP, .heartbeat,
      .applicationLayerProtocolNegotiation, .clientCertificateType, .serverCertificateType,
      .recordSizeLimit:
      [.clientHello, .encryptedExtensions]
    case .statusRequest, .signedCertificateTimestamp:
      [.clientHello, .certificateRequest, .certificate]
    case .signatureAlgorithms, .certificateAuthorities, .signatureAlgorithmsCert:
      [.clientHello, .certificateRequest]
    case .padding, .pskKeyExchangeModes, .postHandshakeAuth: [.clientHello]
    case .keyShare, .supportedVersions: [.clientHello, .serverHello, .helloRetryRequest]
    case .preSharedKey: [.clientHello, .serverHello]
    case .cookie: [.clientHello, .helloRetryRequest]
    case .earlyData: [.clientHello, .encryptedExtensions, .newSessionTicket]
    case .oidFilters: [.certificateRequest]
    // Only servers of TLS 1.2 and before answer these; clients that speak both send them too.
    case .ecPointFormats, .encryptThenMAC, .extendedMasterSecret, .sessionTicket,
      .renegotiationInfo:
      [.clientHello]
    default: nil
    }
  }
}

extension ExtensionPlace {
  /// The message, as it is called on the wire.
  fileprivate var label: String {
    switch self {
    case .clientHello: HandshakeType.clientHello.label
    case .serverHello: HandshakeType.serverHello.label
    case .helloRetryRequest: "hello_retry_request"
    case .encryptedExtensions: HandshakeType.encryptedExtensions.label
    case .certificateRequest: HandshakeType.certificateRequest.label
    case .certificate: HandshakeType.certificate.label
    case .newSessionTicket: HandshakeType.newSessionTicket.label
    }
  }
}
