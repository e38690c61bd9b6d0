import Bytes
import Captures

/// Connections of QUIC in a capture (RFC 9000 §17.2, RFC 9369). They are counted by the client's first packets;
/// nothing more is done with them.
public struct QUICSightings: Sendable {
  /// How often a version was offered.
  public struct Count: Hashable, Sendable {
    /// 1 and 2 are RFC 9000's and RFC 9369's; drafts are 0xff00_00xx.
    public var version: UInt32
    public var connections: Int
  }

  private var versions: [ConnectionKey: UInt32] = [:]
  private static let limit = 1 << 16
  private static let version2: UInt32 = 0x6b33_43cf

  init() {}

  /// The oldest version first.
  public var counts: [Count] {
    var counts: [UInt32: Int] = [:]
    for version in versions.values { counts[version, default: 0] += 1 }
    return counts.map { Count(version: $0.key, connections: $0.value) }
      .sorted { $0.version < $1.version }
  }

  /// Takes a datagram, whatever is in it: an Initial packet of the client fills it up to 1,200 bytes
  /// (RFC 9000 §14.1).
  mutating func take(_ datagram: UDPDatagram) {
    let payload = datagram.payload
    guard payload.count + datagram.cutOff >= 1200, payload.count > 27,
      let first = payload.first, first & 0xc0 == 0xc0, versions.count < Self.limit
    else { return }
    var fields = FieldScanner(payload.dropFirst())
    guard let high = fields.short(), let low = fields.short() else { return }
    let version = UInt32(high) << 16 | UInt32(low)
    // The type of an Initial is another one in version 2 (RFC 9369 §3.2).
    let type = first >> 4 & 3
    let isKnown = version == 1 || version >> 8 == 0xff_0000
    guard isKnown && type == 0 || version == Self.version2 && type == 1,
      let identifier = fields.vector(1), (8...20).contains(identifier.count),
      let own = fields.vector(1), own.count <= 20
    else { return }
    let ends = ConnectionKey(datagram.source, datagram.target)
    if versions[ends] == nil { versions[ends] = version }
  }
}
