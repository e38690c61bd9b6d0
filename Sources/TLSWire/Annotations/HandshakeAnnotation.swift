public import Bytes

/// What every byte of one handshake message means, its header included.
///
/// The leaves cover `bytes` exactly, whatever they hold; what can't be read is a leaf with the
/// error. The annotation's name is the message's: `client_hello`.
public func annotateHandshake(
  _ bytes: [UInt8], context: HandshakeContext = HandshakeContext()
) -> Annotation {
  let start = HandshakeMessage.headerLength
  var message = Annotator.annotate(
    HandshakeHeader.self, Array(bytes.prefix(start)), name: "handshake")
  guard bytes.count >= start else { return message }
  let type = HandshakeType(rawValue: bytes[0])
  let length = Int(bytes[1]) << 16 | Int(bytes[2]) << 8 | Int(bytes[3])
  message.name = type.name ?? message.name
  message.range = 0..<bytes.count
  message.children[1].value = .length(length)
  let end = start + length
  if end <= bytes.count {
    message.children += annotateBody(Array(bytes[start..<end]), type, context)
  } else {
    // A part of a body has no bounds to read it by, so its fields are not guessed.
    message.appendUndecodable(
      .truncated(needed: length, available: bytes.count - start), start..<bytes.count, type.label)
  }
  message.appendUndecodable(
    .trailingBytes(bytes.count - end), end..<max(end, bytes.count), type.label)
  return message
}

/// The fields of a message's body, with offsets from the beginning of the message.
private func annotateBody(
  _ body: [UInt8], _ type: HandshakeType, _ context: HandshakeContext
) -> [Annotation] {
  let start = HandshakeMessage.headerLength
  if let bodyType = context.bodyType(of: type) {
    return annotate(body, as: bodyType).moved(by: start, below: type.label).children
  }
  guard !body.isEmpty else { return [] }
  return [Annotation(range: start..<start + body.count, name: "body", value: .bytes(.opaque))]
}

private func annotate<Body: HandshakeBody>(_ bytes: [UInt8], as type: Body.Type) -> Annotation {
  Annotator.annotate(type, bytes, name: "body")
}

extension Annotation {
  /// Adds a field for bytes that can't be read, if there are any.
  mutating func appendUndecodable(
    _ reason: WireError.Reason, _ range: Range<Int>, _ name: String
  ) {
    guard !range.isEmpty else { return }
    let error = WireError(reason, offset: range.lowerBound, path: FieldPath([name]))
    children.append(Annotation(range: range, name: "undecodable", value: .undecodable(error)))
  }
}

/// Type and length in front of a message (RFC 5246 §7.4).
private struct HandshakeHeader: WireStruct {
  var type = HandshakeType.helloRequest
  var length: UInt64 = 0

  mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.code(&type, "msg_type")
    try coder.integer(&length, width: 3, "length")
  }
}
