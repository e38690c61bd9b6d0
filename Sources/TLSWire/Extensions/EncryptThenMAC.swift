public import Bytes

/// CBC records are encrypted first; an extension without content (RFC 7366 §2).
public struct EncryptThenMAC: WireStruct {
  public init() {}
  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {}
}
