import Bytes
import CryptoPrimitives

/// What a caller's requests have in common: the identifiers of a dialog or a registration
/// (RFC 3261 §8.1.1, §12).
struct SIPDialog: Sendable, Hashable, Codable {
  private let caller: SIPAccount
  private let callID: String
  private let callerTag: String
  private var to: SIPAddress
  private var sequence: UInt32 = 0
  private var requests = 0
  private let random: RandomStream
  /// nil: `sip` over TLS, as it was before there was anything else.
  private let way: SIPWay?
  /// The proxies that want to see what follows, the nearest first (RFC 3261 §12.1.2).
  private var routes: [String]?

  /// The Request-URI: at first whom one wants, later where that one is.
  private(set) var target: String
  /// The caller's own IP address.
  let address: String

  init(
    caller: SIPAccount, target: String, to: String, address: String, way: SIPWay? = nil,
    random: RandomStream
  ) {
    self.way = way
    self.caller = caller
    self.target = target
    self.to = SIPAddress(uri: to)
    self.address = address
    self.random = random
    callID = "\(random.substream("call-id").bytes(12).hex)@\(address)"
    callerTag = random.substream("tag").bytes(5).hex
  }

  /// Where the caller can be reached, as the value of Contact.
  var contact: String { "<\((way ?? SIPWay()).uri(caller.user, at: address))>" }

  /// Makes the next request. An ACK bears the number of its INVITE (RFC 3261 §13.2.2.4).
  mutating func request(
    _ method: String, headers: [SIPHeader] = [], body: [UInt8] = []
  ) -> SIPMessage {
    requests &+= 1
    if method != "ACK" { sequence &+= 1 }
    // RFC 3261 §8.1.1.7: the cookie says that the branch is unique.
    let branch = "z9hG4bK" + random.substream("branch/\(requests)").bytes(8).hex
    let way = way ?? SIPWay()
    let from = SIPAddress(
      displayName: caller.displayName, uri: caller.uri(way.scheme), tag: callerTag)
    let route = (routes ?? []).map { SIPHeader("Route", $0) }
    let common = [
      SIPHeader("Via", way.via(address, branch: branch).headerValue),
      SIPHeader("Max-Forwards", "70"),
      SIPHeader("From", from.headerValue), SIPHeader("To", to.headerValue),
      SIPHeader("Call-ID", callID),
      SIPHeader("CSeq", SIPSequence(number: sequence, method: method).headerValue),
    ]
    return SIPMessage(
      startLine: .request(method: method, uri: target), headers: common + route + headers,
      body: body)
  }

  /// Takes the other side's tag and address from its 200 (RFC 3261 §12.1.2).
  mutating func establish(with response: SIPMessage) {
    to.tag = response.first(.to).flatMap(SIPAddress.init(parsing:))?.tag
    if let contact = response.first(.contact).flatMap(SIPAddress.init(parsing:)) {
      target = contact.uri
    }
    // As the response has it, the proxy next to the called one stands first.
    let recorded = response.values(.recordRoute)
    if !recorded.isEmpty { routes = recorded.reversed() }
  }
}

/// A request that waits for its response.
struct SIPTransaction: Sendable, Hashable, Codable {
  private let request: SIPMessage

  init(_ request: SIPMessage) {
    self.request = request
  }

  var method: String { Self.sequence(request)?.method ?? "" }

  /// Whether a response belongs to the request: same branch, same method (RFC 3261 §17.1.3).
  func isAnswered(by response: SIPMessage) -> Bool {
    guard let ours = Self.via(request), let theirs = Self.via(response),
      let asked = Self.sequence(request), let answered = Self.sequence(response)
    else { return false }
    return ours.branch == theirs.branch && asked == answered
  }

  /// The ACK for a refusal, which belongs to the INVITE's own transaction (RFC 3261 §17.1.1.3).
  func acknowledgement(of refusal: SIPMessage) -> SIPMessage {
    var method = SIPMessage.StartLine.request(method: "ACK", uri: "")
    if case .request(_, let uri) = request.startLine { method = .request(method: "ACK", uri: uri) }
    var headers: [SIPHeader] = []
    for name in ["Via", "Max-Forwards", "From", "Call-ID"] {
      if let value = request.first(SIPHeaderName(name)) { headers.append(SIPHeader(name, value)) }
    }
    if let to = refusal.first(.to) { headers.append(SIPHeader("To", to)) }
    let number = Self.sequence(request)?.number ?? 0
    headers.append(SIPHeader("CSeq", SIPSequence(number: number, method: "ACK").headerValue))
    return SIPMessage(startLine: method, headers: headers)
  }

  private static func via(_ message: SIPMessage) -> SIPVia? {
    message.first(.via).flatMap(SIPVia.init(parsing:))
  }

  private static func sequence(_ message: SIPMessage) -> SIPSequence? {
    message.first(.cseq).flatMap(SIPSequence.init(parsing:))
  }
}
