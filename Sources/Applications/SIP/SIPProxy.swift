public import Bytes
public import CryptoPrimitives

/// A registrar and proxy, as a value that serves the caller's connection: it passes a call on to the called
/// telephone, and its answers back (RFC 3261 §16).
///
/// It reads everything that passes: a hop's TLS ends here (RFC 3261 §26.2.1).
public struct SIPProxy: ConversationEnd {
  /// What it does that is no passing on.
  @Boxed private var registrar: SIPServer
  /// The called telephone, beyond the other hop; it answers here as it does there.
  @Boxed public private(set) var called: SIPServer
  /// Whether the called telephone has registered.
  public let isCalledRegistered: Bool
  /// What it passed on over the other hop, in that order: requests, as they leave.
  public private(set) var passedOn: [[UInt8]] = []
  /// With which status it turned a call away itself; nil: with none.
  public private(set) var turnedAway: Int?

  private var reader = SIPMessageReader()
  private var isMuted = false
  private let random: RandomStream

  /// - Parameters:
  ///   - called: the called telephone.
  ///   - isCalledRegistered: whether that can be reached.
  ///   - random: what nonces, tags and branches are made from.
  public init(called: SIPServer, isCalledRegistered: Bool = true, random: RandomStream) {
    _registrar = Boxed(wrappedValue: SIPServer(random: random))
    _called = Boxed(wrappedValue: called)
    self.isCalledRegistered = isCalledRegistered
    self.random = random.substream("sip/proxy")
  }

  /// Who has registered on the caller's connection.
  public var registered: [String] { registrar.registered }

  public mutating func receive(_ bytes: [UInt8]) -> [[UInt8]] {
    guard !isMuted else { return [] }
    reader.append(bytes)
    var written: [[UInt8]] = []
    do throws(SIPParseError) {
      while let message = try reader.next() { written += take(message) }
    } catch {
      isMuted = true
    }
    return written
  }

  public func isFromBeyond(_ written: [UInt8]) -> Bool {
    guard turnedAway == nil, let message = try? SIPMessage(parsing: written),
      case .response(let status, _) = message.startLine, status > 100,
      let method = message.first(.cseq).flatMap(SIPSequence.init(parsing:))?.method
    else { return false }
    return method == "INVITE" || method == "BYE"
  }

  private mutating func take(_ message: SIPMessage) -> [[UInt8]] {
    guard let request = SIPRequest(message), ["INVITE", "ACK", "BYE"].contains(request.method)
    else { return registrar.receive(message.bytes) }
    switch request.method {
    case "INVITE": return invite(request)
    // One for a refusal of its own goes no further (RFC 3261 §17.2.1).
    case "ACK": return called.answeredCall == nil ? [] : passOn(request)
    default:
      return called.answeredCall == nil ? [request.response(.noSuchCall).bytes] : passOn(request)
    }
  }

  private mutating func invite(_ request: SIPRequest) -> [[UInt8]] {
    turnedAway = nil
    let tag = random.substream("tag/\(request.callID)/\(request.sequence.number)").bytes(5).hex
    guard let caller = request.from.userAtHost, registrar.registered.contains(caller) else {
      return [turn(request, away: .forbidden, tag: tag)]
    }
    guard SIPAddress.userAtHost(request.uri) == SIPAccount.bob.name else {
      return [turn(request, away: .notFound, tag: tag)]
    }
    guard isCalledRegistered else { return [turn(request, away: .unavailable, tag: tag)] }
    // RFC 5630 §5.3: what was asked for with sips goes to no contact that is sip.
    if request.uri.lowercased().hasPrefix("sips:"), called.way?.scheme != .sips {
      let warning = SIPHeader("Warning", "380 \(SIPAccount.bob.domain) \"SIPS Not Allowed\"")
      return [turn(request, away: .unavailable, tag: tag, headers: [warning])]
    }
    return [request.response(.trying).bytes] + passOn(request)
  }

  private mutating func turn(
    _ request: SIPRequest, away status: SIPStatus, tag: String, headers: [SIPHeader] = []
  ) -> [UInt8] {
    turnedAway = status.code
    return request.response(status, tag: tag, headers: headers).bytes
  }

  /// Sends a request over the other hop, and the answers from there back (RFC 3261 §16.6, §16.7).
  private mutating func passOn(_ request: SIPRequest) -> [[UInt8]] {
    guard let forwarded = forwarded(request) else {
      return [request.response(.tooManyHops).bytes]
    }
    passedOn.append(forwarded.bytes)
    return called.receive(forwarded.bytes).compactMap { bytes in
      guard var answer = try? SIPMessage(parsing: bytes),
        case .response(let status, _) = answer.startLine,
        status > 100, let own = answer.headers.firstIndex(where: { $0.name == .via })
      else { return nil }
      answer.headers.remove(at: own)
      return answer.bytes
    }
  }

  /// The request as it leaves, with the proxy in its Via and, where a dialog begins, its Record-Route;
  /// nil: it has gone over too many hops.
  private func forwarded(_ request: SIPRequest) -> SIPMessage? {
    var message = request.message
    let hops = message.first(.maxForwards).map { Int($0) ?? 0 } ?? 70
    guard hops > 0 else { return nil }
    message.headers.removeAll { $0.name == .maxForwards || $0.name == .route }
    let branch = "z9hG4bK" + random.substream("branch/\(passedOn.count)").bytes(8).hex
    let via = (called.way ?? SIPWay()).via(registrar.address, branch: branch)
    message.headers.insert(SIPHeader("Via", via.headerValue), at: 0)
    let place = message.headers.lastIndex { $0.name == .via }.map { $0 + 1 } ?? 0
    message.headers.insert(SIPHeader("Max-Forwards", "\(min(hops, 255) - 1)"), at: place)
    if request.method == "INVITE" {
      let scheme = request.uri.lowercased().hasPrefix("sips:") ? SIPScheme.sips : .sip
      let route = SIPHeader("Record-Route", "<\(scheme.rawValue):sip.\(SIPAccount.bob.domain);lr>")
      message.headers.insert(route, at: place)
      message.startLine = .request(method: request.method, uri: called.contactURI)
    }
    return message
  }
}
