import Bytes
import Captures
import DTLS
public import TLSWire

/// Handshakes of DTLS in a capture (RFC 6347 §4.2). They are counted, with the version that the server chose;
/// nothing more is done with them.
public struct DTLSSightings: Sendable {
  /// How often a version was agreed on.
  public struct Count: Hashable, Sendable {
    /// Nil where no server answered in the capture.
    public var version: ProtocolVersion?
    public var handshakes: Int
  }

  /// One handshake: between whom, and the client's random.
  private struct Handshake: Hashable {
    var ends: ConnectionKey
    var random: [UInt8]
  }

  private var versions: [Handshake: ProtocolVersion?] = [:]
  private var newest: [ConnectionKey: Handshake] = [:]
  /// Between whom a cookie was asked for: the next hello is the same client's, again (RFC 6347 §4.2.1). OpenSSL
  /// before 1.0 took another random for it.
  private var asked: Set<ConnectionKey> = []
  private static let limit = 1 << 16

  init() {}

  /// The newest version first, those without an answer last.
  public var counts: [Count] {
    var counts: [ProtocolVersion?: Int] = [:]
    for version in versions.values { counts[version, default: 0] += 1 }
    // The numbers of DTLS go down (RFC 6347 §4.1).
    return counts.map { Count(version: $0.key, handshakes: $0.value) }
      .sorted { ($0.version?.rawValue ?? .max) < ($1.version?.rawValue ?? .max) }
  }

  /// Takes a datagram, whatever is in it.
  mutating func take(_ datagram: UDPDatagram) {
    take(datagram.payload, ConnectionKey(datagram.source, datagram.target))
  }

  private mutating func take(_ payload: ArraySlice<UInt8>, _ ends: ConnectionKey) {
    // Sound comes to the same ports, a thousand times as often.
    guard let first = payload.first, PacketKind([first]) == .dtls else { return }
    for record in DTLSRecord.records(of: Array(payload)).records
    where record.type == .handshake && record.epoch == 0 && Self.known.contains(record.version) {
      let parts = try? ByteReader.read(HandshakeFragments.self, from: record.fragment).parts
      for part in parts ?? [] where part.offset == 0 { take(part, ends) }
    }
  }

  /// OpenSSL before 0.9.8f wrote 0x0100.
  private static let known: Set<ProtocolVersion> = [.dtls10, .dtls12, .init(rawValue: 0x0100)]

  /// A hello from its first byte on; anything else is passed over.
  private mutating func take(_ part: HandshakeFragment, _ ends: ConnectionKey) {
    let body = part.fragment
    switch part.type {
    case .clientHello:
      guard body.count >= 34, newest.count < Self.limit, versions.count < Self.limit else { return }
      if asked.remove(ends) != nil, let first = newest[ends] { versions[first] = nil }
      let handshake = Handshake(ends: ends, random: Array(body[2..<34]))
      if versions[handshake] == nil { versions[handshake] = .some(nil) }
      newest[ends] = handshake
    case .helloVerifyRequest where newest[ends] != nil: asked.insert(ends)
    case .serverHello:
      // A part of one tells no version for sure.
      guard let handshake = newest[ends],
        let hello = try? ByteReader.read(ServerHello.self, from: body)
      else { return }
      versions[handshake] = .some(hello.version)
    default: return
    }
  }
}
