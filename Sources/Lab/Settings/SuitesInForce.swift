public import TLSKeys
public import TLSWire
import X509

// Which cipher suites the settings mean.
extension Settings {
  /// The suites of one side. Those in which a pre-shared key is used come first, for a side that has
  /// such a key; those that nobody may use any more, and those that prove nothing, only where
  /// `server.kx` asks for them. The server's are limited by `server.kx` and by its certificates.
  public func suites(of side: Side) -> [CipherSuite] {
    var chosen = self[.suites(of: side)]
    if !isSet(.suites(of: side)) {
      let others = CipherSuite.everyday.filter { !chosen.contains($0) }
      let shared = others.filter {
        $0.parameters?.keyExchange.usesPreSharedKey == true && isOn($0)
      }
      let hasKey = self[.psk(of: side)] != nil
      chosen = (hasKey ? shared : []) + chosen
      chosen += others.filter {
        $0.parameters?.keyExchange.usesPreSharedKey == false && isOn($0)
      }
    }
    return side == .server ? fittingKeyExchange(chosen) : chosen
  }

  /// Whether a suite that is not named is on: by its key exchange alone, or as `server.kx` asks for that.
  private func isOn(_ suite: CipherSuite) -> Bool {
    guard let exchange = suite.parameters?.keyExchange else { return false }
    return exchange.isOfToday || self[.serverKX] != .any && self[.serverKX].allows(exchange)
  }

  /// Those of the suites that `server.kx` and the kind of certificate leave.
  func fittingKeyExchange(_ suites: [CipherSuite]) -> [CipherSuite] {
    let (limit, certificate) = (self[.serverKX], self[.serverCert])
    return suites.filter { suite in
      // A suite of TLS 1.3 says nothing of key exchange and certificate.
      guard let exchange = suite.parameters?.keyExchange else { return suite.parameters13 != nil }
      return limit.allows(exchange) && (!exchange.usesCertificate || certificate.fits(exchange))
    }
  }

  /// Those suites of one side that one of its versions can speak.
  public func suitesInForce(of side: Side) -> [CipherSuite] {
    let versions = versions(of: side)
    return suites(of: side).filter { suite in versions.contains { suite.isSpoken(in: $0) } }
  }
}

extension CipherSuite {
  /// The suites of TLS 1.3 that are on without being named: not CCM, which is for small devices.
  public static let preset13: [CipherSuite] = [
    .aes128GCMSHA256, .aes256GCMSHA384, .chacha20Poly1305SHA256,
  ]

  /// The suites of this program in the order that a careful administrator would give them:
  /// AEAD before CBC, ephemeral before RSA key exchange, then by cipher; what nobody should use any
  /// more comes last. ECDHE_RSA comes first so that one and the same key decrypts in one session and
  /// signs in the other.
  public static let preferred: [CipherSuite] = spoken12.sorted {
    $0.rank.lexicographicallyPrecedes($1.rank)
  }

  /// Those of them that are on without being named: not triple DES, whose blocks are too short, not
  /// CCM with half a tag, which is for the smallest devices, and not what does not encrypt.
  /// What comes without a certificate is on only where it is asked for, and so is RSA and DHE key
  /// exchange.
  public static let preset: [CipherSuite] = everyday.filter { suite in
    guard let exchange = suite.parameters?.keyExchange else { return false }
    return exchange.usesCertificate && exchange.isOfToday
  }

  /// The suites with an ordinary cipher, whatever the key exchange.
  static let everyday: [CipherSuite] = preferred.filter { suite in
    guard let cipher = suite.parameters?.cipher else { return false }
    return ![.tripleDESCBC, .aes128CCM8, .aes256CCM8, .null].contains(cipher)
  }

  private var rank: [Int] {
    guard let parameters else { return [] }
    let exchange: [KeyExchange] = [
      .ecdheRSA, .ecdheECDSA, .dheRSA, .rsa, .ecdhePSK, .dhePSK, .psk, .ecdhAnonymous, .dhAnonymous,
    ]
    return [
      parameters.keyExchange.usesCertificate ? 0 : 1,
      parameters.cipher.rank,
      parameters.keyExchange.isEphemeral ? 0 : 1,
      exchange.firstIndex(of: parameters.keyExchange) ?? 9,
      BulkCipher.allCases.firstIndex(of: parameters.cipher) ?? 99,
      parameters.mac.map { -$0.keyLength } ?? 0,
      Int(rawValue),
    ]
  }
}

extension KeyExchange {
  /// Whether it is on without being asked for: what proves nothing the application has to ask for (RFC
  /// 5246 §A.5).
  fileprivate var isOfToday: Bool { !isForbidden && !isAnonymous }
}

extension BulkCipher {
  /// AEAD, then CBC, then what is left for those who ask for it.
  fileprivate var rank: Int {
    switch mode {
    case .aead: 0
    case .cbc: self == .tripleDESCBC ? 2 : 1
    case .null: 3
    }
  }
}
