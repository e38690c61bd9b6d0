/// A cipher suite under the names that the peers give it.
struct Suite: Sendable, Hashable {
  var version: Version
  var exchange: Exchange
  var cipher: RecordCipher

  /// The name in IANA's registry, which our settings take.
  var registryName: String {
    if version == .tls13 {
      // The names of the two CCM suites of TLS 1.3 bear a hash, unlike their older sisters.
      return cipher.family == "AES-CCM"
        ? "TLS_\(cipher.rawValue)_SHA256" : "TLS_\(cipher.rawValue)"
    }
    // RFC 6655 turns two names around.
    let turns = exchange == .dhePSK && [.aes128CCM8, .aes256CCM8].contains(cipher)
    return "TLS_\(turns ? "PSK_DHE" : exchange.registryName)_WITH_\(cipher.rawValue)"
  }

  /// The name that OpenSSL gives it.
  var opensslName: String {
    version == .tls13 ? registryName : exchange.opensslPrefix + cipher.opensslName(exchange)
  }

  /// The number that NSS takes in its option `-c`; nil for what NSS does not have.
  var nssNumber: String? {
    version == .tls13 ? Self.nssNumbers13[cipher] : Self.nssNumbers[exchange]?[cipher]
  }

  private static let nssNumbers13: [RecordCipher: String] = [
    .aes128GCM: "1301", .aes256GCM: "1302", .chacha20: "1303",
  ]

  private static let nssNumbers: [Exchange: [RecordCipher: String]] = [
    .rsa: [
      .aes128GCM: "009C", .aes256GCM: "009D", .aes128CBC: "002F", .aes256CBC: "0035",
      .aes128CBCSHA256: "003C", .aes256CBCSHA256: "003D", .tripleDES: "000A",
    ],
    .dhe: [
      .aes128GCM: "009E", .aes256GCM: "009F", .chacha20: "CCAA", .aes128CBC: "0033",
      .aes256CBC: "0039", .aes128CBCSHA256: "0067", .aes256CBCSHA256: "006B", .tripleDES: "0016",
    ],
    .ecdheRSA: [
      .aes128GCM: "C02F", .aes256GCM: "C030", .chacha20: "CCA8", .aes128CBC: "C013",
      .aes256CBC: "C014", .aes128CBCSHA256: "C027", .aes256CBCSHA384: "C028",
      .tripleDES: "C012",
    ],
    .ecdheECDSA: [
      .aes128GCM: "C02B", .aes256GCM: "C02C", .chacha20: "CCA9", .aes128CBC: "C009",
      .aes256CBC: "C00A", .aes128CBCSHA256: "C023", .aes256CBCSHA384: "C024",
      .tripleDES: "C008",
    ],
  ]
}
