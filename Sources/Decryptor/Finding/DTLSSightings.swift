import Captures
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
    var rest = payload
    while let record = Self.record(rest) {
      if record.isOpenHandshake { take(hello: record.fragment, ends) }
      rest = record.rest
    }
  }

  /// A ClientHello or a ServerHello from its first byte on; anything else is passed over.
  private mutating func take(hello fragment: ArraySlice<UInt8>, _ ends: ConnectionKey) {
    let message = Array(fragment)
    // Type, length, message_seq, fragment_offset, fragment_length (RFC 6347 §4.2.2).
    guard message.count >= 12, message[6...8].allSatisfy({ $0 == 0 }) else { return }
    if message[0] == 3, newest[ends] != nil { asked.insert(ends) }
    guard message.count >= 12 + 34 else { return }
    let body = Array(message[12...])
    switch message[0] {
    case 1:
      guard newest.count < Self.limit, versions.count < Self.limit else { return }
      if asked.remove(ends) != nil, let first = newest[ends] { versions[first] = nil }
      let handshake = Handshake(ends: ends, random: Array(body[2..<34]))
      if versions[handshake] == nil { versions[handshake] = .some(nil) }
      newest[ends] = handshake
    case 2:
      guard let handshake = newest[ends] else { return }
      versions[handshake] = .some(Self.version(inServerHello: body))
    default: return
    }
  }

  /// `supported_versions` where it stands there (RFC 9147 §5.3), else `server_version`.
  private static func version(inServerHello body: [UInt8]) -> ProtocolVersion {
    let legacy = ProtocolVersion(rawValue: number(body[0...]))
    guard body.count > 34 else { return legacy }
    // Session, suite, compression, length of the extensions.
    var rest = body[34...].dropFirst(1 + Int(body[34]) + 2 + 1 + 2)
    while rest.count >= 4 {
      let length = Int(number(rest.dropFirst(2)))
      if number(rest) == ExtensionType.supportedVersions.rawValue, length == 2, rest.count >= 6 {
        return ProtocolVersion(rawValue: number(rest.dropFirst(4)))
      }
      rest = rest.dropFirst(4 + length)
    }
    return legacy
  }

  private struct Record {
    var isOpenHandshake: Bool
    var fragment: ArraySlice<UInt8>
    var rest: ArraySlice<UInt8>
  }

  /// Type, version, epoch, sequence_number, length (RFC 6347 §4.1). The version is 0xfeff or 0xfefd; OpenSSL
  /// before 0.9.8f wrote 0x0100.
  private static func record(_ bytes: ArraySlice<UInt8>) -> Record? {
    let start = bytes.startIndex
    guard bytes.count > 13, (20...25).contains(bytes[start]),
      [0xfeff, 0xfefd, 0x0100].contains(number(bytes.dropFirst()))
    else { return nil }
    let length = Int(number(bytes.dropFirst(11)))
    let isOpen = bytes[start] == 22 && bytes[start + 3] == 0 && bytes[start + 4] == 0
    return Record(
      isOpenHandshake: isOpen, fragment: bytes.dropFirst(13).prefix(length),
      rest: bytes.dropFirst(13 + length))
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> UInt16 {
    guard bytes.count >= 2 else { return 0 }
    return UInt16(bytes[bytes.startIndex]) << 8 | UInt16(bytes[bytes.startIndex + 1])
  }
}
