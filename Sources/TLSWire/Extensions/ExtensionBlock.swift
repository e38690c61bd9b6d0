package import Bytes

/// A message with extensions. Where the whole block is missing, `extensions` is nil: a hello of
/// TLS 1.2 may end before it (RFC 5246 §7.4.1.2).
public protocol ExtensionBlock {
  var extensions: [Extension]? { get set }
}

extension ExtensionBlock {
  /// Goes through the block, which hellos of TLS 1.2 may leave out.
  package mutating func codeExtensions(
    in place: ExtensionPlaces, with coder: inout some FieldCoder
  ) throws(WireError) {
    guard !place.mayLackBlock || coder.hasField(writing: extensions != nil) else {
      extensions = nil
      return
    }
    var list = extensions ?? []
    try coder.list(
      &list, .uint16(), "extensions", entry: "extension", blank: Extension(unreadIn: place))
    extensions = list
    // "When multiple extensions of different types are present, the extensions MAY appear in any
    // order, with the exception of pre_shared_key which MUST be the last extension in the
    // ClientHello" (RFC 8446 §4.2.11).
    if place == .clientHello,
      let index = list.firstIndex(where: { $0.type == .preSharedKey }), index < list.count - 1
    {
      throw coder.illegalValue("pre_shared_key is not the last extension")
    }
    // "There MUST NOT be more than one extension of the same type." (RFC 5246 §7.4.1.4)
    if let type = firstRepeated(list) {
      throw coder.illegalValue("extension \(type.label) twice")
    }
  }

  /// The first type that was there before.
  private func firstRepeated(_ list: [Extension]) -> ExtensionType? {
    // A set costs more than it saves in a hello as they are; but a peer may send thousands.
    guard list.count > 24 else {
      return list.indices.first { place in
        list[..<place].contains { $0.type == list[place].type }
      }.map { list[$0].type }
    }
    var seen: Set<ExtensionType> = []
    return list.first { !seen.insert($0.type).inserted }?.type
  }

  /// Whether an extension of that type is there.
  public func has(_ type: ExtensionType) -> Bool { extensions?.place(of: type) != nil }

  /// What the extension with that content carries, if it is there.
  public subscript<Content: ExtensionContent>(_ kind: Content.Type) -> Content? {
    guard let list = extensions, let place = list.place(of: Content.type) else { return nil }
    return list[place].content(as: kind)
  }
}

extension [Extension] {
  /// Where an extension is; no entry is copied for that.
  fileprivate func place(of type: ExtensionType) -> Int? { firstIndex { $0.type == type } }
}
