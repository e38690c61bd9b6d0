public import CryptoPrimitives

/// One direction of a call as packets of RTP, and of SRTP under a master key: 20 milliseconds of G.711 each
/// (RFC 3551 §4.5.14). Source, first sequence number and first timestamp come from the seed.
public struct MediaStream: Sendable, Hashable {
  /// Samples in a packet.
  public static let samplesPerPacket = 160
  /// Between two packets, in microseconds.
  public static let interval: Int64 = 20_000

  public let law: G711
  public let source: UInt32
  public private(set) var sequence: UInt16
  public private(set) var timestamp: UInt32
  private var sender: SRTPSender?
  private var isFirst = true
  private var packets: UInt32 = 0
  private var octets: UInt32 = 0

  /// - Parameters:
  ///   - master: nil for RTP without protection.
  ///   - random: of this direction.
  public init(_ law: G711, master: SRTPMasterKey?, random: RandomStream) {
    let bytes = random.substream("rtp").bytes(10)
    func number(_ range: Range<Int>) -> UInt32 { bytes[range].reduce(0) { $0 << 8 | UInt32($1) } }
    self.law = law
    source = number(0..<4)
    timestamp = number(4..<8)
    // The upper half is left free, so that a receiver that misses the first packets is not led astray
    // (RFC 3711 §3.3.1).
    sequence = UInt16(truncatingIfNeeded: number(8..<10)) & 0x7fff
    sender = master.map { SRTPSender($0) }
  }

  /// The next packet.
  ///
  /// - Parameter samples: as many as there are, 160 as a rule.
  public mutating func packet(_ samples: some Collection<Int16>) throws(MediaError) -> [UInt8] {
    let header = RTPHeader(
      hasMarker: isFirst, payloadType: law.payloadType, sequence: sequence, timestamp: timestamp,
      source: source)
    let bytes = RTPPacket(header, payload: law.encode(samples)).bytes
    let sent = try sender?.protect(bytes) ?? bytes
    isFirst = false
    sequence &+= 1
    timestamp &+= UInt32(truncatingIfNeeded: samples.count)
    packets &+= 1
    octets &+= UInt32(truncatingIfNeeded: samples.count)
    return sent
  }

  /// All packets of a sound; the last one is filled up with silence.
  public mutating func packets(_ samples: [Int16]) throws(MediaError) -> [[UInt8]] {
    var packets: [[UInt8]] = []
    for start in stride(from: 0, to: samples.count, by: Self.samplesPerPacket) {
      var piece = Array(samples[start..<min(start + Self.samplesPerPacket, samples.count)])
      piece += [Int16](repeating: 0, count: Self.samplesPerPacket - piece.count)
      packets.append(try packet(piece))
    }
    return packets
  }

  /// What is told beside (RTCP): how much was sent, and by whom.
  ///
  /// - Parameters:
  ///   - time: microseconds since 1970.
  ///   - name: `user@host`.
  ///   - leaves: whether this is the last one.
  public mutating func report(
    at time: Int64, name: String, leaves: Bool = false
  ) throws(MediaError) -> [UInt8] {
    // NTP counts from 1900, in parts of 2^32 of a second.
    let seconds = UInt64(bitPattern: time / 1_000_000 &+ 2_208_988_800)
    let part = UInt64(abs(time % 1_000_000)) << 32 / 1_000_000
    var compound = RTCPPacket.senderReport(
      source: source, time: seconds << 32 | part, timestamp: timestamp, packets: packets,
      octets: octets
    ).bytes
    compound += RTCPPacket.sourceDescription(source: source, name: name).bytes
    if leaves { compound += RTCPPacket.goodbye(source: source).bytes }
    return try sender?.protectControl(compound) ?? compound
  }
}
