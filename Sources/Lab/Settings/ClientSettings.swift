import Bytes
public import TLSEngine
public import TLSWire
public import X509

// What the client offers, demands and checks.
extension Setting {
  static let client: [Setting] = [
    clientVersions, clientHello, clientSuites, clientGroups, clientShares, clientSignatures,
    clientSNI, clientALPN, clientVerify, clientCheckChain, clientCheckName, clientCheckDates,
    clientCheckUsage, clientCheckStrength, clientCheckRevocation, clientCheckPin, clientStaple,
    clientCert, clientResume, clientRecordLimit, clientRenegotiation, clientPSK, clientEarlyData,
    clientPadding, clientRecordsPerKey, clientFallbackSCSV, clientGrease, clientEMS, clientETM,
  ]

  // MARK: The offer

  public static let clientVersions = SettingKey(
    "client.versions", .versions, usually: .tls12 ... .tls13,
    "the TLS versions that the client offers; 1.0 and 1.1 are deprecated")
  public static let clientHello = SettingKey<HelloForm>(
    "client.hello",
    .choice([("tls", .tls, "as TLS has it"), ("ssl2", .ssl2, "what clients sent long ago")]),
    usually: .tls, "the form of the first message; ssl2 is what clients sent long ago",
    client: { $0.sendsSSL2Hello = $1 == .ssl2 })

  /// Those that are named; `Settings.suites(of:)` are those that are meant.
  public static let clientSuites = SettingKey(
    "client.suites", .suites, usually: CipherSuite.preset13 + CipherSuite.preset,
    "the cipher suites that the client offers, in order of preference")
  public static let clientGroups = SettingKey(
    "client.groups", .groups, usually: SettingCatalogue.groups,
    "the Diffie-Hellman groups that the client offers", client: { $0.groups = $1 })

  /// Nil in the list: `auto`.
  public static let clientShares = SettingKey<[NamedGroup?]>(
    "client.shares",
    .list([(name: "auto", item: nil)] + SettingCatalogue.groups.map { ($0.label, $0) }),
    usually: [nil], "the groups for which TLS 1.3 sends keys at once; auto is the first")
  public static let clientSignatures = SettingKey(
    "client.signatures", .signatures, usually: SettingCatalogue.schemes,
    "the signature schemes that the client accepts", client: { $0.signatureSchemes = $1 })
  public static let clientSNI = SettingKey(
    "client.sni", .hostName, usually: .own, "the name in server_name; on is the server's own name")
  public static let clientALPN = SettingKey(
    "client.alpn", .protocols, usually: [], "the application protocols that the client offers",
    client: { $0.applicationProtocols = $1 })

  // MARK: What it checks

  public static let clientVerify = SettingKey(
    "client.verify", usually: true, "whether the client verifies the server's certificate")
  public static let clientCheckChain = SettingKey(
    "client.check.chain", usually: true,
    "whether a trusted authority must stand behind the server's certificate")
  public static let clientCheckName = SettingKey(
    "client.check.name", usually: true, "whether the certificate must bear the server's name")
  public static let clientCheckDates = SettingKey(
    "client.check.dates", usually: true, "whether the certificate must be valid today")
  public static let clientCheckUsage = SettingKey(
    "client.check.usage", usually: true, "whether the certificate must be made for servers")
  public static let clientCheckStrength = SettingKey(
    "client.check.strength", usually: true, "whether its keys and hashes must be strong")
  public static let clientCheckRevocation = SettingKey<RevocationPolicy.Mode>(
    "client.check.revocation",
    .choice([
      ("off", .off, "nobody asks"), ("soft", .soft, "it passes where nobody can be asked"),
      ("hard", .hard, "it is refused where nobody can be asked"),
    ]), usually: .off,
    "whether it must not be revoked; soft: it passes where nobody can be asked")
  public static let clientCheckPin = SettingKey(
    "client.check.pin", usually: false,
    "whether its key must be the one that the client was delivered with")
  public static let clientStaple = SettingKey(
    "client.staple", usually: false,
    "whether the client asks for the authority's fresh word on the certificate (OCSP)",
    client: { $0.requestsStatus = $1 })

  // MARK: What it shows and sends

  public static let clientCert = SettingKey<ClientCertificate>(
    "client.cert",
    .certificate(
      [("off", .nothing, "none"), ("good", .good, "the one that it has from the beginning")],
      named: { .named($0) }, name: { if case .named(let name) = $0 { name } else { nil } }),
    usually: .nothing, "the certificate that the client shows to a server that asks")

  /// The session's name.
  public static let clientResume = SettingKey(
    "client.resume", .session, usually: nil, "the session that the client resumes")
  public static let clientRecordLimit = SettingKey(
    "client.record-limit", .recordLimit, usually: nil,
    "the most bytes that a record may bring to the client", client: { $0.recordSizeLimit = $1 })
  public static let clientRenegotiation = SettingKey(
    "client.renegotiation", usually: true,
    "whether the client makes a further handshake when the server asks",
    client: { $0.acceptsRenegotiation = $1 })
  public static let clientPSK = SettingKey(
    "client.psk", .namedSecret, usually: nil,
    "a key that both had before: its name and the secret",
    client: { $0.preSharedKeys = $1.map { [$0] } ?? [] })
  public static let clientEarlyData = SettingKey(
    "client.early-data", .text, usually: [],
    "data to send with the ClientHello of a resumed session",
    client: { $0.earlyData = $1 })
  public static let clientPadding = SettingKey(
    "client.padding", usually: false,
    "whether the client hides the length of its data in TLS 1.3", client: { $0.padsRecords = $1 })
  /// Nil: what the suite allows.
  public static let clientRecordsPerKey = SettingKey(
    "client.records-per-key", .recordsPerKey, usually: nil,
    "after how many records the client takes new keys in TLS 1.3",
    client: { $0.recordsPerKey = $1 })

  /// Nil: `auto`.
  public static let clientFallbackSCSV = SettingKey<Bool?>(
    "client.fallback-scsv",
    .choice([("auto", nil, "when it did"), ("on", true, "yes"), ("off", false, "no")]),
    usually: nil,
    "whether the client says that it fell back to a lower version; auto: when it did",
    client: { $0.fallbackSCSV = $1 == true })
  public static let clientGrease = SettingKey(
    "client.grease", usually: false,
    "whether the client offers values that mean nothing (RFC 8701)", client: { $0.grease = $1 })
  public static let clientEMS = SettingKey(
    "client.ems", usually: true, "whether the client offers extended_master_secret",
    client: { $0.extendedMasterSecret = $1 })
  public static let clientETM = SettingKey(
    "client.etm", usually: true, "whether the client offers encrypt_then_mac",
    client: { $0.encryptThenMAC = $1 })
}
