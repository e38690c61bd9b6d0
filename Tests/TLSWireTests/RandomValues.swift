import TLSWire

extension SeededGenerator {
  mutating func signed() -> DigitallySigned {
    DigitallySigned(scheme: SignatureScheme(rawValue: uint16()), signature: bytes(0...300))
  }

  /// Extensions of every kind, in random order, unknown and forged ones among them.
  mutating func extensions() -> [Extension] {
    let groups = several(1...9) { NamedGroup(rawValue: $0.uint16()) }
    let formats = several(1...4) { ECPointFormat(rawValue: $0.uint8()) }
    let schemes = several(1...20) { SignatureScheme(rawValue: $0.uint16()) }
    var all: [Extension] = [
      .serverName("sip.uc.test"), .supportedGroups(groups), .ecPointFormats(formats),
      .signatureAlgorithms(schemes), .alpn(["sip", "h2", "http/1.1"]), .extendedMasterSecret,
      .encryptThenMAC, .recordSizeLimit(1024), .renegotiationInfo(bytes(0...36)),
      .sessionTicket(bytes(0...100)),
      .unknown(ExtensionType(rawValue: 0x0A0A), bytes(0...10)),
      .supportedVersions([.tls13, .tls12]), .cookie(bytes(1...40)), .earlyData,
      .keyShares(several(0...3) { KeyShareEntry(group: .x25519, keyExchange: $0.bytes(1...99)) }),
      .pskKeyExchangeModes([.pskDHEKE, .pskKE]), .postHandshakeAuth, .padding(count: 7),
      .certificateStatusRequest,
      .certificateAuthorities(several(1...3) { DistinguishedName(data: $0.bytes(1...40)) }),
    ]
    all.shuffle(using: &self)
    return all
  }

  /// What must stand last.
  mutating func offeredKeys() -> Extension {
    let identities = several(1...3) {
      PSKIdentity(identity: $0.bytes(8...60), obfuscatedTicketAge: UInt32($0.uint16()))
    }
    return .preSharedKeys(
      OfferedPSKs(
        identities: identities, binders: identities.map { _ in PSKBinderEntry(bytes(32)) }))
  }

  /// Extensions of other messages of TLS 1.3 than the ClientHello.
  mutating func encryptedExtensions() -> EncryptedExtensions {
    EncryptedExtensions(extensions: [.alpn(["sip"]), .earlyData])
  }

  mutating func certificate13() -> CertificateMessage13 {
    CertificateMessage13(
      requestContext: bytes(0...9), chain: several(0...3) { $0.bytes(1...99) })
  }

  mutating func certificateRequest13() -> CertificateRequest13 {
    CertificateRequest13(
      requestContext: bytes(0...9), extensions: [.signatureAlgorithms([.ed25519])])
  }

  mutating func newSessionTicket13() -> NewSessionTicket13 {
    NewSessionTicket13(
      ticketLifetime: 7200, ticketAgeAdd: UInt32(uint16()), ticketNonce: bytes(0...8),
      ticket: bytes(1...90), extensions: [.maxEarlyDataSize(1 << 14)])
  }

  mutating func helloRetryRequest() -> ServerHello {
    ServerHello(
      random: ServerHello.helloRetryRandom, cipherSuite: .aes128GCMSHA256,
      extensions: [.selectedVersion(.tls13), .selectedGroup(.x448), .cookie(bytes(1...32))])
  }

  mutating func serverHello13() -> ServerHello {
    ServerHello(
      random: bytes(32), cipherSuite: .aes128GCMSHA256,
      extensions: [
        .selectedVersion(.tls13), .selectedIdentity(0),
        .keyShare(KeyShareEntry(group: .x25519, keyExchange: bytes(32))),
      ])
  }

  mutating func clientHello() -> ClientHello {
    ClientHello(
      legacyVersion: ProtocolVersion(rawValue: uint16()), random: bytes(32),
      legacySessionID: bytes(0...32),
      cipherSuites: several(1...30) { CipherSuite(rawValue: $0.uint16()) },
      legacyCompressionMethods: several(1...3) { CompressionMethod(rawValue: $0.uint8()) },
      extensions: Array(extensions().prefix(Int.random(in: 0...18, using: &self))) + [offeredKeys()]
    )
  }

  mutating func serverHello() -> ServerHello {
    ServerHello(
      random: bytes(32), legacySessionIDEcho: bytes(0...32),
      cipherSuite: CipherSuite(rawValue: uint16()),
      extensions: Bool.random(using: &self)
        ? nil : [.serverNameAcknowledged, .renegotiationInfo([]), .alpn(["sip"])])
  }

  mutating func certificateRequest() -> CertificateRequest {
    CertificateRequest(
      certificateTypes: [.rsaSign, .ecdsaSign, ClientCertificateType(rawValue: uint8())],
      supportedSignatureAlgorithms: several(1...9) { SignatureScheme(rawValue: $0.uint16()) },
      certificateAuthorities: several(0...3) { DistinguishedName(data: $0.bytes(1...80)) })
  }
}
