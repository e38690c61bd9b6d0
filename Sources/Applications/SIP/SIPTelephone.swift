import Bytes
import CryptoPrimitives

/// A telephone that registers with its password and then does something else than to call: what
/// short messages and presence have in common.
struct SIPTelephone: Sendable, Hashable, Codable {
  enum Standing: Sendable, Hashable, Codable {
    case idle
    case registering
    case authenticating
    case registered
    case failed(SIPFailure)
  }

  /// What came for whoever uses the telephone.
  enum Event {
    case registered
    /// The request under way was accepted.
    case accepted(SIPMessage)
    /// The other side wants something.
    case asked(SIPRequest)
  }

  private(set) var standing = Standing.idle
  let account: SIPAccount
  private var reader = SIPMessageReader()
  @Boxed private var dialog: SIPDialog
  private var pending: SIPTransaction?
  private let random: RandomStream

  init(
    account: SIPAccount = .ada, address: String = "192.0.2.10", way: SIPWay? = nil,
    random: RandomStream
  ) {
    self.account = account
    self.random = random
    let scheme = way?.scheme ?? .sip
    dialog = SIPDialog(
      caller: account, target: "\(scheme.rawValue):\(account.domain)", to: account.uri(scheme),
      address: address, way: way, random: random.substream("registration"))
  }

  var failure: SIPFailure? {
    if case .failed(let failure) = standing { failure } else { nil }
  }

  var address: String { dialog.address }

  /// Sends the first REGISTER.
  mutating func start() -> [[UInt8]] {
    guard standing == .idle else { return [] }
    standing = .registering
    return [send(dialog.register())]
  }

  /// Takes bytes of the stream; what is not about the registration goes to `handle`, which returns
  /// what is to be written.
  mutating func receive(
    _ bytes: [UInt8], _ handle: (inout SIPTelephone, Event) -> [[UInt8]]
  ) -> [[UInt8]] {
    guard failure == nil else { return [] }
    reader.append(bytes)
    var written: [[UInt8]] = []
    do throws(SIPFailure) {
      while failure == nil, let message = try readMessage() {
        written += try take(message, handle)
      }
    } catch {
      standing = .failed(error)
    }
    return written
  }

  /// Sends a request and waits for its answer.
  mutating func send(_ request: SIPMessage) -> [UInt8] {
    pending = SIPTransaction(request)
    return request.bytes
  }

  private mutating func readMessage() throws(SIPFailure) -> SIPMessage? {
    do { return try reader.next() } catch { throw .malformed(error) }
  }

  private mutating func take(
    _ message: SIPMessage, _ handle: (inout SIPTelephone, Event) -> [[UInt8]]
  ) throws(SIPFailure) -> [[UInt8]] {
    switch message.startLine {
    case .request:
      guard let request = SIPRequest(message) else {
        return [SIPRequest.response(to: message, .badRequest).bytes]
      }
      return handle(&self, .asked(request))
    case .response(let status, _):
      guard status >= 200, let pending, pending.isAnswered(by: message) else { return [] }
      if standing == .registering, status == 401 { return [try authenticate(message)] }
      guard status < 300 else {
        throw standing == .authenticating && status == 401
          ? .credentialsRefused : .refused(method: pending.method, status: status)
      }
      self.pending = nil
      let isRegistered = standing == .registered
      standing = .registered
      return handle(&self, isRegistered ? .accepted(message) : .registered)
    }
  }

  private mutating func authenticate(_ challenge: SIPMessage) throws(SIPFailure) -> [UInt8] {
    standing = .authenticating
    let credentials = try account.credentials(
      answering: challenge, method: "REGISTER", uri: dialog.target, random: random)
    return send(
      dialog.register(headers: [SIPHeader("Authorization", credentials.headerValue)]))
  }
}

extension SIPDialog {
  /// Asks for the caller's address to be known (RFC 3261 §10.2).
  mutating func register(headers: [SIPHeader] = []) -> SIPMessage {
    request(
      "REGISTER",
      headers: [SIPHeader("Contact", contact), SIPHeader("Expires", "3600")] + headers)
  }
}

extension SIPAccount {
  /// The proof of the password that a 401 asks for (RFC 3261 §22.2, RFC 7616).
  func credentials(
    answering response: SIPMessage, method: String, uri: String, random: RandomStream
  ) throws(SIPFailure) -> DigestCredentials {
    let challenge: DigestChallenge
    do {
      challenge = try DigestChallenge(parsing: response.first(.wwwAuthenticate) ?? "")
    } catch {
      throw .unusableChallenge(error)
    }
    do {
      return try DigestCredentials(
        answering: challenge, username: user, password: password, method: method, uri: uri,
        clientNonce: random.substream("cnonce").bytes(8).hex)
    } catch {
      throw .cryptography(error)
    }
  }
}
