import Bytes

// A suite has a number and a name at IANA; OpenSSL and GnuTLS call it otherwise, and people write either in
// their own way.
extension CipherSuite {
  /// The suite that somebody means: by IANA's name, by OpenSSL's or GnuTLS's, or by its number
  /// (`0xC02F`, `C0,2F`), in any case; nil where the lab speaks none that is called so.
  public init?(meant text: String) {
    if let number = Self.number(in: text) {
      let suite = CipherSuite(rawValue: number)
      if suite.parameters != nil || suite.parameters13 != nil {
        self = suite
        return
      }
    }
    let decimal = UInt16(text).map { CipherSuite(rawValue: $0) }
    let spoken = decimal.flatMap { $0.parameters != nil || $0.parameters13 != nil ? $0 : nil }
    guard let suite = Self.byOtherName[text.simplified] ?? spoken else { return nil }
    self = suite
  }

  /// The name in OpenSSL's lists; since TLS 1.3 it is IANA's.
  public var openSSLName: String {
    guard let parameters else { return label }
    let exchange = parameters.keyExchange.openSSLPrefix
    let cipher = parameters.cipher.openSSLName(namingMode: parameters.keyExchange.usesPreSharedKey)
    let hash: String? =
      switch parameters.cipher {
      case .chacha20Poly1305, .aes128CCM, .aes256CCM, .aes128CCM8, .aes256CCM8: nil
      default:
        parameters.mac.map { $0 == .sha1 ? "SHA" : $0.rawValue } ?? parameters.prfHash.rawValue
      }
    return [exchange, cipher, hash].compactMap(\.self).joined(separator: "-")
  }

  private static let byOtherName: [String: CipherSuite] = {
    var suites: [String: CipherSuite] = [:]
    for suite in spoken13 + spoken12 {
      let own = suite.label.simplified
      // GnuTLS leaves the hash of ChaCha20 out, as OpenSSL does.
      let short = own.hasSuffix("poly1305sha256") ? String(own.dropLast("sha256".count)) : own
      for name in [own, short, suite.openSSLName.simplified] where suites[name] == nil {
        suites[name] = suite
      }
    }
    return suites
  }()

  /// The two bytes of a number: `0xC02F`, `{0xC0, 0x2F}`, `c02f`.
  private static func number(in text: String) -> UInt16? {
    let pattern = #/\{?\s*(?:0x)?([0-9a-f]{2})(?:\s*[,:]\s*|\s+)?(?:0x)?([0-9a-f]{2})\s*\}?/#
    guard let found = text.lowercased().wholeMatch(of: pattern) else { return nil }
    return UInt16(found.output.1 + found.output.2, radix: 16)
  }
}

extension String {
  /// A suite's name without what differs between writers: case, marks, `WITH`, `CBC`, which everyone means
  /// where nothing else is named, and the number of SHA-1.
  fileprivate var simplified: String {
    let words = lowercased().split { !$0.isLetter && !$0.isNumber }.filter {
      $0 != "with" && $0 != "cbc"
    }
    let name = words.joined()
    return name.hasSuffix("sha1") ? String(name.dropLast()) : name
  }
}

extension KeyExchange {
  /// What stands first in OpenSSL's names; RSA key exchange goes without saying.
  fileprivate var openSSLPrefix: String? {
    switch self {
    case .rsa: nil
    case .dheRSA: "DHE-RSA"
    case .ecdheRSA: "ECDHE-RSA"
    case .ecdheECDSA: "ECDHE-ECDSA"
    case .psk: "PSK"
    case .dhePSK: "DHE-PSK"
    case .ecdhePSK: "ECDHE-PSK"
    case .dhAnonymous: "ADH"
    case .ecdhAnonymous: "AECDH"
    }
  }
}

extension BulkCipher {
  /// - Parameter namingMode: whether CBC is named, as in the suites with a pre-shared key.
  fileprivate func openSSLName(namingMode: Bool) -> String {
    switch self {
    case .aes128GCM: "AES128-GCM"
    case .aes256GCM: "AES256-GCM"
    case .chacha20Poly1305: "CHACHA20-POLY1305"
    case .aes128CCM: "AES128-CCM"
    case .aes256CCM: "AES256-CCM"
    case .aes128CCM8: "AES128-CCM8"
    case .aes256CCM8: "AES256-CCM8"
    case .aes128CBC: namingMode ? "AES128-CBC" : "AES128"
    case .aes256CBC: namingMode ? "AES256-CBC" : "AES256"
    case .tripleDESCBC: namingMode ? "3DES-EDE-CBC" : "DES-CBC3"
    case .null: "NULL"
    }
  }
}
