import Captures
import Media

/// What one end sent to another over UDP that may be sound: kept until its keys are known.
struct MediaFlow: Sendable {
  struct Key: Hashable, Sendable {
    var source: NetworkEnd
    var target: NetworkEnd

    var reversed: Key { Key(source: target, target: source) }
  }

  /// One that is kept: when it came, in microseconds since 1970, and as which of its flow.
  struct Packet: Sendable {
    var time: Int64
    var number: Int
    var bytes: [UInt8]
  }

  let key: Key
  /// In the order in which flows began.
  let number: Int
  /// Microseconds since 1970.
  private(set) var firstTime: Int64
  /// Packets of RTP or SRTP, kept or not.
  private(set) var packets = 0
  private(set) var hasDTLS = false
  /// Whether the capture cut a packet off.
  private(set) var isCutOff = false
  /// Packets that follow the one before: the same source, a number close by.
  private var consistent = 0
  private var last: RTPHeader?
  private var types: [UInt8: Int] = [:]
  private var bytes: [UInt8] = []
  private var ends: [Int] = []
  /// Of each packet that is kept, microseconds since 1970, and its number.
  private var times: [Int64] = []
  private var numbers: [Int] = []

  init(_ key: Key, number: Int, time: Int64) {
    self.key = key
    self.number = number
    firstTime = time
  }

  /// What a datagram looks like.
  enum Shape {
    case media
    case control
    case dtls
  }

  /// RFC 7983 §7, RFC 5761 §4; nil for anything else.
  static func shape(_ payload: ArraySlice<UInt8>) -> Shape? {
    let start = payload.startIndex
    guard payload.count >= RTPHeader.leastLength else { return nil }
    if (20...25).contains(payload[start]), payload[start + 1] == 0xfe { return .dtls }
    guard payload[start] >> 6 == 2 else { return nil }
    return RTCPPacket.Kind(rawValue: payload[start + 1]).isControl ? .control : .media
  }

  /// - Parameter keeps: whether there is room for its bytes.
  mutating func take(_ datagram: UDPDatagram, _ shape: Shape, keeps: Bool) {
    switch shape {
    case .control: return
    case .dtls: hasDTLS = true
    case .media:
      guard let header = try? RTPHeader(parsing: datagram.payload) else { return }
      if datagram.cutOff > 0 { isCutOff = true }
      take(header, datagram.payload, datagram.time, number: packets, keeps: keeps)
    }
  }

  private mutating func take(
    _ header: RTPHeader, _ payload: ArraySlice<UInt8>, _ time: Int64, number: Int, keeps: Bool
  ) {
    if packets == 0 { firstTime = time }
    packets += 1
    note(header)
    guard keeps else { return }
    bytes += payload
    ends.append(bytes.count)
    times.append(time)
    numbers.append(number)
  }

  /// A flow between the same ends with other packets.
  func with(_ packets: [Packet]) -> MediaFlow {
    var flow = MediaFlow(key, number: number, time: firstTime)
    flow.hasDTLS = hasDTLS
    flow.isCutOff = isCutOff
    for packet in packets {
      guard let header = try? RTPHeader(parsing: packet.bytes[...]) else { continue }
      flow.take(header, packet.bytes[...], packet.time, number: packet.number, keeps: true)
    }
    return flow
  }

  /// The packets by whose they are, as flows of their own.
  ///
  /// - Parameter owner: of a packet, by its time.
  func parts(_ owner: (Int64) -> Int?) -> [Int: MediaFlow] {
    Dictionary(grouping: kept) { owner($0.time) }.reduce(into: [:]) { parts, part in
      if let owner = part.key { parts[owner] = with(part.value) }
    }
  }

  private mutating func note(_ header: RTPHeader) {
    types[header.payloadType, default: 0] += 1
    defer { last = header }
    guard let last, last.source == header.source else { return }
    let distance = Int16(bitPattern: header.sequence &- last.sequence)
    if abs(Int(distance)) <= 100 { consistent += 1 }
  }

  /// Whether so many packets can be nothing else.
  var looksLikeMedia: Bool { packets >= 10 && consistent * 5 >= packets * 4 }

  /// The payload type of most packets.
  var payloadType: UInt8? { types.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key }

  /// Bytes that are kept.
  var size: Int { bytes.count }

  /// The packets that are kept.
  var kept: [Packet] {
    var start = 0
    return ends.indices.map { place in
      defer { start = ends[place] }
      return Packet(
        time: times[place], number: numbers[place], bytes: Array(bytes[start..<ends[place]]))
    }
  }
}
