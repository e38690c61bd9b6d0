/// A request with all that every request must have (RFC 3261 §8.1.1).
struct SIPRequest {
  let message: SIPMessage
  let method: String
  let uri: String
  let from: SIPAddress
  let to: SIPAddress
  let callID: String
  let sequence: SIPSequence

  /// `nil` for a response, and for a request that lacks something or contradicts itself.
  init?(_ message: SIPMessage) {
    guard case .request(let method, let uri) = message.startLine,
      message.first(.via).flatMap(SIPVia.init(parsing:)) != nil,
      let from = message.first(.from).flatMap(SIPAddress.init(parsing:)),
      let to = message.first(.to).flatMap(SIPAddress.init(parsing:)),
      let callID = message.first(.callID),
      let sequence = message.first(.cseq).flatMap(SIPSequence.init(parsing:)),
      sequence.method == method
    else { return nil }
    self.message = message
    self.method = method
    self.uri = uri
    self.from = from
    self.to = to
    self.callID = callID
    self.sequence = sequence
  }

  /// Makes a response; `tag` marks the server's side unless the request names it already.
  func response(
    _ status: SIPStatus, tag: String? = nil, headers: [SIPHeader] = [], body: [UInt8] = []
  ) -> SIPMessage {
    Self.response(
      to: message, status, tag: to.tag == nil ? tag : nil, headers: headers, body: body)
  }

  /// Repeats what a response has to repeat (RFC 3261 §8.2.6.2), as far as it is there.
  static func response(
    to request: SIPMessage, _ status: SIPStatus, tag: String? = nil, headers: [SIPHeader] = [],
    body: [UInt8] = []
  ) -> SIPMessage {
    let repeated: [SIPHeaderName] = [.via, .from, .to, .callID, .cseq]
    var common = request.headers.filter { repeated.contains($0.name) }
    if let tag, let to = common.firstIndex(where: { $0.name == .to }) {
      common[to].value += ";tag=\(tag)"
    }
    return SIPMessage(
      startLine: .response(status: status.code, reason: status.reason),
      headers: common + headers, body: body)
  }
}

/// The responses that the lab's server gives (RFC 3261 §21).
enum SIPStatus: Int {
  case trying = 100
  case ringing = 180
  case ok = 200
  case accepted = 202
  case badRequest = 400
  case unauthorized = 401
  case forbidden = 403
  case notFound = 404
  case methodNotAllowed = 405
  case unsupportedMediaType = 415
  case badEvent = 489
  case unavailable = 480
  case noSuchCall = 481
  case tooManyHops = 483
  case notAcceptableHere = 488

  var code: Int { rawValue }

  var reason: String {
    switch self {
    case .trying: "Trying"
    case .ringing: "Ringing"
    case .ok: "OK"
    case .accepted: "Accepted"
    case .badRequest: "Bad Request"
    case .unauthorized: "Unauthorized"
    case .forbidden: "Forbidden"
    case .notFound: "Not Found"
    case .methodNotAllowed: "Method Not Allowed"
    case .unsupportedMediaType: "Unsupported Media Type"
    case .badEvent: "Bad Event"
    case .unavailable: "Temporarily Unavailable"
    case .noSuchCall: "Call/Transaction Does Not Exist"
    case .tooManyHops: "Too Many Hops"
    case .notAcceptableHere: "Not Acceptable Here"
    }
  }
}
