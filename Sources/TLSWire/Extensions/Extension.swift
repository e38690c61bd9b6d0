public import Bytes

/// An extension of a hello, or of another message of TLS 1.3 (RFC 5246 §7.4.1.4, RFC 8446 §4.2).
public struct Extension: WireStruct {
  public var type: ExtensionType
  public var body: ExtensionBody

  public init() { self.init(unreadIn: .clientHello) }

  /// An extension to be filled in by a reader of that message.
  init(unreadIn place: ExtensionPlace) {
    type = ExtensionType(rawValue: 0)
    body = .unread(place)
  }

  /// An extension of any kind. `type` and `body` belong together, unless somebody forges one: an
  /// `unknown` body goes with every type.
  public init(type: ExtensionType, body: ExtensionBody) {
    self.type = type
    self.body = body
  }

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.code(&type, "extension_type")
    if case .unread(let place) = body { body = ExtensionBody(emptyFor: type, in: place) }
    try coder.nested(.uint16(), "extension_data") { (inner) throws(WireError) in
      try body.code(with: &inner)
    }
  }

  public var entryName: String? { type.name }
}
