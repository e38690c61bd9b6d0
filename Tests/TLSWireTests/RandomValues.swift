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
      .encryptThenMAC, .renegotiationInfo(bytes(0...36)), .sessionTicket(bytes(0...100)),
      .unknown(ExtensionType(rawValue: 0x0A0A), bytes(0...10)),
      .unknown(.keyShare, bytes(0...40)),
    ]
    all.shuffle(using: &self)
    return all
  }

  mutating func clientHello() -> ClientHello {
    ClientHello(
      legacyVersion: ProtocolVersion(rawValue: uint16()), random: bytes(32),
      legacySessionID: bytes(0...32),
      cipherSuites: several(1...30) { CipherSuite(rawValue: $0.uint16()) },
      legacyCompressionMethods: several(1...3) { CompressionMethod(rawValue: $0.uint8()) },
      extensions: Array(extensions().prefix(Int.random(in: 0...11, using: &self))))
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
