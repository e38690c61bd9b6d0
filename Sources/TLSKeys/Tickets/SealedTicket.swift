public import Bytes

/// A ticket as whoever made it reads it, in the form that RFC 5077 §4 recommends. For everyone else it
/// is bytes. The MAC covers all before it.
public struct SealedTicket: WireStruct {
  /// Which key sealed it.
  public var keyName = [UInt8](repeating: 0, count: 16)
  public var iv = [UInt8](repeating: 0, count: 16)
  public var encryptedState: [UInt8] = []
  public var mac = [UInt8](repeating: 0, count: 32)

  public init() {}

  /// Reads a ticket.
  ///
  /// - Returns: nil when the lengths don't fit, and when the state is not of whole blocks.
  init?(reading ticket: [UInt8]) {
    guard let parts = try? ByteReader.read(SealedTicket.self, from: ticket),
      !parts.encryptedState.isEmpty, parts.encryptedState.count.isMultiple(of: 16)
    else { return nil }
    self = parts
  }

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.bytes(&keyName, count: 16, "key_name")
    try coder.bytes(&iv, count: 16, "iv")
    try coder.opaque(&encryptedState, .uint16(), "encrypted_state", as: .encrypted)
    try coder.bytes(&mac, count: 32, "mac")
  }
}
