import Bytes
public import TLSEngine
public import TLSWire

/// Changes a message on the wire as somebody can who holds no key: what is in the open field by
/// field, what is protected byte by byte.
public struct MessageChanging {
  private let message: Message
  private let context: HandshakeContext

  /// - Parameter context: what earlier messages say of this one's fields.
  public init(_ message: Message, context: HandshakeContext) {
    self.message = message
    self.context = context
  }

  /// The records with the change in them, and what was changed.
  public func apply(_ deed: WireAttack.Deed) -> (records: [UInt8], result: Interference.Result) {
    switch deed {
    case .change(let offset, let value): return change(at: offset, value)
    case .changeField(let path, let value, let keepsLengths):
      return change(path, value, keepsLengths)
    case .downgrade(let limit): return limited(to: limit)
    case .drop: return ([], .dropped)
    case .replay: return (message.records + message.records, .replayed)
    case .reorder: return ([], .held)
    case .truncate: return ([], .cut)
    }
  }

  private func impossible(
    _ reason: Impossibility.Reason, _ values: [String: String] = [:]
  ) -> (records: [UInt8], result: Interference.Result) {
    (message.records, .impossible(Impossibility(reason, values)))
  }

  // MARK: Bytes

  private func change(
    at offset: Int, _ value: WireAttack.NewValue
  ) -> (records: [UInt8], result: Interference.Result) {
    var records = message.records
    guard !records.isEmpty else { return impossible(.sharesRecord) }
    guard records.indices.contains(offset) else {
      return impossible(.noByte, ["count": "\(records.count)", "offset": "\(offset)"])
    }
    let count =
      switch value {
      case .bytes(let new): new.count
      case .flipped: 1
      }
    guard count <= records.count - offset else {
      return impossible(
        .tooFewBytes, ["count": "\(records.count - offset)", "offset": "\(offset)"])
    }
    let before = Array(records[offset..<(offset + count)])
    let after = value.applied(to: before)
    records.replaceSubrange(offset..<(offset + count), with: after)
    return (records, .changed(offset: offset, before: before, after: after))
  }

  // MARK: Fields

  private func change(
    _ path: FieldPath, _ value: WireAttack.NewValue, _ keepsLengths: Bool
  ) -> (records: [UInt8], result: Interference.Result) {
    guard !message.isProtected else {
      return impossible(.protected, ["message": message.kind.name])
    }
    guard !message.records.isEmpty else { return impossible(.sharesRecord) }
    let content = content
    guard let field = content.tree.find(path) ?? content.tree.first(endingIn: path) else {
      return impossible(.noField, ["field": "\(path)"])
    }
    let place = field.contentRange
    let before = Array(content.bytes[place])
    let after = value.applied(to: before)
    var bytes = content.bytes
    bytes.replaceSubrange(place, with: after)
    let grown = after.count - before.count
    if grown != 0, !keepsLengths {
      for length in content.tree.lengths(around: field) {
        guard let old = length.number, let new = UInt64(exactly: Int64(old) + Int64(grown)),
          new >> (8 * UInt64(length.range.count)) == 0
        else { return impossible(.length) }
        for index in length.range {
          let shift = 8 * UInt64(length.range.upperBound - 1 - index)
          bytes[index] = UInt8(truncatingIfNeeded: new >> shift)
        }
      }
    }
    let offset = place.lowerBound + Record.headerLength
    return (
      records(bytes), .changed(offset: offset, before: before, after: after)
    )
  }

  /// What the records carry, and what it means.
  private var content: (bytes: [UInt8], tree: Annotation) {
    if case .handshake(let handshake) = message.content {
      return (handshake.bytes, annotateHandshake(handshake.bytes, context: context))
    }
    let fragment = Array(message.records.dropFirst(Record.headerLength))
    let tree = annotateRecord(message.records, context: context)
    let inner = tree.children.last?.moved(by: -Record.headerLength)
    return (
      fragment,
      inner
        ?? Annotation(
          range: fragment.indices, name: message.kind.name, value: .bytes(.opaque))
    )
  }

  /// Records with the type and version of those that the message came in.
  private func records(_ bytes: [UInt8]) -> [UInt8] {
    let type = ContentType(rawValue: message.records.first ?? 0)
    let version = ProtocolVersion(
      rawValue: UInt16(message.records.dropFirst().first ?? 3) << 8
        | UInt16(message.records.dropFirst(2).first ?? 3))
    return stride(from: 0, to: max(1, bytes.count), by: Record.plaintextLimit).flatMap { start in
      let end = min(bytes.count, start + Record.plaintextLimit)
      return Record(
        type: type, legacyVersion: version, fragment: Array(bytes[start..<end])
      ).bytes
    }
  }

  // MARK: Hellos

  private func limited(
    to limit: HelloLimit
  ) -> (records: [UInt8], result: Interference.Result) {
    guard case .handshake(let handshake) = message.content, !message.isProtected,
      var hello = try? handshake.read(ClientHello.self)
    else { return impossible(.noHello) }
    guard limit.apply(to: &hello), let rewritten = try? HandshakeMessage.making(hello) else {
      return impossible(.notOffered)
    }
    let (before, after) = (handshake.bytes, rewritten.bytes)
    let same = zip(before, after).prefix { $0 == $1 }.count
    return (
      records(after),
      .changed(
        offset: same + Record.headerLength, before: Array(before.dropFirst(same)),
        after: Array(after.dropFirst(same)))
    )
  }
}

extension Annotation {
  /// The first field at the end of a path that begins anywhere inside: `signature` in a
  /// ServerKeyExchange.
  fileprivate func first(endingIn path: FieldPath) -> Annotation? {
    for child in children {
      if let found = child.find(path) ?? child.first(endingIn: path) { return found }
    }
    return nil
  }

  /// The field without the length in front of it, if it has one.
  fileprivate var contentRange: Range<Int> {
    guard let first = children.first, first.name == "length", first.number != nil else {
      return range
    }
    return first.range.upperBound..<range.upperBound
  }

  /// The number in a field that holds a length.
  fileprivate var number: Int? {
    if case .length(let number) = value { number } else { nil }
  }

  /// The lengths that count the bytes of a field: its own, and those of everything that it lies in.
  fileprivate func lengths(around field: Annotation) -> [Annotation] {
    guard range.lowerBound <= field.range.lowerBound, field.range.upperBound <= range.upperBound
    else { return [] }
    var found: [Annotation] = []
    if let own = children.first(where: { $0.number != nil && $0.name == "length" }),
      own.range.upperBound <= field.contentRange.lowerBound
    {
      found.append(own)
    }
    // The field itself ends the way down.
    guard range != field.range || name != field.name else { return found }
    return found + children.flatMap { $0.lengths(around: field) }
  }
}
