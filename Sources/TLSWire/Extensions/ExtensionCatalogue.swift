import Bytes

/// Every extension that is taken apart here, with what it carries and where.
public enum ExtensionCatalogue {
  /// The contents, those of one extension one after the other. In a message where an extension must
  /// not stand, it is read as the last of its contents.
  public static let entries: [ExtensionEntry] = [
    ExtensionEntry(ServerNameList.self),
    ExtensionEntry(MaxFragmentLength.self),
    ExtensionEntry(CertificateStatusRequest.self),
    ExtensionEntry(CertificateStatus.self),
    ExtensionEntry(CertificateStatusPromise.self),
    ExtensionEntry(SupportedGroups.self),
    ExtensionEntry(ECPointFormats.self),
    ExtensionEntry(SignatureAlgorithms.self),
    ExtensionEntry(UseSRTP.self),
    ExtensionEntry(Heartbeat.self),
    ExtensionEntry(ApplicationLayerProtocolNegotiation.self),
    ExtensionEntry(SignedCertificateTimestamps.self),
    ExtensionEntry(SignedCertificateTimestampsRequest.self),
    ExtensionEntry(CertificateTypes.self),
    ExtensionEntry(SelectedCertificateType.self),
    ExtensionEntry(CertificateTypes.self, as: .serverCertificateType),
    ExtensionEntry(SelectedCertificateType.self, as: .serverCertificateType),
    ExtensionEntry(Padding.self),
    ExtensionEntry(EncryptThenMAC.self),
    ExtensionEntry(ExtendedMasterSecret.self),
    ExtensionEntry(CompressCertificate.self),
    ExtensionEntry(RecordSizeLimit.self),
    ExtensionEntry(DelegatedCredentialSupport.self),
    ExtensionEntry(DelegatedCredential.self),
    ExtensionEntry(SessionTicket.self),
    ExtensionEntry(OfferedPSKs.self),
    ExtensionEntry(SelectedIdentity.self),
    ExtensionEntry(EarlyDataLimit.self),
    ExtensionEntry(EarlyDataIndication.self),
    ExtensionEntry(SupportedVersions.self),
    ExtensionEntry(SelectedVersion.self),
    ExtensionEntry(Cookie.self),
    ExtensionEntry(PSKKeyExchangeModes.self),
    ExtensionEntry(CertificateAuthorities.self),
    ExtensionEntry(OIDFilters.self),
    ExtensionEntry(PostHandshakeAuth.self),
    ExtensionEntry(SignatureAlgorithms.self, as: .signatureAlgorithmsCert),
    ExtensionEntry(ClientKeyShares.self),
    ExtensionEntry(SelectedGroup.self),
    ExtensionEntry(KeyShareEntry.self),
    ExtensionEntry(TicketRequest.self),
    ExtensionEntry(TicketRequestHint.self),
    ExtensionEntry(QUICTransportParameters.self),
    ExtensionEntry(ApplicationSettingsSupport.self, as: .applicationSettingsOld),
    ExtensionEntry(ApplicationSettings.self, as: .applicationSettingsOld),
    ExtensionEntry(ApplicationSettingsSupport.self),
    ExtensionEntry(ApplicationSettings.self),
    ExtensionEntry(TrustAnchors.self),
    ExtensionEntry(TrustAnchorMatch.self),
    ExtensionEntry(EncryptedClientHello.self),
    ExtensionEntry(EncryptedClientHelloConfirmation.self),
    ExtensionEntry(EncryptedClientHelloRetry.self),
    ExtensionEntry(RenegotiationInfo.self),
  ]

  // Searched from one end to the other, which takes less than to hash a number.
  private static let types = entries.map(\.type)

  /// The contents of an extension.
  static func entries(of type: ExtensionType) -> ArraySlice<ExtensionEntry> {
    guard let first = types.firstIndex(of: type) else { return [] }
    return entries[first...].prefix { $0.type == type }
  }

  /// What an extension carries in that message.
  static func content(
    of type: ExtensionType, in message: ExtensionPlaces
  ) -> any ExtensionContent.Type {
    guard var place = types.firstIndex(of: type) else { return UnknownExtension.self }
    while entries[place].places.isDisjoint(with: message), place + 1 < types.count,
      types[place + 1] == type
    {
      place += 1
    }
    return entries[place].content
  }
}

/// A line of the catalogue.
public struct ExtensionEntry: Sendable {
  public let type: ExtensionType
  public let places: ExtensionPlaces
  public let content: any ExtensionContent.Type

  /// - Parameter type: another one than the content's own, for an extension that looks the same.
  init(_ content: any ExtensionContent.Type, as type: ExtensionType? = nil) {
    self.type = type ?? content.type
    places = content.places
    self.content = content
  }
}

extension ExtensionType {
  /// The messages in which the extension may stand (the table of RFC 8446 §4.2); nil for one that is
  /// not recognized.
  public var places: ExtensionPlaces? {
    let entries = ExtensionCatalogue.entries(of: self)
    return entries.isEmpty ? nil : entries.reduce([]) { $0.union($1.places) }
  }
}
