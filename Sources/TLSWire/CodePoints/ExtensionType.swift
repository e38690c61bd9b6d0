public import Bytes

/// The kind of an extension, as IANA registered it (RFC 5246 §7.4.1.4).
public struct ExtensionType: CodePoint {
  public var rawValue: UInt16
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  public static let serverName = ExtensionType(rawValue: 0)
  public static let maxFragmentLength = ExtensionType(rawValue: 1)
  public static let statusRequest = ExtensionType(rawValue: 5)
  public static let supportedGroups = ExtensionType(rawValue: 10)
  public static let ecPointFormats = ExtensionType(rawValue: 11)
  public static let signatureAlgorithms = ExtensionType(rawValue: 13)
  public static let useSRTP = ExtensionType(rawValue: 14)
  public static let heartbeat = ExtensionType(rawValue: 15)
  public static let applicationLayerProtocolNegotiation = ExtensionType(rawValue: 16)
  public static let signedCertificateTimestamp = ExtensionType(rawValue: 18)
  public static let clientCertificateType = ExtensionType(rawValue: 19)
  public static let serverCertificateType = ExtensionType(rawValue: 20)
  public static let padding = ExtensionType(rawValue: 21)
  public static let encryptThenMAC = ExtensionType(rawValue: 22)
  public static let extendedMasterSecret = ExtensionType(rawValue: 23)
  public static let compressCertificate = ExtensionType(rawValue: 27)
  public static let recordSizeLimit = ExtensionType(rawValue: 28)
  public static let delegatedCredential = ExtensionType(rawValue: 34)
  public static let sessionTicket = ExtensionType(rawValue: 35)
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
  public static let quicTransportParameters = ExtensionType(rawValue: 57)
  public static let ticketRequest = ExtensionType(rawValue: 58)
  /// Chromium's number until 2025.
  public static let applicationSettingsOld = ExtensionType(rawValue: 17513)
  public static let applicationSettings = ExtensionType(rawValue: 17613)
  public static let trustAnchors = ExtensionType(rawValue: 0xca34)
  public static let encryptedClientHello = ExtensionType(rawValue: 0xfe0d)
  public static let renegotiationInfo = ExtensionType(rawValue: 0xff01)

  public static let names: [UInt16: String] = [
    0: "server_name",
    1: "max_fragment_length",
    2: "client_certificate_url",
    3: "trusted_ca_keys",
    4: "truncated_hmac",
    5: "status_request",
    6: "user_mapping",
    7: "client_authz",
    8: "server_authz",
    9: "cert_type",
    10: "supported_groups",
    11: "ec_point_formats",
    12: "srp",
    13: "signature_algorithms",
    14: "use_srtp",
    15: "heartbeat",
    16: "application_layer_protocol_negotiation",
    17: "status_request_v2",
    18: "signed_certificate_timestamp",
    19: "client_certificate_type",
    20: "server_certificate_type",
    21: "padding",
    22: "encrypt_then_mac",
    23: "extended_master_secret",
    24: "token_binding",
    25: "cached_info",
    27: "compress_certificate",
    28: "record_size_limit",
    34: "delegated_credential",
    35: "session_ticket",
    39: "supported_ekt_ciphers",
    41: "pre_shared_key",
    42: "early_data",
    43: "supported_versions",
    44: "cookie",
    45: "psk_key_exchange_modes",
    47: "certificate_authorities",
    48: "oid_filters",
    49: "post_handshake_auth",
    50: "signature_algorithms_cert",
    51: "key_share",
    52: "transparency_info",
    54: "connection_id",
    55: "external_id_hash",
    56: "external_session_id",
    57: "quic_transport_parameters",
    58: "ticket_request",
    // Browsers send these, though IANA has not registered them.
    17513: "application_settings_old",
    17613: "application_settings",
    0xca34: "trust_anchors",
    0xfe0d: "encrypted_client_hello",
    0xff01: "renegotiation_info",
  ]
}
