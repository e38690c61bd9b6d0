public import TLSEngine
public import TLSKeys
public import TLSWire
import X509

// What the server has and accepts.
extension Setting {
  static let server: [Setting] = [
    serverVersions, serverSSL2Hello, serverSuites, serverKX, serverCert, serverStaple,
    serverClientAuth, serverPreference, serverGroups, serverSignatures, serverALPN, serverTickets,
    serverSessionIDs, serverRecordLimit, serverRenegotiation, serverPSK, serverEarlyData,
    serverRetry, serverPadding, serverRecordsPerKey, serverEMS, serverETM, serverReuseEphemeral,
  ]

  // MARK: What it agrees to

  /// `Settings.versions(of:)` are those that the key exchange leaves.
  public static let serverVersions = SettingKey(
    "server.versions", .versions, usually: .tls12 ... .tls13)
  public static let serverSSL2Hello = SettingKey(
    "server.ssl2-hello", usually: false, server: { $0.readsSSL2Hello = $1 })

  /// Those that are named; `Settings.suites(of:)` are those that are meant.
  public static let serverSuites = SettingKey(
    "server.suites", .suites, usually: CipherSuite.preset13 + CipherSuite.preset)
  public static let serverKX = SettingKey<KeyExchangeLimit>(
    "server.kx", .choice(KeyExchangeLimit.allCases.map { ($0.rawValue, $0) }), usually: .any)
  public static let serverPreference = SettingKey<Side>(
    "server.preference",
    .choice([("server", .server), ("client", .client)]),
    usually: .server, server: { $0.preference = $1 })
  public static let serverGroups = SettingKey(
    "server.groups", .groups, usually: SettingCatalogue.groups, server: { $0.groups = $1 })
  public static let serverSignatures = SettingKey(
    "server.signatures", .signatures, usually: SettingCatalogue.schemes,
    server: { $0.signatureSchemes = $1 })
  public static let serverALPN = SettingKey(
    "server.alpn", .protocols, usually: [], server: { $0.applicationProtocols = $1 })
  public static let serverRetry = SettingKey(
    "server.retry", .choice([("auto", false), ("on", true)]), usually: false,
    server: { $0.retries = $1 })
  public static let serverEMS = SettingKey(
    "server.ems", usually: true, server: { $0.extendedMasterSecret = $1 })
  public static let serverETM = SettingKey(
    "server.etm", usually: true, server: { $0.encryptThenMAC = $1 })

  // MARK: Who is who

  public static let serverCert = SettingKey<ServerCertificate>(
    "server.cert",
    .certificate(
      [("any", .any)]
        + ServerCertificate.ownByWord.map { ($0.word, .own($0.role)) }
        + ReadyMadeCertificate.allCases.map { ($0.rawValue, .named($0.rawValue)) },
      named: { .named($0) }, name: { $0.name }),
    usually: .any)
  public static let serverStaple = SettingKey("server.staple", usually: true)
  public static let serverClientAuth = SettingKey<ClientAuthentication>(
    "server.client-auth",
    .choice([
      ("off", .off), ("request", .request), ("require", .require),
    ]), usually: .off,
    server: { $0.clientAuthentication = $1 })

  // MARK: Keys that are kept

  public static let serverTickets = SettingKey("server.tickets", usually: true)
  public static let serverSessionIDs = SettingKey(
    "server.session-ids", usually: true, server: { $0.keepsSessionIDs = $1 })
  public static let serverPSK = SettingKey(
    "server.psk", .namedSecret, usually: nil, server: { $0.preSharedKeys = $1.map { [$0] } ?? [] })
  public static let serverEarlyData = SettingKey<EarlyDataPolicy>(
    "server.early-data",
    .choice([
      ("off", .off), ("on", .on), ("once", .once),
    ]), usually: .off,
    server: { $0.earlyDataLimit = $1 == .off ? 0 : 1 << 14 })
  public static let serverReuseEphemeral = SettingKey("server.reuse-ephemeral", usually: false)

  // MARK: Once it stands

  public static let serverRecordLimit = SettingKey(
    "server.record-limit", .recordLimit, usually: nil, server: { $0.recordSizeLimit = $1 })
  public static let serverRenegotiation = SettingKey(
    "server.renegotiation", usually: true, server: { $0.acceptsRenegotiation = $1 })
  public static let serverPadding = SettingKey(
    "server.padding", usually: false, server: { $0.padsRecords = $1 })
  /// Nil: what the suite allows.
  public static let serverRecordsPerKey = SettingKey(
    "server.records-per-key", .recordsPerKey, usually: nil, server: { $0.recordsPerKey = $1 })
}
