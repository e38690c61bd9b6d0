import Bytes
import TLSWire

/// Reads what a server says to a hello, as it comes, up to where nothing more can be learned without keys.
public struct AnswerReader: Sendable {
  private var records = RecordReader()
  private var handshakes = HandshakeReader()
  private var flight: ServerFlight?
  /// The first bytes, for what is no TLS.
  private var beginning: [UInt8] = []
  /// Alerts of the first level, of which a server may send some (RFC 6066 §3).
  private var warnings = 0
  private var lastWarning: AlertDescription?

  /// The whole answer, once it is there.
  public private(set) var answer: ProbeAnswer?

  /// Most bytes of an answer: a server could go on for ever.
  private static let limit = 1 << 18
  private static let warningLimit = 16
  private static let beginningLimit = 120
  private var count = 0

  public init() {}

  /// Takes bytes that came.
  public mutating func append(_ bytes: [UInt8]) {
    guard answer == nil, !bytes.isEmpty else { return }
    beginning += bytes.prefix(Self.beginningLimit - beginning.count)
    count += bytes.count
    records.append(bytes)
    do throws(WireError) {
      while answer == nil, let record = try records.next() { try take(record) }
      if answer == nil, count > Self.limit { answer = .unreadable("more than \(Self.limit) bytes") }
    } catch {
      settle(error)
    }
  }

  /// The answer of a connection of which no more will come.
  ///
  /// - Parameter ending: what its end means where nothing was said.
  public mutating func finish(_ ending: ProbeAnswer) -> ProbeAnswer {
    if let answer { return answer }
    if let flight { return .flight(flight) }
    // Too few bytes for a record, and no beginning of one.
    if let first = beginning.first, !(20...24).contains(first) {
      return .otherProtocol(beginning)
    }
    // It said why, and went, or says nothing more: that is a refusal at whatever level (RFC 9846 §6).
    let hasEnded = ending == .closed || ending == .reset || ending == .silent
    if hasEnded, let lastWarning { return .alert(lastWarning) }
    return hasEnded && count > 0 ? .cutOff(count) : ending
  }

  private mutating func settle(_ error: WireError) {
    if let flight {
      answer = .flight(flight)
    } else if beginning.count > 1, beginning[1] != 3 || !(20...24).contains(beginning[0]) {
      answer = .otherProtocol(beginning)
    } else {
      answer = .unreadable("\(error)")
    }
  }

  private mutating func take(_ record: Record) throws(WireError) {
    switch record.type {
    case .alert:
      guard let alert = try? ByteReader.read(Alert.self, from: record.fragment) else {
        answer =
          flight.map { .flight($0) } ?? .unreadable("an alert of \(record.fragment.count) bytes")
        return
      }
      warnings += 1
      guard alert.level != .fatal, alert.description != .closeNotify else {
        flight?.alert = alert.description
        answer = flight.map { .flight($0) } ?? .alert(alert.description)
        return
      }
      lastWarning = alert.description
      if warnings > Self.warningLimit { answer = .unreadable("nothing but warnings") }
    case .handshake:
      handshakes.append(record.fragment)
      while answer == nil, let message = try handshakes.next() { try take(message) }
    default:
      // Under keys that nobody here has.
      answer = flight.map { .flight($0) } ?? .unreadable(record.type.label)
    }
  }

  private mutating func take(_ message: HandshakeMessage) throws(WireError) {
    guard var flight else {
      guard message.type == .serverHello else {
        answer = .unreadable(message.type.label)
        return
      }
      let flight = ServerFlight(hello: try message.read(ServerHello.self))
      self.flight = flight
      if flight.hello.version >= .tls13 { answer = .flight(flight) }
      return
    }
    switch message.type {
    case .certificate:
      let list = try message.read(CertificateMessage.self).certificateList
      flight.certificates = list.map(\.data)
    case .serverKeyExchange:
      let parameters = KeyExchangeParameters(message.body, of: ProbedSuite(flight.suite))
      flight.group = parameters.group
      flight.primeBits = parameters.primeBits
      if flight.hello.version == .tls12 { flight.scheme = parameters.scheme }
    case .certificateRequest: flight.asksForCertificate = true
    case .serverHelloDone: answer = .flight(flight)
    default: break
    }
    self.flight = flight
    if answer != nil { answer = .flight(flight) }
  }
}

/// What a ServerKeyExchange says of its group, whatever the signature behind it: its first fields are the
/// same in every version (RFC 8422 §5.4, RFC 5246 §7.4.3), behind a hint where there is a shared key
/// (RFC 4279 §3).
struct KeyExchangeParameters: Hashable {
  var group: NamedGroup?
  var primeBits: Int?
  /// What stands in TLS 1.2 before the signature.
  var scheme: SignatureScheme?

  init(_ body: [UInt8], of suite: ProbedSuite) {
    var rest = body[...]
    if suite.usesSharedKey {
      guard let hint = Self.number(rest) else { return }
      rest = rest.dropFirst(2 + hint)
    }
    if suite.isOnCurve {
      // named_curve is 3 (RFC 8422 §5.4).
      guard rest.first == 3 else { return }
      group = Self.number(rest.dropFirst()).map { NamedGroup(rawValue: UInt16($0)) }
    } else if suite.isInField, let length = Self.number(rest) {
      let prime = rest.dropFirst(2).prefix(length).drop { $0 == 0 }
      guard let first = prime.first else { return }
      primeBits = prime.count * 8 - first.leadingZeroBitCount
    }
    if suite.exchange == .ephemeral {
      scheme = Self.scheme(behind: rest, isOnCurve: suite.isOnCurve)
    }
  }

  /// The scheme behind a curve and a point (RFC 8422 §5.4), or behind a prime, its generator and a value of
  /// the group (RFC 5246 §7.4.3).
  private static func scheme(
    behind parameters: ArraySlice<UInt8>, isOnCurve: Bool
  ) -> SignatureScheme? {
    var rest = parameters
    if isOnCurve {
      guard let length = rest.dropFirst(3).first else { return nil }
      rest = rest.dropFirst(4 + Int(length))
    } else {
      for _ in 0..<3 {
        guard let length = number(rest) else { return nil }
        rest = rest.dropFirst(2 + length)
      }
    }
    return number(rest).map { SignatureScheme(rawValue: UInt16($0)) }
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> Int? {
    guard bytes.count >= 2 else { return nil }
    return Int(bytes[bytes.startIndex]) << 8 | Int(bytes[bytes.startIndex + 1])
  }
}
