public import Bytes

/// From the next record on the sender uses the new keys (RFC 5246 §7.1).
public struct ChangeCipherSpec: WireStruct {
  private var type: UInt8 = 1

  public init() {}

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.uint8(&type, "type")
    guard type == 1 else { throw coder.illegalValue("change_cipher_spec is 1, not \(type)") }
  }
}
