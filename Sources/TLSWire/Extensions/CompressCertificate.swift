public import Bytes

/// How the sender can take a certificate compressed (RFC 8879 §3).
public struct CompressCertificate: ExtensionContent {
  public static let type = ExtensionType.compressCertificate
  public static let places: ExtensionPlaces = [.clientHello, .certificateRequest]

  public var algorithms: [CertificateCompressionAlgorithm] = []

  public init() {}

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.codes(&algorithms, .uint8(2...0xfe), "algorithms", entry: "compression_algorithm")
  }
}
