public import Bytes

/// The pre-shared keys that the client offers, and a proof for each that it has it. It must be the
/// last extension, because the binders cover everything before them (RFC 8446 §4.2.11).
public struct OfferedPSKs: ExtensionContent {
  public static let type = ExtensionType.preSharedKey
  public static let places: ExtensionPlaces = [.clientHello]

  public var identities: [PSKIdentity]
  public var binders: [PSKBinderEntry]

  public init() { self.init(identities: [], binders: []) }

  public init(identities: [PSKIdentity], binders: [PSKBinderEntry]) {
    self.identities = identities
    self.binders = binders
  }

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.list(&identities, .uint16(7...0xffff), "identities", entry: "identity")
    try coder.list(&binders, .uint16(33...0xffff), "binders", entry: "binder")
  }

  /// The bytes at the end of the ClientHello that no binder covers (RFC 8446 §4.2.11.2).
  public var bindersLength: Int { 2 + binders.reduce(0) { $0 + 1 + $1.binder.count } }
}

/// One offered key: a ticket, or the label of a key that was agreed on elsewhere.
public struct PSKIdentity: WireStruct {
  public var identity: [UInt8]
  /// Milliseconds since the ticket came, plus its ticket_age_add; 0 for external keys.
  public var obfuscatedTicketAge: UInt32

  public init() { self.init(identity: [], obfuscatedTicketAge: 0) }

  public init(identity: [UInt8], obfuscatedTicketAge: UInt32) {
    self.identity = identity
    self.obfuscatedTicketAge = obfuscatedTicketAge
  }

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.opaque(&identity, .uint16(1...0xffff), "identity", as: .encrypted)
    try coder.uint32(&obfuscatedTicketAge, "obfuscated_ticket_age")
  }
}

/// An HMAC over the ClientHello up to the binders, by a key that comes from the pre-shared key.
public struct PSKBinderEntry: WireStruct {
  public var binder: [UInt8]

  public init() { binder = [] }

  public init(_ binder: [UInt8]) { self.binder = binder }

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.opaque(&binder, .uint8(32...255), "binder")
  }
}

/// The place of the key that the server took, counted from 0 (RFC 8446 §4.2.11).
public struct SelectedIdentity: ExtensionContent {
  public static let type = ExtensionType.preSharedKey
  public static let places: ExtensionPlaces = [.serverHello13]

  public var selectedIdentity: UInt16

  public init() { selectedIdentity = 0 }

  public init(_ place: UInt16) { selectedIdentity = place }

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.uint16(&selectedIdentity, "selected_identity")
  }
}

extension ExtensionBlock {
  public var offeredPSKs: OfferedPSKs? { self[OfferedPSKs.self] }

  public var selectedIdentity: UInt16? { self[SelectedIdentity.self]?.selectedIdentity }
}
