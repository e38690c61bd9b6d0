public import Bytes

/// Which handshake this one renews: the verify_data of the last Finished messages, or nothing in a
/// first handshake (RFC 5746 §3.2).
public struct RenegotiationInfo: WireStruct {
  public var renegotiatedConnection: [UInt8]

  public init() { renegotiatedConnection = [] }

  public init(_ renegotiatedConnection: [UInt8]) {
    self.renegotiatedConnection = renegotiatedConnection
  }

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.opaque(&renegotiatedConnection, .uint8(), "renegotiated_connection")
  }
}
