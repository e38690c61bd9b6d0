import Bytes
import TLSKeys
public import TLSWire
import X509

/// Every setting, in the order in which they are listed.
public enum SettingCatalogue {
  public static let all: [Setting] = client + server + surroundings

  /// The setting with this key.
  public static func setting(_ key: String) -> Setting? { byKey[key] }

  private static let byKey = Dictionary(
    all.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })

  /// The words by which `connect` and `walk` take the most used settings, beside the keys
  /// themselves.
  public static let shorthands: [String: [String]] = [
    "kx": ["server.kx"],
    "version": ["client.versions", "server.versions"],
    "suite": ["client.suites", "server.suites"],
    "group": ["client.groups", "server.groups"],
    "verify": ["client.verify"],
    "resume": ["client.resume"],
    "scenario": ["app.scenario"],
    "early": ["client.early-data"],
    "psk": ["client.psk", "server.psk"],
  ]

  private static let client: [Setting] = [
    Setting(
      key: "client.versions", accepted: .choice(versionWords), defaultValue: "1.2-1.3",
      summary: "the TLS versions that the client offers; 1.0 and 1.1 are deprecated"),
    Setting(
      key: "client.hello", accepted: .choice(["tls", "ssl2"]), defaultValue: "tls",
      summary: "the form of the first message; ssl2 is what clients sent long ago"),
    Setting(
      key: "client.suites", accepted: .list(of: suiteNames), defaultValue: defaultSuites,
      summary: "the cipher suites that the client offers, in order of preference"),
    Setting(
      key: "client.groups", accepted: .list(of: groupNames),
      defaultValue: groupNames.joined(separator: ","),
      summary: "the Diffie-Hellman groups that the client offers"),
    Setting(
      key: "client.shares", accepted: .list(of: ["auto"] + groupNames), defaultValue: "auto",
      summary: "the groups for which TLS 1.3 sends keys at once; auto is the first"),
    Setting(
      key: "client.signatures", accepted: .list(of: schemeNames), defaultValue: defaultSchemes,
      summary: "the signature schemes that the client accepts"),
    Setting(
      key: "client.sni", accepted: .name, defaultValue: "on",
      summary: "the name in server_name; on is the server's own name"),
    Setting(
      key: "client.alpn", accepted: .name, defaultValue: "off",
      summary: "the application protocols that the client offers"),
    Setting(
      key: "client.verify", accepted: .onOff, defaultValue: "on",
      summary: "whether the client verifies the server's certificate"),
    Setting(
      key: "client.check.chain", accepted: .onOff, defaultValue: "on",
      summary: "whether a trusted authority must stand behind the server's certificate"),
    Setting(
      key: "client.check.name", accepted: .onOff, defaultValue: "on",
      summary: "whether the certificate must bear the server's name"),
    Setting(
      key: "client.check.dates", accepted: .onOff, defaultValue: "on",
      summary: "whether the certificate must be valid today"),
    Setting(
      key: "client.check.usage", accepted: .onOff, defaultValue: "on",
      summary: "whether the certificate must be made for servers"),
    Setting(
      key: "client.check.strength", accepted: .onOff, defaultValue: "on",
      summary: "whether its keys and hashes must be strong"),
    Setting(
      key: "client.check.revocation", accepted: .choice(["off", "soft", "hard"]),
      defaultValue: "off",
      summary: "whether it must not be revoked; soft: it passes where nobody can be asked"),
    Setting(
      key: "client.check.pin", accepted: .choice(["off", "on"]), defaultValue: "off",
      summary: "whether its key must be the one that the client was delivered with"),
    Setting(
      key: "client.staple", accepted: .choice(["off", "on"]), defaultValue: "off",
      summary: "whether the client asks for the authority's fresh word on the certificate (OCSP)"),
    Setting(
      key: "client.cert", accepted: .certificate(["off", "good"]), defaultValue: "off",
      summary: "the certificate that the client shows to a server that asks"),
    Setting(
      key: "client.resume", accepted: .session, defaultValue: "off",
      summary: "the session that the client resumes"),
    Setting(
      key: "client.record-limit",
      accepted: .choice(["off", "64", "512", "1024", "4096", "16384"]), defaultValue: "off",
      summary: "the most bytes that a record may bring to the client"),
    Setting(
      key: "client.renegotiation", accepted: .onOff, defaultValue: "on",
      summary: "whether the client makes a further handshake when the server asks"),
    Setting(
      key: "client.psk", accepted: .namedSecret, defaultValue: "off",
      summary: "a key that both had before: its name and the secret"),
    Setting(
      key: "client.early-data", accepted: .text, defaultValue: "off",
      summary: "data to send with the ClientHello of a resumed session"),
    Setting(
      key: "client.padding", accepted: .choice(["off", "on"]), defaultValue: "off",
      summary: "whether the client hides the length of its data in TLS 1.3"),
    Setting(
      key: "client.fallback-scsv", accepted: .choice(["auto", "on", "off"]), defaultValue: "auto",
      summary: "whether the client says that it fell back to a lower version; auto: when it did"),
    Setting(
      key: "client.grease", accepted: .choice(["off", "on"]), defaultValue: "off",
      summary: "whether the client offers values that mean nothing (RFC 8701)"),
    Setting(
      key: "client.ems", accepted: .onOff, defaultValue: "on",
      summary: "whether the client offers extended_master_secret"),
    Setting(
      key: "client.etm", accepted: .onOff, defaultValue: "on",
      summary: "whether the client offers encrypt_then_mac"),
  ]

  private static let server: [Setting] = [
    Setting(
      key: "server.versions", accepted: .choice(versionWords), defaultValue: "1.2-1.3",
      summary: "the TLS versions that the server accepts; 1.0 and 1.1 are deprecated"),
    Setting(
      key: "server.ssl2-hello", accepted: .choice(["off", "on"]), defaultValue: "off",
      summary: "whether the server reads a hello in the form of SSL 2.0 that offers TLS"),
    Setting(
      key: "server.suites", accepted: .list(of: suiteNames), defaultValue: defaultSuites,
      summary: "the cipher suites that the server accepts, in order of preference"),
    Setting(
      key: "server.kx",
      accepted: .choice([
        "any", "rsa", "dhe", "ecdhe", "psk", "dhe-psk", "ecdhe-psk", "anonymous",
      ]), defaultValue: "any",
      summary: "limits the server's suites to one kind of key exchange"),
    Setting(
      key: "server.cert",
      accepted: .certificate(
        ["any"] + signingRoles.map(\.0) + ReadyMadeCertificate.allCases.map(\.rawValue)),
      defaultValue: "any",
      summary: "which certificate the server shows: by kind of key, a ready-made one, or your own"),
    Setting(
      key: "server.staple", accepted: .onOff, defaultValue: "on",
      summary: "whether the server has that word to show, stapled to its certificate"),
    Setting(
      key: "server.client-auth", accepted: .choice(["off", "request", "require"]),
      defaultValue: "off", summary: "whether the server asks for the client's certificate"),
    Setting(
      key: "server.preference", accepted: .choice(["server", "client"]), defaultValue: "server",
      summary: "whose order decides"),
    Setting(
      key: "server.groups", accepted: .list(of: groupNames),
      defaultValue: groupNames.joined(separator: ","),
      summary: "the Diffie-Hellman groups that the server accepts"),
    Setting(
      key: "server.signatures", accepted: .list(of: schemeNames), defaultValue: defaultSchemes,
      summary: "the signature schemes that the server can make"),
    Setting(
      key: "server.alpn", accepted: .name, defaultValue: "off",
      summary: "the application protocols that the server speaks"),
    Setting(
      key: "server.tickets", accepted: .onOff, defaultValue: "on",
      summary: "whether clients get tickets to resume sessions by"),
    Setting(
      key: "server.session-ids", accepted: .onOff, defaultValue: "on",
      summary: "whether the server keeps sessions of clients that take no tickets"),
    Setting(
      key: "server.record-limit",
      accepted: .choice(["off", "64", "512", "1024", "4096", "16384"]), defaultValue: "off",
      summary: "the most bytes that a record may bring to the server"),
    Setting(
      key: "server.renegotiation", accepted: .onOff, defaultValue: "on",
      summary: "whether the server takes a further handshake of the client's"),
    Setting(
      key: "server.psk", accepted: .namedSecret, defaultValue: "off",
      summary: "the key that the server knows by that name"),
    Setting(
      key: "server.early-data", accepted: .choice(["off", "on", "once"]), defaultValue: "off",
      summary:
        "whether the server takes data before the handshake is complete; once: with each ticket once"
    ),
    Setting(
      key: "server.retry", accepted: .choice(["auto", "on"]), defaultValue: "auto",
      summary: "whether the server asks every client of TLS 1.3 for a second ClientHello"),
    Setting(
      key: "server.padding", accepted: .choice(["off", "on"]), defaultValue: "off",
      summary: "whether the server hides the length of its data in TLS 1.3"),
    Setting(
      key: "server.ems", accepted: .onOff, defaultValue: "on",
      summary: "whether the server answers extended_master_secret"),
    Setting(
      key: "server.etm", accepted: .onOff, defaultValue: "on",
      summary: "whether the server answers encrypt_then_mac"),
    Setting(
      key: "server.reuse-ephemeral", accepted: .choice(["off", "on"]), defaultValue: "off",
      summary: "whether the server keeps its ephemeral key for all sessions"),
  ]

  private static let surroundings: [Setting] = [
    Setting(
      key: "net.rtt", accepted: .number(0...10_000), defaultValue: "40",
      summary: "milliseconds from client to server and back"),
    Setting(
      key: "net.record", accepted: .onOff, defaultValue: "on",
      summary: "whether the eavesdropper copies what passes"),
    Setting(
      key: "net.crl", accepted: .onOff, defaultValue: "on",
      summary: "whether the authorities' lists of revoked certificates can be reached"),
    Setting(
      key: "app.scenario", accepted: .choice(["sip-call", "echo"]), defaultValue: "sip-call",
      summary: "what client and server talk about"),
    Setting(
      key: "ui.hints", accepted: .onOff, defaultValue: "on",
      summary: "whether a screen ends with the next useful command"),
    Setting(
      key: "ui.width", accepted: .number(40...400), defaultValue: "80",
      summary: "columns of a screen that is not a terminal"),
    Setting(
      key: "ui.unicode", accepted: .choice(["off", "on"]), defaultValue: "off",
      summary: "whether lines are drawn with Unicode characters"),
    Setting(
      key: "ui.present", accepted: .choice(["off", "on"]), defaultValue: "off",
      summary: "screens for a projector: each at the top, short, the lowest third left free"),
    Setting(
      key: "ui.pager", accepted: .onOff, defaultValue: "on",
      summary: "whether what is taller than the screen is shown page by page"),
  ]

  /// The words for the server's certificates, by the kind of key.
  static let signingRoles: [(String, World.Role)] = [
    ("rsa", .serverRSA), ("ecdsa", .serverECDSA), ("ecdsa-p384", .serverP384),
    ("ecdsa-p521", .serverP521), ("ed25519", .serverEd25519), ("ed448", .serverEd448),
  ]

  // MARK: Names

  /// Every suite of this program, ephemeral and AEAD first.
  static let suiteNames: [String] = (CipherSuite.spoken13 + CipherSuite.preferred).map(\.label)
  private static let defaultSuites = (CipherSuite.preset13 + CipherSuite.preset).map(\.label)
    .joined(separator: ",")

  /// The versions, lowest first; RFC 8996 deprecates the first two.
  static let versions: [ProtocolVersion] = [.tls10, .tls11, .tls12, .tls13]

  /// Each version alone, and each range from one to a higher one.
  static let versionWords: [String] =
    versions.map(\.number)
    + versions.flatMap { low in
      versions.filter { $0 > low }.map { high in "\(low.number)-\(high.number)" }
    }

  public static let groups: [NamedGroup] = [
    .x25519, .secp256r1, .secp384r1, .ffdhe2048, .ffdhe3072, .x448, .secp521r1, .ffdhe4096,
    .x25519MLKEM768,
  ]
  static let groupNames = groups.map(\.label)

  static let schemes: [SignatureScheme] = [
    .ecdsaSecp256r1SHA256, .rsaPSSRSAESHA256, .rsaPKCS1SHA256, .ecdsaSecp384r1SHA384,
    .rsaPSSRSAESHA384, .rsaPKCS1SHA384, .rsaPSSRSAESHA512, .rsaPKCS1SHA512,
    .ecdsaSecp521r1SHA512, .ed25519, .ed448,
  ]
  static let schemeNames = schemes.map(\.label)
  private static let defaultSchemes = schemeNames.joined(separator: ",")

  /// What a shorthand changes beside its own key.
  static func consequences(of key: String, _ value: String) -> [String] {
    guard key == "server.kx", value != "any" else { return [] }
    var limit = "server.suites is limited to \(value) key exchange"
    if value == "anonymous" {
      limit += ", which the client offers for once: nobody proves who they are"
    }
    return Settings.keyExchangesBefore13.contains(value)
      ? [limit, "server.versions is limited to 1.2 and below: TLS 1.3 has no such exchange"]
      : [limit]
  }

  /// Keys that were probably meant.
  static func suggestions(for key: String) -> [String] {
    let exact = all.map(\.key).filter { $0.hasSuffix(".\(key)") || $0.hasPrefix("\(key).") }
    return exact.isEmpty
      ? nearest(to: key, among: all.map(\.key) + shorthands.keys.sorted()) : exact
  }
}
