public import Bytes

/// Proofs that a certificate stands in public logs (RFC 6962 §3.3.1).
public struct SignedCertificateTimestamps: ExtensionContent {
  public static let type = ExtensionType.signedCertificateTimestamp
  public static let places: ExtensionPlaces = [.serverHello12, .certificate]

  public var list: [SerializedSCT] = []

  public init() {}

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.list(&list, .uint16(1...0xffff), "sct_list", entry: "serialized_sct")
  }
}

/// One of them, signed by a log.
public struct SerializedSCT: WireStruct {
  public var data: [UInt8] = []

  public init() {}

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.opaque(&data, .uint16(1...0xffff), "sct")
  }
}

/// The wish for them: empty (RFC 6962 §3.3.1). What stands there all the same is passed over.
public struct SignedCertificateTimestampsRequest: ExtensionContent {
  public static let type = ExtensionType.signedCertificateTimestamp
  public static let places: ExtensionPlaces = [.clientHello, .certificateRequest]

  public var data: [UInt8] = []

  public init() {}

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.remaining(&data, "data")
  }
}
