import CryptoPrimitives

/// Protects what one end sends: packets of RTP become SRTP, those of RTCP SRTCP (RFC 3711 §3.3, §3.4).
public struct SRTPSender: Sendable, Hashable {
  public let master: SRTPMasterKey
  /// By the source (SSRC).
  private var indices: [UInt32: PacketIndex] = [:]
  private var controlIndices: [UInt32: UInt32] = [:]
  private var keys = SRTPKeyCache()
  private var controlKeys = SRTPKeyCache()
  private let firstRollover: UInt32

  /// - Parameter rollover: how often sequence numbers began anew before the first packet.
  public init(_ master: SRTPMasterKey, rollover: UInt32 = 0) {
    self.master = master
    firstRollover = rollover
  }

  /// Protects a packet of RTP.
  public mutating func protect(_ packet: [UInt8]) throws(MediaError) -> [UInt8] {
    let header = try header(of: packet)
    var state = indices[header.source] ?? PacketIndex(rollover: firstRollover)
    guard let index = state.estimate(header.sequence) else { throw .keyExhausted }
    state.update(index)
    let keys = try keys.keys(master, control: false, index: index)
    let sealed = try Self.protect(packet, header, master, keys, index: index)
    indices[header.source] = state
    return sealed
  }

  private func header(of packet: [UInt8]) throws(MediaError) -> RTPHeader {
    do throws(RTPError) {
      return try RTPHeader(parsing: packet)
    } catch {
      throw .packet(error)
    }
  }

  static func protect(
    _ packet: [UInt8], _ header: RTPHeader, _ master: SRTPMasterKey, _ keys: SRTPSessionKeys,
    index: UInt64
  ) throws(MediaError) -> [UInt8] {
    let head = Array(packet.prefix(header.length))
    let payload = packet.dropFirst(head.count)
    switch master.transform.method {
    case .counter(let mode, let count):
      let text =
        master.encrypts
        ? try keys.transform(payload, mode, source: header.source, index: index) : Array(payload)
      let content = head + text
      guard master.authenticates else { return content + master.identifier }
      // M = packet ‖ ROC (§4.2).
      let rollover = UInt32(truncatingIfNeeded: index >> 16).networkBytes
      return content + master.identifier + (try keys.tag(of: content, rollover, count: count))
    case .aead(let algorithm):
      guard master.encrypts else {
        let tag = try keys.seal(
          [], algorithm, source: header.source, index: index, additional: packet)
        return packet + tag + master.identifier
      }
      return head
        + (try keys.seal(
          payload, algorithm, source: header.source, index: index, additional: head))
        + master.identifier
    }
  }

  /// Protects packets of RTCP that travel together.
  public mutating func protectControl(_ packet: [UInt8]) throws(MediaError) -> [UInt8] {
    guard packet.count >= 8 else { throw .packet(.tooShort(needed: 8, has: packet.count)) }
    let source = packet[4..<8].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    // The first packet's is 0 (§3.4); those of libsrtp begin with 1, which is as good.
    let index = controlIndices[source] ?? 0
    guard index < 1 << 31 else { throw .keyExhausted }
    let keys = try controlKeys.keys(master, control: true, index: UInt64(index))
    controlIndices[source] = index + 1
    return try Self.protectControl(packet, master, keys, source: source, index: index)
  }

  static func protectControl(
    _ packet: [UInt8], _ master: SRTPMasterKey, _ keys: SRTPSessionKeys, source: UInt32,
    index: UInt32
  ) throws(MediaError) -> [UInt8] {
    let head = Array(packet.prefix(8))
    let word = (index | (master.encryptsControl ? 1 << 31 : 0)).networkBytes
    switch master.transform.method {
    case .counter(let mode, _):
      let text =
        master.encryptsControl
        ? try keys.transform(packet.dropFirst(8), mode, source: source, index: UInt64(index))
        : Array(packet.dropFirst(8))
      let content = head + text + word
      return content + master.identifier
        + (try keys.tag(of: content, [], count: master.transform.controlTagLength))
    case .aead(let algorithm):
      let sealed =
        master.encryptsControl
        ? try keys.seal(
          packet.dropFirst(8), algorithm, source: source, index: UInt64(index),
          additional: head + word)
        : Array(packet.dropFirst(8))
          + (try keys.seal(
            [], algorithm, source: source, index: UInt64(index), additional: packet + word))
      return head + sealed + word + master.identifier
    }
  }
}
