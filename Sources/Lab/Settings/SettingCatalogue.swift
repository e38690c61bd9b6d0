import Bytes
import TLSKeys
public import TLSWire

/// Every setting, in the order in which they are listed, by the words that people type.
public enum SettingCatalogue {
  public static let all: [Setting] =
    Setting.client + Setting.server + Setting.network + Setting.display

  /// The setting with this key.
  public static func setting(_ key: String) -> Setting? { byKey[key] }

  private static let byKey = Dictionary(
    all.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })

  /// The words by which `connect` and `walk` take the most used settings, beside the keys
  /// themselves.
  public static let shorthands: [String: [Setting]] = [
    "kx": [.serverKX],
    "version": [.clientVersions, .serverVersions],
    "suite": [.clientSuites, .serverSuites],
    "group": [.clientGroups, .serverGroups],
    "verify": [.clientVerify],
    "resume": [.clientResume],
    "scenario": [.appScenario],
    "early": [.clientEarlyData],
    "psk": [.clientPSK, .serverPSK],
  ]

  /// The setting with this key, or all that a shorthand stands for; nil where it is neither.
  public static func settings(_ word: String) -> [Setting]? {
    shorthands[word] ?? setting(word).map { [$0] }
  }

  /// The pairs behind `connect` with shorthands spelled out, each for all settings that it stands for.
  public static func spelledOut(
    _ pairs: [(key: String, value: String)]
  ) -> [(key: String, value: String)] {
    pairs.flatMap { key, value in
      (shorthands[key]?.map(\.key) ?? [key]).map { (key: $0, value: value) }
    }
  }

  /// Keys that were probably meant.
  static func suggestions(for key: String) -> [String] {
    let exact = all.map(\.key).filter { $0.hasSuffix(".\(key)") || $0.hasPrefix("\(key).") }
    if !exact.isEmpty { return exact }
    let keys = all.map(\.key)
    return lengthened(key, among: keys).map { [$0] }
      ?? nearest(to: key, among: keys + shorthands.keys.sorted())
  }

  // MARK: What lists are made of

  /// The versions, lowest first; RFC 8996 deprecates the first two.
  static let versions: [ProtocolVersion] = [.tls10, .tls11, .tls12, .tls13]

  /// The hybrid first, as browsers and OpenSSL since 3.5 have it.
  public static let groups: [NamedGroup] = [
    .x25519MLKEM768, .x25519, .secp256r1, .secp384r1, .ffdhe2048, .ffdhe3072, .x448, .secp521r1,
    .ffdhe4096,
  ]

  /// Those that nobody needs: a handshake with them takes a good part of a second.
  static let largeGroups: [(name: String, item: NamedGroup)] =
    [NamedGroup.ffdhe6144, .ffdhe8192].map { ($0.label, $0) }

  /// Those over SHA-1, which TLS 1.2 had before RFC 9155: for programs of that age.
  static let oldSchemes: [(name: String, item: SignatureScheme)] =
    [SignatureScheme.rsaPKCS1SHA1, .ecdsaSHA1].map { ($0.label, $0) }

  /// Those of keys that sign as RSASSA-PSS does and no other way: no server of the lab has one, some
  /// outside do.
  static let schemesOfPSSKeys: [(name: String, item: SignatureScheme)] =
    SignatureScheme.ofPSSKeys.map { ($0.label, $0) }

  static let schemes: [SignatureScheme] = [
    .ecdsaSecp256r1SHA256, .rsaPSSRSAESHA256, .rsaPKCS1SHA256, .ecdsaSecp384r1SHA384,
    .rsaPSSRSAESHA384, .rsaPKCS1SHA384, .rsaPSSRSAESHA512, .rsaPKCS1SHA512,
    .ecdsaSecp521r1SHA512, .ed25519, .ed448,
  ]
}
