/// Authenticates and decrypts what one end sent (RFC 3711 §3.3, §3.4).
public struct SRTPReceiver: Sendable, Hashable {
  /// What one source (SSRC) sent so far.
  struct Source: Sendable, Hashable {
    var index = PacketIndex()
    var window: ReplayWindow
    var controlWindow: ReplayWindow
    /// Packets of which none was authentic yet.
    var failures = 0
  }

  /// One of which packets name by its identifier, where there are several.
  public let masters: [SRTPMasterKey]
  private let windowSize: Int
  /// How many rollovers a recording may have missed before its first packet.
  private let missedRollovers: UInt32
  private var sources: [UInt32: Source] = [:]
  private var keys: [Int: SRTPKeyCache] = [:]
  private var controlKeys: [Int: SRTPKeyCache] = [:]
  /// Sources that are remembered at most: who sends under ever new ones can't fill the memory.
  private static let sourceLimit = 1024
  /// So many packets are tried with other rollovers until one is authentic.
  private static let searchedPackets = 8

  /// - Parameters:
  ///   - masters: at least one; several have identifiers of one length.
  ///   - windowSize: indices that are remembered against replay.
  ///   - missedRollovers: 0 for an end of the call; for a recording that may have begun late, how many
  ///     times the sequence number may have begun anew before.
  public init(_ masters: [SRTPMasterKey], windowSize: Int = 128, missedRollovers: UInt32 = 0) {
    self.masters = masters
    self.windowSize = windowSize
    self.missedRollovers = missedRollovers
  }

  /// Opens a packet of SRTP.
  ///
  /// - Returns: the packet of RTP, padding included.
  public mutating func unprotect(_ packet: [UInt8]) throws(MediaError) -> [UInt8] {
    let header: RTPHeader
    do throws(RTPError) {
      header = try RTPHeader(parsing: packet)
    } catch {
      throw .packet(error)
    }
    var source = sources[header.source] ?? newSource()
    var fault = MediaError.authentication
    for index in candidates(header.sequence, source) {
      do throws(MediaError) {
        let opened = try open(packet, header, index: index, source)
        source.index.update(index)
        source.window.mark(index)
        source.failures = 0
        sources[header.source] = source
        return opened
      } catch {
        fault = error
        guard case .authentication = error else { break }
      }
    }
    if sources[header.source] != nil || sources.count < Self.sourceLimit {
      source.failures += 1
      sources[header.source] = source
    }
    throw fault
  }

  private func newSource() -> Source {
    Source(
      window: ReplayWindow(size: windowSize), controlWindow: ReplayWindow(size: windowSize))
  }

  private func candidates(_ sequence: UInt16, _ source: Source) -> [UInt64] {
    let likely = source.index.estimate(sequence).map { [$0] } ?? []
    guard missedRollovers > 0, source.index.highest == nil,
      source.failures < Self.searchedPackets
    else { return likely }
    return (0...missedRollovers).map { PacketIndex.index($0, sequence) }
  }

  private mutating func open(
    _ packet: [UInt8], _ header: RTPHeader, index: UInt64, _ source: Source
  ) throws(MediaError) -> [UInt8] {
    switch source.window.verdict(index) {
    case .seen: throw .replayed
    case .tooOld: throw .tooOld
    case .new: break
    }
    let number = try master(of: packet, behindTag: nil)
    let master = masters[number]
    let keys = try keys[number, default: SRTPKeyCache()].keys(
      master, control: false, index: index)
    return try PacketParts(packet, header, master).open(master, keys, index: index)
  }

  /// Which master key a packet names. The identifier stands before HMAC's tag, and behind AEAD's
  /// (RFC 3711 §3.1, RFC 7714 §8.2).
  ///
  /// - Parameter tagLength: of SRTCP; nil: as long as SRTP has it.
  private func master(of packet: [UInt8], behindTag tagLength: Int?) throws(MediaError) -> Int {
    var named: [UInt8] = []
    for (number, master) in masters.enumerated() {
      guard !master.identifier.isEmpty else { return number }
      let tag: Int =
        switch master.transform.method {
        case .counter: tagLength ?? master.tagLength
        case .aead: 0
        }
      named = Array(packet.dropLast(tag).suffix(master.identifier.count))
      if named == master.identifier { return number }
    }
    throw .unknownMasterKey(named)
  }

  // MARK: SRTCP

  /// Opens a packet of SRTCP.
  ///
  /// - Returns: the packets of RTCP that travel together.
  public mutating func unprotectControl(_ packet: [UInt8]) throws(MediaError) -> [UInt8] {
    guard packet.count >= 12 else { throw .packet(.tooShort(needed: 12, has: packet.count)) }
    guard packet[0] >> 6 == 2 else { throw .packet(.version(Int(packet[0] >> 6))) }
    let source = packet[4..<8].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    let number = try master(
      of: packet, behindTag: masters.first?.transform.controlTagLength)
    let master = masters[number]
    var state = sources[source] ?? newSource()
    let parts = try ControlParts(packet, master)
    switch state.controlWindow.verdict(parts.index) {
    case .seen: throw .replayed
    case .tooOld: throw .tooOld
    case .new: break
    }
    let keys = try controlKeys[number, default: SRTPKeyCache()].keys(
      master, control: true, index: parts.index)
    let opened = try parts.open(master, keys, source: source)
    state.controlWindow.mark(parts.index)
    if sources[source] != nil || sources.count < Self.sourceLimit { sources[source] = state }
    return opened
  }
}
