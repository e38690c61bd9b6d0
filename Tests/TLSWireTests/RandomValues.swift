import TLSWire

extension SeededGenerator {
  mutating func signed() -> DigitallySigned {
    DigitallySigned(scheme: SignatureScheme(rawValue: uint16()), signature: bytes(0...300))
  }

  /// Extensions of every kind, in random order, unknown ones among them.
  mutating func extensions() throws -> [Extension] {
    var all = try extensions(in: .clientHello).filter { $0.type != .preSharedKey }
    all.append(.unknown(ExtensionType(rawValue: 0x0A0A), bytes(0...10)))
    all.shuffle(using: &self)
    return all
  }

  /// Extensions of other messages of TLS 1.3 than the ClientHello.
  mutating func encryptedExtensions() -> EncryptedExtensions {
    EncryptedExtensions(extensions: [
      Extension(ApplicationLayerProtocolNegotiation(["sip"])), Extension(EarlyDataIndication()),
    ])
  }

  mutating func certificate13() -> CertificateMessage13 {
    CertificateMessage13(
      requestContext: bytes(0...9), chain: several(0...3) { $0.bytes(1...99) })
  }

  mutating func certificateRequest13() -> CertificateRequest13 {
    CertificateRequest13(
      requestContext: bytes(0...9), extensions: [Extension(SignatureAlgorithms([.ed25519]))])
  }

  mutating func newSessionTicket13() -> NewSessionTicket13 {
    NewSessionTicket13(
      ticketLifetime: 7200, ticketAgeAdd: UInt32(uint16()), ticketNonce: bytes(0...8),
      ticket: bytes(1...90), extensions: [Extension(EarlyDataLimit(1 << 14))])
  }

  mutating func helloRetryRequest() -> ServerHello {
    ServerHello(
      random: ServerHello.helloRetryRandom, cipherSuite: .aes128GCMSHA256,
      extensions: [
        Extension(SelectedVersion(.tls13)), Extension(SelectedGroup(.x448)),
        Extension(Cookie(bytes(1...32))),
      ])
  }

  mutating func serverHello13() -> ServerHello {
    ServerHello(
      random: bytes(32), cipherSuite: .aes128GCMSHA256,
      extensions: [
        Extension(SelectedVersion(.tls13)), Extension(SelectedIdentity(0)),
        Extension(KeyShareEntry(group: .x25519, keyExchange: bytes(32))),
      ])
  }

  mutating func clientHello() throws -> ClientHello {
    ClientHello(
      legacyVersion: ProtocolVersion(rawValue: uint16()), random: bytes(32),
      legacySessionID: bytes(0...32),
      cipherSuites: several(1...30) { CipherSuite(rawValue: $0.uint16()) },
      legacyCompressionMethods: several(1...3) { CompressionMethod(rawValue: $0.uint8()) },
      extensions: Array(try extensions().prefix(Int.random(in: 0...18, using: &self)))
        + [Extension(try value(OfferedPSKs.self))]
    )
  }

  mutating func serverHello() -> ServerHello {
    ServerHello(
      random: bytes(32), legacySessionIDEcho: bytes(0...32),
      cipherSuite: CipherSuite(rawValue: uint16()),
      extensions: Bool.random(using: &self)
        ? nil
        : [
          Extension(ServerNameList()), Extension(RenegotiationInfo([])),
          Extension(ApplicationLayerProtocolNegotiation(["sip"])),
        ])
  }

  mutating func certificateRequest() -> CertificateRequest {
    CertificateRequest(
      certificateTypes: [.rsaSign, .ecdsaSign, ClientCertificateType(rawValue: uint8())],
      supportedSignatureAlgorithms: several(1...9) { SignatureScheme(rawValue: $0.uint16()) },
      certificateAuthorities: several(0...3) { DistinguishedName(data: $0.bytes(1...80)) })
  }
}
