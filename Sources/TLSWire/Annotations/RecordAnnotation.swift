public import Bytes

/// What every byte of one record means, down to the last field of its messages.
///
/// The leaves cover `bytes` exactly, whatever they hold. A protected fragment is one leaf of
/// encrypted bytes. A record that begins in the middle of a message can't be told from one that
/// begins with a message: whoever has the earlier records annotates the whole message instead.
public func annotateRecord(
  _ bytes: [UInt8], context: HandshakeContext = HandshakeContext()
) -> Annotation {
  if let hello = annotateSSL2Hello(bytes) { return hello }
  let start = Record.headerLength
  var record = Annotator.annotate(
    RecordHeader.self, Array(bytes.prefix(start)), name: "record")
  guard bytes.count >= start else { return record }
  let length = Int(bytes[3]) << 8 | Int(bytes[4])
  record.range = 0..<bytes.count
  record.children[2].value = .length(length)
  let end = start + length
  if end <= bytes.count, length > 0 {
    let type = ContentType(rawValue: bytes[0])
    let fragment = annotateFragment(Array(bytes[start..<end]), type, context)
    record.children.append(fragment.moved(by: start, below: "fragment"))
  } else {
    record.appendUndecodable(
      .truncated(needed: length, available: bytes.count - start),
      start..<min(end, bytes.count), "fragment")
  }
  record.appendUndecodable(
    .trailingBytes(bytes.count - end), end..<max(end, bytes.count), "record")
  return record
}

/// A hello of SSL 2.0 with the two bytes of length in front of it (RFC 5246 §E.2); nil for anything
/// else.
private func annotateSSL2Hello(_ bytes: [UInt8]) -> Annotation? {
  guard bytes.count >= 3, bytes[0] & 0x80 != 0, bytes[2] == 1 else { return nil }
  let length = Int(bytes[0] & 0x7f) << 8 | Int(bytes[1])
  let hello = Annotator.annotate(
    SSL2ClientHello.self, Array(bytes.dropFirst(2)), name: "ssl2_client_hello")
  return Annotation(
    range: 0..<bytes.count, name: "ssl2_record", value: .structure,
    children: [
      Annotation(range: 0..<2, name: "msg_length", value: .length(length)), hello.moved(by: 2),
    ])
}

/// The fragment's content, with offsets from the fragment's beginning.
private func annotateFragment(
  _ bytes: [UInt8], _ type: ContentType, _ context: HandshakeContext
) -> Annotation {
  func fragment(_ value: FieldValue, _ children: [Annotation] = []) -> Annotation {
    Annotation(range: 0..<bytes.count, name: "fragment", value: value, children: children)
  }
  if context.encrypted || type == .applicationData { return fragment(.bytes(.encrypted)) }
  switch type {
  case .handshake:
    return fragment(.structure, annotateMessages(bytes, context))
  case .alert:
    return fragment(.structure, [Annotator.annotate(Alert.self, bytes, name: "alert")])
  case .changeCipherSpec:
    let content = Annotator.annotate(ChangeCipherSpec.self, bytes, name: "change_cipher_spec")
    return fragment(.structure, [content])
  default:
    return fragment(.bytes(.opaque))
  }
}

/// The messages of a fragment, and the beginning of one that goes on in the next record.
private func annotateMessages(_ bytes: [UInt8], _ context: HandshakeContext) -> [Annotation] {
  var found: [Annotation] = []
  var start = 0
  while bytes.count - start >= HandshakeMessage.headerLength {
    let length =
      Int(bytes[start + 1]) << 16 | Int(bytes[start + 2]) << 8 | Int(bytes[start + 3])
    let end = start + HandshakeMessage.headerLength + length
    guard end <= bytes.count else { break }
    let message = annotateHandshake(Array(bytes[start..<end]), context: context)
    found.append(message.moved(by: start))
    start = end
  }
  if start < bytes.count {
    found.append(
      Annotation(range: start..<bytes.count, name: "message_part", value: .bytes(.opaque)))
  }
  return found
}

/// What stands in front of a record's fragment (RFC 5246 §6.2.1).
private struct RecordHeader: WireStruct {
  var type = ContentType.handshake
  var legacyVersion = ProtocolVersion.tls12
  var length: UInt16 = 0

  mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.code(&type, "type")
    try coder.code(&legacyVersion, "legacy_record_version")
    try coder.uint16(&length, "length")
  }
}
