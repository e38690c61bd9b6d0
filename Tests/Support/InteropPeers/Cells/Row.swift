/// What a cell is about, whoever the peer is.
struct Row: Sendable, Hashable {
  var version: Version
  var exchange: Exchange
  var cipher: RecordCipher
  var group: Group?
  var feature = Feature.plain

  /// The rows without a further feature, lowest version first.
  static let plain: [Row] = before12 + version12 + version13

  // Before TLS 1.2 there is no AEAD and no MAC but HMAC with SHA-1: one length of AES each.
  private static let before12: [Row] =
    Exchange.allCases.map { Row(version: .tls10, exchange: $0, cipher: .aes128CBC) }
    + [Row(version: .tls10, exchange: .rsa, cipher: .tripleDES)]
    + [Exchange.rsa, .dhe, .ecdheRSA, .ecdheECDSA, .psk, .dhAnonymous].map {
      Row(version: .tls11, exchange: $0, cipher: .aes256CBC)
    }

  /// Each key exchange with each family of ciphers that has a suite with it; the lengths of keys
  /// and tags alternate.
  private static let version12: [Row] = [
    (Exchange.rsa, [.aes128GCM, .aes128CCM, .aes256CBCSHA256, .tripleDES]),
    (.dhe, [.aes256GCM, .aes256CCM8, .chacha20, .aes128CBCSHA256, .tripleDES]),
    (.ecdheRSA, [.aes128GCM, .chacha20, .aes256CBCSHA384, .tripleDES]),
    (.ecdheECDSA, [.aes256GCM, .aes128CCM, .chacha20, .aes128CBCSHA256, .tripleDES]),
    (.psk, [.aes128GCM, .aes256CCM8, .chacha20, .aes256CBCSHA384, .tripleDES]),
    (.dhePSK, [.aes256GCM, .aes128CCM8, .chacha20, .aes128CBCSHA256, .tripleDES]),
    (.ecdhePSK, [.aes128GCM, .aes128CCM, .chacha20, .aes256CBCSHA384, .tripleDES]),
    (.dhAnonymous, [.aes128GCM, .aes256CBCSHA256, .tripleDES]),
    (.ecdhAnonymous, [.aes128CBC, .tripleDES]),
  ].flatMap { (exchange: Exchange, ciphers: [RecordCipher]) in
    ciphers.map { Row(version: .tls12, exchange: exchange, cipher: $0) }
  }

  /// Each suite with the first group, each other group and each other proof with the first suite.
  private static let version13: [Row] =
    [RecordCipher.aes128GCM, .aes256GCM, .chacha20, .aes128CCM, .aes128CCM8].map {
      Row(version: .tls13, exchange: .ecdheRSA, cipher: $0, group: .x25519)
    }
    + [Group.secp256r1, .secp521r1, .x448].map {
      Row(version: .tls13, exchange: .ecdheRSA, cipher: .aes128GCM, group: $0)
    }
    + [
      Row(version: .tls13, exchange: .dhe, cipher: .aes128GCM, group: .ffdhe2048),
      Row(version: .tls13, exchange: .ecdheECDSA, cipher: .aes128GCM, group: .secp256r1),
      Row(version: .tls13, exchange: .psk, cipher: .aes128GCM),
      Row(version: .tls13, exchange: .dhePSK, cipher: .aes128GCM, group: .ffdhe2048),
      Row(version: .tls13, exchange: .ecdhePSK, cipher: .aes128GCM, group: .x25519),
      Row(version: .tls13, exchange: .ecdheRSA, cipher: .aes128GCM, group: .hybrid),
    ]

  /// The rows with a feature.
  static let featured: [Row] =
    [
      (Feature.sessionID, Version.tls10), (.sessionID, .tls12), (.ticket, .tls11),
      (.ticket, .tls12), (.clientCertificate, .tls10),
      (.clientCertificate, .tls12), (.clientCertificate, .tls13), (.renegotiation, .tls12),
      (.ourRenegotiation, .tls12), (.exporter, .tls12), (.exporter, .tls13),
      (.alpn, .tls13), (.resumption13, .tls13), (.retryAlways, .tls13), (.lateCertificate, .tls13),
      (.keyUpdate, .tls13), (.ourKeyUpdate, .tls13), (.earlyData, .tls13),
    ].map { (feature: Feature, version: Version) in
      Row(
        version: version, exchange: .ecdheRSA,
        cipher: version < .tls12 ? .aes128CBC : .aes128GCM, feature: feature)
    }
    + [
      Row(
        version: .tls13, exchange: .ecdheRSA, cipher: .aes256GCM, group: .secp384r1,
        feature: .retry)
    ]
}

extension Version: Comparable {
  public static func < (left: Version, right: Version) -> Bool { left.rawValue < right.rawValue }
}
