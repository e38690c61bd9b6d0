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
    clientSTARTTLS,
  ]

  // MARK: The offer

  public static let clientVersions = SettingKey(
    "client.versions", .versions, usually: .tls12 ... .tls13)
  public static let clientHello = SettingKey<HelloForm>(
    "client.hello",
    .choice([("tls", .tls), ("ssl2", .ssl2)]), usually: .tls,
    client: { $0.sendsSSL2Hello = $1 == .ssl2 })

  /// Those that are named; `Settings.suites(of:)` are those that are meant.
  public static let clientSuites = SettingKey(
    "client.suites", .suites, usually: CipherSuite.preset13 + CipherSuite.preset)
  public static let clientGroups = SettingKey(
    "client.groups", .groups, usually: SettingCatalogue.groups, client: { $0.groups = $1 })

  /// Nil in the list: `auto`.
  public static let clientShares = SettingKey<[NamedGroup?]>(
    "client.shares",
    .list(
      [(name: "auto", item: nil)] + SettingCatalogue.groups.map { ($0.label, $0) },
      others: SettingCatalogue.largeGroups.map { ($0.name, $0.item) }),
    usually: [nil])
  public static let clientSignatures = SettingKey(
    "client.signatures", .signatures, usually: SettingCatalogue.schemes,
    client: { $0.signatureSchemes = $1 })
  public static let clientSNI = SettingKey("client.sni", .hostName, usually: .own)
  public static let clientALPN = SettingKey(
    "client.alpn", .protocols, usually: [], client: { $0.applicationProtocols = $1 })

  // MARK: What it checks

  public static let clientVerify = SettingKey("client.verify", usually: true)
  public static let clientCheckChain = SettingKey("client.check.chain", usually: true)
  public static let clientCheckName = SettingKey("client.check.name", usually: true)
  public static let clientCheckDates = SettingKey("client.check.dates", usually: true)
  public static let clientCheckUsage = SettingKey("client.check.usage", usually: true)
  public static let clientCheckStrength = SettingKey("client.check.strength", usually: true)
  public static let clientCheckRevocation = SettingKey<RevocationPolicy.Mode>(
    "client.check.revocation",
    .choice([
      ("off", .off), ("soft", .soft), ("hard", .hard),
    ]), usually: .off)
  public static let clientCheckPin = SettingKey("client.check.pin", usually: false)
  public static let clientStaple = SettingKey(
    "client.staple", usually: false, client: { $0.requestsStatus = $1 })

  // MARK: What it shows and sends

  public static let clientCert = SettingKey<ClientCertificate>(
    "client.cert",
    .certificate(
      [("off", .nothing), ("good", .good)],
      named: { .named($0) }, name: { if case .named(let name) = $0 { name } else { nil } }),
    usually: .nothing)

  /// The session's name.
  public static let clientResume = SettingKey("client.resume", .session, usually: nil)
  public static let clientRecordLimit = SettingKey(
    "client.record-limit", .recordLimit, usually: nil, client: { $0.recordSizeLimit = $1 })
  public static let clientRenegotiation = SettingKey(
    "client.renegotiation", usually: true, client: { $0.acceptsRenegotiation = $1 })
  public static let clientPSK = SettingKey(
    "client.psk", .namedSecret, usually: nil, client: { $0.preSharedKeys = $1.map { [$0] } ?? [] })
  public static let clientEarlyData = SettingKey(
    "client.early-data", .text, usually: [], client: { $0.earlyData = $1 })
  public static let clientPadding = SettingKey(
    "client.padding", usually: false, client: { $0.padsRecords = $1 })
  /// Nil: what the suite allows.
  public static let clientRecordsPerKey = SettingKey(
    "client.records-per-key", .recordsPerKey, usually: nil, client: { $0.recordsPerKey = $1 })

  /// Nil: `auto`.
  public static let clientFallbackSCSV = SettingKey<Bool?>(
    "client.fallback-scsv",
    .choice([("auto", nil), ("on", true), ("off", false)]), usually: nil,
    client: { $0.fallbackSCSV = $1 == true })
  public static let clientGrease = SettingKey(
    "client.grease", usually: false, client: { $0.grease = $1 })
  public static let clientEMS = SettingKey(
    "client.ems", usually: true, client: { $0.extendedMasterSecret = $1 })
  public static let clientETM = SettingKey(
    "client.etm", usually: true, client: { $0.encryptThenMAC = $1 })

  /// How a chat program comes to TLS.
  public static let clientSTARTTLS = SettingKey<ChatStart>(
    "client.starttls", .choice(ChatStart.allCases.map { ($0.rawValue, $0) }), usually: .direct)
}
