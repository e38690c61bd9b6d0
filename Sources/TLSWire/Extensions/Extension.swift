public import Bytes

/// An extension of a hello, or of another message of TLS 1.3 (RFC 5246 §7.4.1.4, RFC 8446 §4.2).
public struct Extension: WireStruct {
  public private(set) var type: ExtensionType
  /// nil until it is read: what is to come depends on the type, and on the message.
  private(set) var body: ExtensionBody?
  private var place: ExtensionPlaces = []

  public init() { self.init(unreadIn: .clientHello) }

  /// An extension to be filled in by a reader of that message.
  init(unreadIn place: ExtensionPlaces) {
    type = ExtensionType(rawValue: 0)
    self.place = place
  }

  init(type: ExtensionType, body: ExtensionBody) {
    self.type = type
    self.body = body
  }

  /// An extension with that content.
  ///
  /// - Parameter type: another one than the content's own, for an extension that looks the same.
  public init<Content: ExtensionContent>(_ content: Content, as type: ExtensionType = Content.type)
  {
    self.init(type: type, body: content.body)
  }

  /// An extension of any type with bytes as they are, be it forged.
  public static func unknown(_ type: ExtensionType, _ data: [UInt8]) -> Extension {
    Extension(type: type, body: UnknownExtension(data: data).body)
  }

  /// What it carries; nil if that is something else.
  public func content<Content: ExtensionContent>(as kind: Content.Type) -> Content? {
    guard type == Content.type, let body else { return nil }
    return Content.content(of: body)
  }

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.code(&type, "extension_type")
    var body =
      body ?? ExtensionBody(toRead: ExtensionCatalogue.content(of: type, in: place))
    try coder.nested(.uint16(), "extension_data") { (inner) throws(WireError) in
      try inner.dynamic(&body)
    }
    self.body = body
    place = []
  }

  public var entryName: String? { type.name }
}

extension [Extension] {
  /// Appends an extension with that content.
  public mutating func append(_ content: some ExtensionContent) { append(Extension(content)) }
}
