import Bytes
public import CryptoPrimitives

/// A telephone, as a value: it registers with its password and then calls someone.
///
/// REGISTER, answer to the challenge, REGISTER again, INVITE with a key for the audio, ACK
/// (RFC 3261 §10, §22, §13; RFC 4568), and BYE when its owner hangs up (§15). It reads and writes bytes of
/// a stream; requests that reach it are not answered.
public struct SIPClient: ConversationEnd {
  /// How far the telephone is.
  public indirect enum State: Sendable, Hashable, Codable {
    case idle
    /// The first REGISTER is under way.
    case registering
    /// The REGISTER with the password's proof is under way.
    case authenticating
    case inviting(offer: SessionDescription)
    /// The call is set up.
    case established(SIPMediaAgreement)
    case failed(SIPFailure)
  }

  public private(set) var state = State.idle
  /// Whose telephone it is.
  public let account: SIPAccount
  /// Who is called, as a `sip:` URI.
  public let called: String

  private var reader = SIPMessageReader()
  @Boxed private var registration: SIPDialog
  @Boxed private var call: SIPDialog
  /// Method and branch of the request that waits for its response (RFC 3261 §17.1.3).
  private var pending: SIPTransaction?
  private let random: RandomStream
  /// nil in a lab that was saved when there was nothing but SDES.
  private let protection: SIPMediaProtection?
  /// nil: `sip` over TLS.
  private let way: SIPWay?
  /// Whether its owner has hung up; nil: no.
  private var hasHungUp: Bool?

  /// Makes a telephone that has not sent anything yet.
  ///
  /// - Parameters:
  ///   - called: whom it will call, as a `sip:` URI.
  ///   - address: the IP address of the telephone, for Via, Contact and the audio.
  ///   - protection: of the audio.
  ///   - way: how the telephone can be reached.
  ///   - random: what identifiers and the audio's key are made from.
  public init(
    account: SIPAccount = .ada, called: String = SIPAccount.bob.uri,
    address: String = "192.0.2.10", protection: SIPMediaProtection = .sdes, way: SIPWay? = nil,
    random: RandomStream
  ) {
    self.way = way
    self.account = account
    self.called = called
    self.protection = protection
    let random = random.substream("sip/client")
    self.random = random
    let scheme = way?.scheme ?? .sip
    registration = SIPDialog(
      caller: account, target: "\(scheme.rawValue):\(account.domain)", to: account.uri(scheme),
      address: address, way: way, random: random.substream("registration"))
    call = SIPDialog(
      caller: account, target: called, to: called, address: address, way: way,
      random: random.substream("call"))
  }

  /// Whether nothing more will be sent unasked: the call stands, or has failed.
  public var isFinished: Bool {
    switch state {
    case .idle, .registering, .authenticating, .inviting: false
    case .established, .failed: true
    }
  }

  public var hasSucceeded: Bool { isFinished && failure == nil }

  /// Why there is no call, if it failed.
  public var failure: SIPFailure? {
    if case .failed(let failure) = state { failure } else { nil }
  }

  /// Sends the first request.
  public mutating func start() -> [[UInt8]] {
    guard state == .idle else { return [] }
    state = .registering
    return [send(registration.register())]
  }

  /// Takes bytes of the stream and returns what is to be written, one message each.
  public mutating func receive(_ bytes: [UInt8]) -> [[UInt8]] {
    guard failure == nil else { return [] }
    reader.append(bytes)
    var written: [[UInt8]] = []
    do throws(SIPFailure) {
      while failure == nil, let message = try readMessage() {
        written += try handle(message)
      }
    } catch {
      state = .failed(error)
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

  private mutating func handle(_ message: SIPMessage) throws(SIPFailure) -> [[UInt8]] {
    guard case .response(let status, _) = message.startLine, status >= 200, let pending,
      pending.isAnswered(by: message)
    else { return [] }
    switch state {
    case .registering where status == 401: return [try authenticate(message)]
    case .registering, .authenticating:
      guard status < 300 else {
        // RFC 3261 §22.1: credentials that were just refused are not sent again.
        throw status == 401 ? .credentialsRefused : .refused(method: "REGISTER", status: status)
      }
      return [invite()]
    case .inviting(let offer):
      guard status < 300 else {
        state = .failed(.refused(method: "INVITE", status: status))
        return [pending.acknowledgement(of: message).bytes]
      }
      return answered(by: message, offer: offer)
    case .established: return status < 300 && hasHungUp != true ? [acknowledge()] : []
    case .idle, .failed: return []
    }
  }

  private mutating func send(_ request: SIPMessage) -> [UInt8] {
    pending = SIPTransaction(request)
    return request.bytes
  }
}

// MARK: - Registration

extension SIPClient {
  private mutating func authenticate(_ response: SIPMessage) throws(SIPFailure) -> [UInt8] {
    let credentials = try account.credentials(
      answering: response, method: "REGISTER", uri: registration.target, random: random)
    state = .authenticating
    return send(
      registration.register(headers: [SIPHeader("Authorization", credentials.headerValue)]))
  }
}

// MARK: - Call

extension SIPClient {
  private mutating func invite() -> [UInt8] {
    let offer = SessionDescription.offeringAudio(
      user: account.user, address: call.address, port: 49_170,
      protection: protection ?? .sdes, random: random)
    state = .inviting(offer: offer)
    let headers = [
      SIPHeader("Contact", call.contact), SIPHeader("Allow", "INVITE, ACK, BYE"),
      SIPHeader("Content-Type", "application/sdp"),
    ]
    return send(call.request("INVITE", headers: headers, body: offer.bytes))
  }

  /// Every 200 is acknowledged; a call that can't be made of it is ended again (RFC 3261 §13.2.2.4).
  private mutating func answered(
    by response: SIPMessage, offer: SessionDescription
  ) -> [[UInt8]] {
    call.establish(with: response)
    let acknowledgement = acknowledge()
    do throws(SDPParseError) {
      let answer = try SessionDescription(parsing: response.body)
      if let agreement = SIPMediaAgreement(offer: offer, answer: answer) {
        state = .established(agreement)
        return [acknowledgement]
      }
      state = .failed(.unusableDescription)
    } catch {
      state = .failed(.malformedDescription(error))
    }
    return [acknowledgement, call.request("BYE").bytes]
  }

  public mutating func hangUp() -> [[UInt8]] {
    guard case .established = state, hasHungUp != true else { return [] }
    hasHungUp = true
    return [send(call.request("BYE"))]
  }

  private mutating func acknowledge() -> [UInt8] {
    call.request("ACK").bytes
  }
}
