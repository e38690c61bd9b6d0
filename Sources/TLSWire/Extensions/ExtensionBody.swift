public import Bytes

/// What an extension carries, behind one reference: to copy an extension costs a retain, whatever its
/// content.
public struct ExtensionBody: DynamicStruct, Sendable {
  private enum State {
    case unread(any ExtensionContent.Type)
    case read(any AnyContentReference)
  }

  private var state: State

  /// A body to be filled in by a reader.
  init(toRead kind: any ExtensionContent.Type) { state = .unread(kind) }

  init(_ reference: any AnyContentReference) { state = .read(reference) }

  /// nil until it is read.
  var reference: (any AnyContentReference)? {
    if case .read(let reference) = state { reference } else { nil }
  }

  private var kind: any ExtensionContent.Type {
    switch state {
    case .unread(let kind): kind
    case .read(let reference): reference.kind
    }
  }

  /// Reads a content of its kind.
  public mutating func read(from reader: inout ByteReader) throws(WireError) {
    self = try kind.read(from: &reader)
  }

  /// Writes the content.
  public func write(to writer: inout ByteWriter) throws(WireError) {
    try reference?.write(to: &writer)
  }

  /// Annotates a content of its kind.
  public mutating func annotate(with annotator: inout Annotator) throws(WireError) {
    self = try kind.annotate(with: &annotator)
  }
}

extension ExtensionBody: Hashable {
  public static func == (one: ExtensionBody, other: ExtensionBody) -> Bool {
    switch (one.state, other.state) {
    case (.read(let one), .read(let other)): one === other || one.isEqual(to: other)
    case (.unread(let one), .unread(let other)): one == other
    default: false
    }
  }

  public func hash(into hasher: inout Hasher) { reference?.hash(into: &hasher) }
}

/// A content whose kind is known at run time.
protocol AnyContentReference: AnyObject, Sendable {
  var kind: any ExtensionContent.Type { get }
  func write(to writer: inout ByteWriter) throws(WireError)
  func isEqual(to other: any AnyContentReference) -> Bool
  func hash(into hasher: inout Hasher)
  func encode(to encoder: any Encoder) throws
}

final class ContentReference<Content: ExtensionContent>: AnyContentReference {
  let content: Content

  init(_ content: Content) { self.content = content }

  var kind: any ExtensionContent.Type { Content.self }

  func write(to writer: inout ByteWriter) throws(WireError) { try content.write(to: &writer) }

  func isEqual(to other: any AnyContentReference) -> Bool {
    (other as? ContentReference<Content>)?.content == content
  }

  func hash(into hasher: inout Hasher) { content.hash(into: &hasher) }

  func encode(to encoder: any Encoder) throws { try content.encode(to: encoder) }
}

/// The bytes of an extension that nobody here has heard of, or that somebody forged.
struct UnknownExtension: ExtensionContent {
  // Of no type, and in no place.
  static let type = ExtensionType(rawValue: .max)
  static let places: ExtensionPlaces = []

  var data: [UInt8] = []

  mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.remaining(&data, "data")
  }
}
