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
    "server.versions", .versions, usually: .tls12 ... .tls13,
    "the TLS versions that the server accepts; 1.0 and 1.1 are deprecated")
  public static let serverSSL2Hello = SettingKey(
    "server.ssl2-hello", usually: false,
    "whether the server reads a hello in the form of SSL 2.0 that offers TLS",
    server: { $0.readsSSL2Hello = $1 })

  /// Those that are named; `Settings.suites(of:)` are those that are meant.
  public static let serverSuites = SettingKey(
    "server.suites", .suites, usually: CipherSuite.preset13 + CipherSuite.preset,
    "the cipher suites that the server accepts, in order of preference")
  public static let serverKX = SettingKey<KeyExchangeLimit>(
    "server.kx", .choice(KeyExchangeLimit.allCases.map { ($0.rawValue, $0, $0.meaning) }),
    usually: .any, "limits the server's suites to one kind of key exchange")
  public static let serverPreference = SettingKey<Side>(
    "server.preference",
    .choice([("server", .server, "the one who answers"), ("client", .client, "the one who calls")]),
    usually: .server, "whose order decides", server: { $0.preference = $1 })
  public static let serverGroups = SettingKey(
    "server.groups", .groups, usually: SettingCatalogue.groups,
    "the Diffie-Hellman groups that the server accepts", server: { $0.groups = $1 })
  public static let serverSignatures = SettingKey(
    "server.signatures", .signatures, usually: SettingCatalogue.schemes,
    "the signature schemes that the server can make", server: { $0.signatureSchemes = $1 })
  public static let serverALPN = SettingKey(
    "server.alpn", .protocols, usually: [], "the application protocols that the server speaks",
    server: { $0.applicationProtocols = $1 })
  public static let serverRetry = SettingKey(
    "server.retry", .choice([("auto", false, "where it has to"), ("on", true, "yes")]),
    usually: false,
    "whether the server asks every client of TLS 1.3 for a second ClientHello",
    server: { $0.retries = $1 })
  public static let serverEMS = SettingKey(
    "server.ems", usually: true, "whether the server answers extended_master_secret",
    server: { $0.extendedMasterSecret = $1 })
  public static let serverETM = SettingKey(
    "server.etm", usually: true, "whether the server answers encrypt_then_mac",
    server: { $0.encryptThenMAC = $1 })

  // MARK: Who is who

  public static let serverCert = SettingKey<ServerCertificate>(
    "server.cert",
    .certificate(
      [("any", .any, "whichever of its own fits")]
        + ServerCertificate.ownByWord.map { ($0.word, .own($0.role), nil) }
        + ReadyMadeCertificate.allCases.map { ($0.rawValue, .named($0.rawValue), nil) },
      named: { .named($0) }, name: { $0.name }),
    usually: .any,
    "which certificate the server shows: by kind of key, a ready-made one, or your own")
  public static let serverStaple = SettingKey(
    "server.staple", usually: true,
    "whether the server has that word to show, stapled to its certificate")
  public static let serverClientAuth = SettingKey<ClientAuthentication>(
    "server.client-auth",
    .choice([
      ("off", .off, "no"), ("request", .request, "the client may have none"),
      ("require", .require, "the client must have one"),
    ]), usually: .off, "whether the server asks for the client's certificate",
    server: { $0.clientAuthentication = $1 })

  // MARK: Keys that are kept

  public static let serverTickets = SettingKey(
    "server.tickets", usually: true, "whether clients get tickets to resume sessions by")
  public static let serverSessionIDs = SettingKey(
    "server.session-ids", usually: true,
    "whether the server keeps sessions of clients that take no tickets",
    server: { $0.keepsSessionIDs = $1 })
  public static let serverPSK = SettingKey(
    "server.psk", .namedSecret, usually: nil, "the key that the server knows by that name",
    server: { $0.preSharedKeys = $1.map { [$0] } ?? [] })
  public static let serverEarlyData = SettingKey<EarlyDataPolicy>(
    "server.early-data",
    .choice([
      ("off", .off, "no"), ("on", .on, "yes"), ("once", .once, "with each ticket once"),
    ]), usually: .off,
    "whether the server takes data before the handshake is complete; once: with each ticket once",
    server: { $0.earlyDataLimit = $1 == .off ? 0 : 1 << 14 })
  public static let serverReuseEphemeral = SettingKey(
    "server.reuse-ephemeral", usually: false,
    "whether the server keeps its ephemeral key for all sessions")

  // MARK: Once it stands

  public static let serverRecordLimit = SettingKey(
    "server.record-limit", .recordLimit, usually: nil,
    "the most bytes that a record may bring to the server", server: { $0.recordSizeLimit = $1 })
  public static let serverRenegotiation = SettingKey(
    "server.renegotiation", usually: true,
    "whether the server takes a further handshake of the client's",
    server: { $0.acceptsRenegotiation = $1 })
  public static let serverPadding = SettingKey(
    "server.padding", usually: false,
    "whether the server hides the length of its data in TLS 1.3", server: { $0.padsRecords = $1 })
  /// Nil: what the suite allows.
  public static let serverRecordsPerKey = SettingKey(
    "server.records-per-key", .recordsPerKey, usually: nil,
    "after how many records the server takes new keys in TLS 1.3",
    server: { $0.recordsPerKey = $1 })
}
