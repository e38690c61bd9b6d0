public import Bytes

/// Which handshake this one renews: the verify_data of the last Finished messages, or nothing in a
/// first handshake (RFC 5746 §3.2).
public struct RenegotiationInfo: ExtensionContent {
  public static let type = ExtensionType.renegotiationInfo
  public static let places: ExtensionPlaces = [.clientHello, .serverHello12]

  public var renegotiatedConnection: [UInt8]

  public init() { renegotiatedConnection = [] }

  public init(_ renegotiatedConnection: [UInt8]) {
    self.renegotiatedConnection = renegotiatedConnection
  }

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.opaque(&renegotiatedConnection, .uint8(), "renegotiated_connection")
  }
}

extension ExtensionBlock {
  /// The content of `renegotiation_info`; empty in a first handshake.
  public var renegotiatedConnection: [UInt8]? {
    self[RenegotiationInfo.self]?.renegotiatedConnection
  }
}
