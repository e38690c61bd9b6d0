import Bytes
public import CryptoPrimitives
public import Knowledge

/// A registrar and telephone exchange, as a value that serves one connection.
///
/// It challenges a REGISTER and really checks the answer, and takes calls of those who have
/// registered on this connection: it answers for the called telephone, audio included.
public struct SIPServer: ConversationEnd {
  /// Who is known to the server.
  public let accounts: [SIPAccount]
  /// What the server found when it checked passwords, in order.
  public internal(set) var checks: [Check] = []
  /// Who has registered, by name (`ada@uc.test`).
  public internal(set) var registered: [String] = []
  /// The call that was answered, if one was.
  public internal(set) var agreement: SIPMediaAgreement?
  /// Whether the caller has acknowledged the answer.
  public internal(set) var isEstablished = false
  /// What ended the server's reading, if something did.
  public private(set) var failure: SIPFailure?

  let domain: String
  /// The IP address of the exchange, for Contact and the audio.
  public let address: String
  let random: RandomStream
  /// Of the certificate that the called telephone shows on the media path (RFC 8122); nil: none.
  let fingerprint: String?
  /// How the called telephone can be reached; nil: `sip` over TLS.
  let way: SIPWay?
  /// The challenge that is open or was answered, and how often it was used.
  var challenge: DigestChallenge?
  var challenges = 0
  var lastNonceCount: UInt32 = 0
  /// Call-ID and tag of the answered call.
  var answeredCall: AnsweredCall?
  /// Requests of the server's own that went out.
  var asked: Int?
  /// What is known of who is there, by name (`ada@uc.test`): PIDF documents.
  var presences: [String: [UInt8]]?
  private var reader = SIPMessageReader()

  struct AnsweredCall: Sendable, Hashable, Codable {
    var callID: String
    var tag: String
  }

  /// Makes an exchange at the start of a connection.
  ///
  /// - Parameters:
  ///   - fingerprint: of the certificate that the called telephone shows on the media path, SHA-256
  ///     as hexadecimal digits with colons.
  ///   - way: how the called telephone can be reached.
  ///   - callers: who need not register here, by name: for a telephone of its own, behind a proxy that has
  ///     seen to that.
  ///   - random: what nonces, tags and the audio's key are made from.
  public init(
    domain: String = "uc.test", accounts: [SIPAccount] = [.ada, .bob],
    address: String = "203.0.113.5", fingerprint: String? = nil, way: SIPWay? = nil,
    trusting callers: [String] = [], random: RandomStream
  ) {
    self.way = way
    registered = callers
    self.fingerprint = fingerprint
    self.domain = domain
    self.accounts = accounts
    self.address = address
    self.random = random.substream("sip/server")
  }

  /// Takes bytes of the stream and returns what is to be written, one message each.
  public mutating func receive(_ bytes: [UInt8]) -> [[UInt8]] {
    guard failure == nil else { return [] }
    reader.append(bytes)
    var written: [[UInt8]] = []
    do throws(SIPFailure) {
      while let message = try readMessage() {
        written += try handle(message).map(\.bytes)
      }
    } catch {
      failure = error
    }
    return written
  }

  private mutating func readMessage() throws(SIPFailure) -> SIPMessage? {
    do {
      return try reader.next()
    } catch {
      throw .malformed(error)
    }
  }

  private mutating func handle(_ message: SIPMessage) throws(SIPFailure) -> [SIPMessage] {
    guard let request = SIPRequest(message) else {
      guard case .request(let method, _) = message.startLine, method != "ACK" else { return [] }
      return [SIPRequest.response(to: message, .badRequest)]
    }
    switch request.method {
    case "REGISTER": return [try register(request)]
    case "INVITE": return answer(request)
    case "ACK":
      acknowledge(request)
      return []
    case "BYE": return [end(request)]
    case "MESSAGE": return passOn(request)
    case "PUBLISH": return publish(request)
    case "SUBSCRIBE": return subscribe(request)
    default:
      let allow = SIPHeader("Allow", "REGISTER, INVITE, ACK, BYE, MESSAGE, PUBLISH, SUBSCRIBE")
      return [request.response(.methodNotAllowed, headers: [allow])]
    }
  }

  /// A fresh tag for the server's side of a dialog.
  func makeTag(_ request: SIPRequest) -> String {
    random.substream("tag/\(request.callID)/\(request.sequence.number)").bytes(5).hex
  }
}
