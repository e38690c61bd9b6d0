public import Bytes

/// The kind of an extension, as IANA registered it (RFC 5246 §7.4.1.4).
public struct ExtensionType: CodePoint {
  public var rawValue: UInt16
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  public static let serverName = ExtensionType(rawValue: 0)
  public static let maxFragmentLength = ExtensionType(rawValue: 1)
  public static let clientCertificateURL = ExtensionType(rawValue: 2)
  public static let trustedCAKeys = ExtensionType(rawValue: 3)
  public static let truncatedHMAC = ExtensionType(rawValue: 4)
  public static let statusRequest = ExtensionType(rawValue: 5)
  public static let userMapping = ExtensionType(rawValue: 6)
  public static let clientAuthz = ExtensionType(rawValue: 7)
  public static let serverAuthz = ExtensionType(rawValue: 8)
  public static let certType = ExtensionType(rawValue: 9)
  public static let supportedGroups = ExtensionType(rawValue: 10)
  public static let ecPointFormats = ExtensionType(rawValue: 11)
  public static let srp = ExtensionType(rawValue: 12)
  public static let signatureAlgorithms = ExtensionType(rawValue: 13)
  public static let useSRTP = ExtensionType(rawValue: 14)
  public static let heartbeat = ExtensionType(rawValue: 15)
  public static let applicationLayerProtocolNegotiation = ExtensionType(rawValue: 16)
  public static let statusRequestV2 = ExtensionType(rawValue: 17)
  public static let signedCertificateTimestamp = ExtensionType(rawValue: 18)
  public static let clientCertificateType = ExtensionType(rawValue: 19)
  public static let serverCertificateType = ExtensionType(rawValue: 20)
  public static let padding = ExtensionType(rawValue: 21)
  public static let encryptThenMAC = ExtensionType(rawValue: 22)
  public static let extendedMasterSecret = ExtensionType(rawValue: 23)
  public static let tokenBinding = ExtensionType(rawValue: 24)
  public static let cachedInfo = ExtensionType(rawValue: 25)
  public static let compressCertificate = ExtensionType(rawValue: 27)
  public static let recordSizeLimit = ExtensionType(rawValue: 28)
  public static let delegatedCredential = ExtensionType(rawValue: 34)
  public static let sessionTicket = ExtensionType(rawValue: 35)
  public static let supportedEKTCiphers = ExtensionType(rawValue: 39)
  public static let preSharedKey = ExtensionType(rawValue: 41)
  public static let earlyData = ExtensionType(rawValue: 42)
  public static let supportedVersions = ExtensionType(rawValue: 43)
  public static let cookie = ExtensionType(rawValue: 44)
  public static let pskKeyExchangeModes = ExtensionType(rawValue: 45)
  public static let certificateAuthorities = ExtensionType(rawValue: 47)
  public static let oidFilters = ExtensionType(rawValue: 48)
  public static let postHandshakeAuth = ExtensionType(rawValue: 49)
  public static let signatureAlgorithmsCert = ExtensionType(rawValue: 50)
  public static let keyShare = ExtensionType(rawValue: 51)
  public static let transparencyInfo = ExtensionType(rawValue: 52)
  public static let connectionID = ExtensionType(rawValue: 54)
  public static let externalIDHash = ExtensionType(rawValue: 55)
  public static let externalSessionID = ExtensionType(rawValue: 56)
  public static let quicTransportParameters = ExtensionType(rawValue: 57)
  public static let ticketRequest = ExtensionType(rawValue: 58)
  public static let encryptedClientHello = ExtensionType(rawValue: 0xfe0d)
  public static let renegotiationInfo = ExtensionType(rawValue: 0xff01)

  public var name: String? { Self.names[self] }

  private static let names: [ExtensionType: String] = [
    .serverName: "server_name", .maxFragmentLength: "max_fragment_length",
    .clientCertificateURL: "client_certificate_url", .trustedCAKeys: "trusted_ca_keys",
    .truncatedHMAC: "truncated_hmac", .statusRequest: "status_request",
    .userMapping: "user_mapping", .clientAuthz: "client_authz", .serverAuthz: "server_authz",
    .certType: "cert_type", .supportedGroups: "supported_groups",
    .ecPointFormats: "ec_point_formats", .srp: "srp",
    .signatureAlgorithms: "signature_algorithms", .useSRTP: "use_srtp", .heartbeat: "heartbeat",
    .applicationLayerProtocolNegotiation: "application_layer_protocol_negotiation",
    .statusRequestV2: "status_request_v2",
    .signedCertificateTimestamp: "signed_certificate_timestamp",
    .clientCertificateType: "client_certificate_type",
    .serverCertificateType: "server_certificate_type", .padding: "padding",
    .encryptThenMAC: "encrypt_then_mac", .extendedMasterSecret: "extended_master_secret",
    .tokenBinding: "token_binding", .cachedInfo: "cached_info",
    .compressCertificate: "compress_certificate", .recordSizeLimit: "record_size_limit",
    .delegatedCredential: "delegated_credential", .sessionTicket: "session_ticket",
    .supportedEKTCiphers: "supported_ekt_ciphers", .preSharedKey: "pre_shared_key",
    .earlyData: "early_data", .supportedVersions: "supported_versions", .cookie: "cookie",
    .pskKeyExchangeModes: "psk_key_exchange_modes",
    .certificateAuthorities: "certificate_authorities", .oidFilters: "oid_filters",
    .postHandshakeAuth: "post_handshake_auth",
    .signatureAlgorithmsCert: "signature_algorithms_cert", .keyShare: "key_share",
    .transparencyInfo: "transparency_info", .connectionID: "connection_id",
    .externalIDHash: "external_id_hash", .externalSessionID: "external_session_id",
    .quicTransportParameters: "quic_transport_parameters", .ticketRequest: "ticket_request",
    .encryptedClientHello: "encrypted_client_hello", .renegotiationInfo: "renegotiation_info",
  ]
}
