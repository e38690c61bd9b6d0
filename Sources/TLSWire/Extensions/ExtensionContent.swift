public import Bytes

/// What an extension carries in some messages. An extension is declared once: by a file with the
/// contents that it has, and a line for each of them in ``ExtensionCatalogue``.
public protocol ExtensionContent: WireStruct {
  static var type: ExtensionType { get }
  /// The messages in which the extension may stand, with this content (RFC 8446 §4.2).
  static var places: ExtensionPlaces { get }

  // Every content has these by itself. That they are asked for has them compiled for each, although it
  // is through `any` that they are called: for any content and any coder they would take several
  // times as long.
  static func read(from reader: inout ByteReader) throws(WireError) -> ExtensionBody
  static func content(of body: ExtensionBody) -> Self?
  func write(to writer: inout ByteWriter) throws(WireError)
  var body: ExtensionBody { get }
}

extension ExtensionContent {
  /// Reads a content.
  public static func read(from reader: inout ByteReader) throws(WireError) -> ExtensionBody {
    var content = Self()
    try content.code(with: &reader)
    return content.body
  }

  static func annotate(with annotator: inout Annotator) throws(WireError) -> ExtensionBody {
    var content = Self()
    try content.code(with: &annotator)
    return content.body
  }

  /// The content behind a reference; nil if it is another one.
  public static func content(of body: ExtensionBody) -> Self? {
    (body.reference as? ContentReference<Self>)?.content
  }

  /// Writes the content.
  public func write(to writer: inout ByteWriter) throws(WireError) {
    var content = self
    try content.code(with: &writer)
  }

  /// The content behind a reference.
  public var body: ExtensionBody { ExtensionBody(ContentReference(self)) }
}
