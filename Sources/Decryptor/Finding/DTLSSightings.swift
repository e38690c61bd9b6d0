import Bytes
import Captures
import DTLS
public import TLSWire

/// Handshakes of DTLS in a capture (RFC 6347 §4.2). They are counted, with the version that the server chose;
/// nothing more is done with them.
public struct DTLSSightings: Sendable {
  /// How often a version was agreed on, or why there was none.
  public struct Count: Hashable, Sendable {
    /// Nil where no ServerHello is in the capture.
    public var version: ProtocolVersion?
    /// The alert that ended those without one.
    public var alert: AlertDescription?
    /// Whether the server asked those for a cookie (HelloVerifyRequest), and no more came of it.
    public var isAsked = false
    public var handshakes: Int
  }

  /// What came of a hello.
  private enum Answer: Hashable {
    case none
    case asked
    case failed(AlertDescription)
    case agreed(ProtocolVersion)
  }

  /// One handshake: between whom, and the client's random.
  private struct Handshake: Hashable {
    var ends: ConnectionKey
    var random: [UInt8]
  }

  private var answers: [Handshake: Answer] = [:]
  private var newest: [ConnectionKey: Handshake] = [:]
  /// Between whom a cookie was asked for: the next hello is the same client's, again (RFC 6347 §4.2.1). OpenSSL
  /// before 1.0 took another random for it.
  private var asked: Set<ConnectionKey> = []
  private static let limit = 1 << 16

  init() {}

  /// The newest version first, those without one last.
  public var counts: [Count] {
    var counts: [Answer: Int] = [:]
    for answer in answers.values { counts[answer, default: 0] += 1 }
    return counts.map { answer, handshakes in
      switch answer {
      case .none: Count(handshakes: handshakes)
      case .asked: Count(isAsked: true, handshakes: handshakes)
      case .failed(let alert): Count(alert: alert, handshakes: handshakes)
      case .agreed(let version): Count(version: version, handshakes: handshakes)
      }
    }.sorted { Self.place($0) < Self.place($1) }
  }

  /// The numbers of DTLS go down (RFC 6347 §4.1).
  private static func place(_ count: Count) -> Int {
    if let version = count.version { return Int(version.rawValue) }
    if let alert = count.alert { return 0x1_0000 + Int(alert.rawValue) }
    return count.isAsked ? 0x2_0000 : 0x2_0001
  }

  /// Takes a datagram, whatever is in it.
  mutating func take(_ datagram: UDPDatagram) {
    take(datagram.payload, ConnectionKey(datagram.source, datagram.target))
  }

  private mutating func take(_ payload: ArraySlice<UInt8>, _ ends: ConnectionKey) {
    // Sound comes to the same ports, a thousand times as often.
    guard let first = payload.first, PacketKind([first]) == .dtls else { return }
    for record in DTLSRecord.records(of: Array(payload)).records
    where record.epoch == 0 && Self.known.contains(record.version) {
      if record.type == .alert { takeAlert(record.fragment, ends) }
      guard record.type == .handshake else { continue }
      let parts = try? ByteReader.read(HandshakeFragments.self, from: record.fragment).parts
      for part in parts ?? [] where part.offset == 0 { take(part, ends) }
    }
  }

  /// A fatal one before the ServerHello ends the handshake (RFC 6347 §4.1.2.7).
  private mutating func takeAlert(_ content: [UInt8], _ ends: ConnectionKey) {
    guard content.count == 2, content[0] == 2, let handshake = newest[ends] else { return }
    if case .agreed? = answers[handshake] { return }
    asked.remove(ends)
    answers[handshake] = .failed(AlertDescription(rawValue: content[1]))
  }

  /// OpenSSL before 0.9.8f wrote 0x0100.
  private static let known: Set<ProtocolVersion> = [.dtls10, .dtls12, .init(rawValue: 0x0100)]

  /// A hello from its first byte on; anything else is passed over.
  private mutating func take(_ part: HandshakeFragment, _ ends: ConnectionKey) {
    let body = part.fragment
    switch part.type {
    case .clientHello:
      guard body.count >= 34, newest.count < Self.limit, answers.count < Self.limit else { return }
      var answer = Answer.none
      if asked.remove(ends) != nil, let first = newest[ends] {
        answers[first] = nil
        answer = .asked
      }
      let handshake = Handshake(ends: ends, random: Array(body[2..<34]))
      answers[handshake] = answers[handshake] ?? answer
      newest[ends] = handshake
    case .helloVerifyRequest:
      guard let handshake = newest[ends] else { return }
      asked.insert(ends)
      if answers[handshake] == Answer.none { answers[handshake] = .asked }
    case .serverHello:
      // A part of one tells no version for sure.
      guard let handshake = newest[ends],
        let hello = try? ByteReader.read(ServerHello.self, from: body)
      else { return }
      answers[handshake] = .agreed(hello.version)
    default: return
    }
  }
}
