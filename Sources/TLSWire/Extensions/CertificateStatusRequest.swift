public import Bytes

/// The client asks for a fresh word of the authority that the certificate still holds
/// (RFC 6066 §8).
public struct CertificateStatusRequest: ExtensionContent {
  public static let type = ExtensionType.statusRequest
  public static let places: ExtensionPlaces = [.clientHello]

  public var statusType: CertificateStatusType
  /// Who may give that word, each in DER; empty: whoever the server trusts with it.
  public var responderIDs: [ResponderID]
  /// Extensions of the request, in DER; empty: none.
  public var requestExtensions: [UInt8]
  /// What a request of another type says.
  public var other: [UInt8]

  public init() {
    statusType = .ocsp
    responderIDs = []
    requestExtensions = []
    other = []
  }

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.code(&statusType, "status_type")
    guard statusType == .ocsp else {
      try coder.remaining(&other, "request")
      return
    }
    try coder.list(&responderIDs, .uint16(), "responder_id_list", entry: "responder_id")
    try coder.opaque(&requestExtensions, .uint16(), "request_extensions")
  }
}

/// One responder, by name or by key (RFC 6960 §4.2.1).
public struct ResponderID: WireStruct {
  /// DER.
  public var data: [UInt8] = []

  public init() {}

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.opaque(&data, .uint16(1...0xffff), "responder_id")
  }
}

/// The server of TLS 1.2 promises an answer (RFC 6066 §8), or asks the client for one (RFC 8446
/// §4.4.2.1): the extension is empty.
public struct CertificateStatusPromise: ExtensionContent {
  public static let type = ExtensionType.statusRequest
  public static let places: ExtensionPlaces = [.serverHello12, .certificateRequest]

  public init() {}

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {}
}

extension CertificateStatus: ExtensionContent {
  public static let type = ExtensionType.statusRequest
  public static let places: ExtensionPlaces = [.certificate]
}

extension ExtensionBlock {
  /// Whether a client asks for an OCSP response.
  public var asksForStatus: Bool { self[CertificateStatusRequest.self]?.statusType == .ocsp }

  /// The OCSP response beside a certificate of TLS 1.3.
  public var stapledResponse: [UInt8]? { self[CertificateStatus.self]?.response }
}
