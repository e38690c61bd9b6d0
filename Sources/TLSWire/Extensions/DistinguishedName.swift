public import Bytes

/// The name of an authority.
public struct DistinguishedName: WireStruct {
  /// DER.
  public var data: [UInt8]

  public init() { data = [] }

  public init(data: [UInt8]) { self.data = data }

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.opaque(&data, .uint16(1...0xffff), "data")
  }
}
