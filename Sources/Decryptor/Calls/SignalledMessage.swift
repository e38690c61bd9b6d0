import Applications

/// What a message of SIP says that matters for media.
struct SignalledMessage: Sendable {
  var callID: String
  /// Of the request, of its answer too.
  var from: SIPAddress
  var to: SIPAddress
  var isRequest: Bool
  /// The request's, of its answer too.
  var method: String
  var description: SessionDescription?
  var signalling: FollowedCall.Signalling
  /// Of the flow that it came by.
  var order: Int
  /// Microseconds since 1970.
  var time: Int64

  /// - Returns: nil for a message that belongs to no call.
  init?(_ message: SIPMessage, _ signalling: FollowedCall.Signalling, order: Int, time: Int64) {
    guard let callID = message.first(.callID),
      let from = message.first(.from).flatMap(SIPAddress.init(parsing:)),
      let to = message.first(.to).flatMap(SIPAddress.init(parsing:)),
      let sequence = message.first(.cseq).flatMap(SIPSequence.init(parsing:)),
      ["INVITE", "ACK", "PRACK", "UPDATE", "BYE"].contains(sequence.method)
    else { return nil }
    self.callID = callID
    self.from = from
    self.to = to
    self.signalling = signalling
    self.order = order
    self.time = time
    method = sequence.method
    if case .request = message.startLine { isRequest = true } else { isRequest = false }
    description = Self.description(in: message)
  }

  /// The tag of whoever wrote the message.
  var senderTag: String? { isRequest ? from.tag : to.tag }

  /// Whether it begins a dialog.
  var isInitial: Bool { isRequest && method == "INVITE" && to.tag == nil }

  private static func description(in message: SIPMessage) -> SessionDescription? {
    guard !message.body.isEmpty else { return nil }
    let type = (message.first(.contentType) ?? "application/sdp").lowercased()
    // What is no UTF-8 in it, as in a name, spoils nothing else.
    let body = Array(String(decoding: message.body, as: UTF8.self).utf8)
    if type.hasPrefix("application/sdp") { return try? SessionDescription(parsing: body) }
    return type.hasPrefix("multipart/") ? descriptionInParts(body) : nil
  }

  /// The part that begins with `v=0` (RFC 5621), up to the next boundary: the end of line before that belongs to
  /// the boundary (RFC 2046 §5.1.1).
  private static func descriptionInParts(_ body: [UInt8]) -> SessionDescription? {
    guard let start = body.firstRange(of: Array("\r\n\r\nv=0\r\n".utf8))?.lowerBound else {
      return nil
    }
    let part = body[(start + 4)...]
    let end = part.firstRange(of: Array("\r\n--".utf8))?.lowerBound ?? part.endIndex
    var lines = Array(part[..<end])
    while lines.last == 0x0d || lines.last == 0x0a { lines.removeLast() }
    return try? SessionDescription(parsing: lines + [0x0d, 0x0a])
  }

  /// No first line of a message is shorter: `SIP/2.0 200 `.
  static let shortestLine = 12

  /// What is behind the empty lines before a message, which count for nothing (RFC 3261 §7.5, RFC 5626 §3.5.1).
  static func behindEmptyLines(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var rest = bytes
    while rest.starts(with: [0x0d, 0x0a]) { rest = rest.dropFirst(2) }
    return rest
  }

  /// Whether bytes begin as a message of SIP does.
  static func begins(_ bytes: ArraySlice<UInt8>) -> Bool {
    let bytes = behindEmptyLines(bytes)
    guard let first = bytes.first, (0x41...0x5a).contains(first) else { return false }
    let line = bytes.prefix(512).prefix { $0 != 0x0d && $0 != 0x0a }
    guard line.count >= shortestLine else { return false }
    return line.starts(with: "SIP/2.0 ".utf8) || line.suffix(8).elementsEqual(" SIP/2.0".utf8)
  }
}
