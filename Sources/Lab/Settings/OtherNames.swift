import Bytes
import TLSWire

// What programs outside call versions, groups and signature schemes: OpenSSL, GnuTLS, NIST, and the numbers of
// IANA's registries.

extension ProtocolVersion {
  /// `1.2`, `TLSv1.2`, `tls1_2`, `0x0303`; nil where the lab has no such version.
  init?(meant text: String) {
    let name = text.lowercased().filter { $0 != " " }
    var number = name.replacing("_", with: ".")
    for prefix in ["tlsv", "tls"] where number.hasPrefix(prefix) {
      number.removeFirst(prefix.count)
      break
    }
    let digits = name.hasPrefix("0x") ? String(name.dropFirst(2)) : name
    let found = SettingCatalogue.versions.first { version in
      version.number == number
        || (digits.count == 4 && UInt16(digits, radix: 16) == version.rawValue)
    }
    guard let found else { return nil }
    self = found
  }
}

extension ClosedRange<ProtocolVersion> {
  /// A range in which one version may be left out (`1.2+`, `>=1.2`), or that is a list without a gap.
  init?(meant text: String) {
    let all = SettingCatalogue.versions
    let text = text.filter { $0 != " " }
    if let least = text.hasSuffix("+")
      ? text.dropLast() : text.hasPrefix(">=") ? text.dropFirst(2) : nil
    {
      guard let version = ProtocolVersion(meant: String(least)), let best = all.last else {
        return nil
      }
      self = version...best
      return
    }
    let isList = text.contains(",")
    let named = text.split(separator: isList ? "," : "-").map { ProtocolVersion(meant: String($0)) }
    let places = named.compactMap(\.self).compactMap(all.firstIndex(of:)).sorted()
    guard places.count == named.count, let first = places.first, let last = places.last,
      isList ? places == Array(first...last) : places.count <= 2 && named.first == all[first]
    else { return nil }
    self = all[first]...all[last]
  }
}

extension NamedGroup {
  /// `P-256`, `prime256v1`, `GROUP-X25519`, `29`, `0x001d`.
  init?(meant text: String) {
    var name = text.lowercased().filter { $0.isLetter || $0.isNumber }
    if name.hasPrefix("group") { name.removeFirst("group".count) }
    if let number = UInt16(registry: text) {
      self = NamedGroup(rawValue: number)
      return
    }
    let curves = [
      "p256": NamedGroup.secp256r1, "prime256v1": .secp256r1, "p384": .secp384r1,
      "p521": .secp521r1,
    ]
    guard let group = curves[name] ?? Self.byName[name] else { return nil }
    self = group
  }

  private static let byName = Dictionary(
    (SettingCatalogue.groups + SettingCatalogue.largeGroups.map(\.item)).map {
      ($0.label.lowercased(), $0)
    }, uniquingKeysWith: { first, _ in first })
}

extension SignatureScheme {
  /// `RSA-PSS+SHA256`, `SIGN-RSA-SHA256`, `0x0403`.
  init?(meant text: String) {
    if let number = UInt16(registry: text) {
      self = SignatureScheme(rawValue: number)
      return
    }
    var name = text.lowercased()
    if name.hasPrefix("sign-") { name.removeFirst("sign-".count) }
    let words = name.split { !$0.isLetter && !$0.isNumber }
      .filter { !["eddsa", "rsae", "pkcs1", "secp256r1", "secp384r1", "secp521r1"].contains($0) }
    guard let scheme = Self.byWords[words.joined(separator: "-")] else { return nil }
    self = scheme
  }

  private static let byWords: [String: SignatureScheme] = [
    "rsa-sha1": .rsaPKCS1SHA1, "rsa-sha256": .rsaPKCS1SHA256, "rsa-sha384": .rsaPKCS1SHA384,
    "rsa-sha512": .rsaPKCS1SHA512, "rsa-pss-sha256": .rsaPSSRSAESHA256,
    "rsa-pss-sha384": .rsaPSSRSAESHA384, "rsa-pss-sha512": .rsaPSSRSAESHA512,
    "rsa-pss-pss-sha256": .rsaPSSPSSSHA256, "rsa-pss-pss-sha384": .rsaPSSPSSSHA384,
    "rsa-pss-pss-sha512": .rsaPSSPSSSHA512, "ecdsa-sha1": .ecdsaSHA1,
    "ecdsa-sha256": .ecdsaSecp256r1SHA256, "ecdsa-sha384": .ecdsaSecp384r1SHA384,
    "ecdsa-sha512": .ecdsaSecp521r1SHA512, "ed25519": .ed25519, "ed448": .ed448,
  ]
}

extension UInt16 {
  /// A number of a registry, decimal or with `0x`.
  fileprivate init?(registry text: String) {
    let text = text.lowercased()
    guard let number = text.hasPrefix("0x") ? UInt16(text.dropFirst(2), radix: 16) : UInt16(text)
    else { return nil }
    self = number
  }
}
