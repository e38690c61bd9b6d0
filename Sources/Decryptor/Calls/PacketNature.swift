import Media

/// Whether packets of RTP are sound in the clear, by what everyone sees of them.
enum PacketNature: Sendable, Hashable {
  case clear
  /// More is in them than samples, the tag of SRTP; or what is as even as a cipher makes it.
  case protected
  /// Nothing tells.
  case unknown
}

/// Tells the packets of a flow apart by their nature, which may change in the midst of a call.
struct PacketNatures {
  private let packets: [MediaFlow.Packet]
  private let laws: [UInt8: G711]
  private var natures: [PacketNature]
  private var sources: [UInt32: Source] = [:]

  /// What is known of one source (SSRC).
  private struct Source {
    /// Its packets, by their place.
    var places: [Int] = []
    var last: Form?
    /// By how much its last packet was longer than its samples.
    var excess: Int?
  }

  /// What a packet tells of itself.
  private struct Form {
    var header: RTPHeader
    /// Of the payload, with its padding and without.
    var length: Int
    var unpadded: Int
    var isG711: Bool
  }

  /// Fewer packets in a row are no change: they are forged, or odd.
  private static let leastRun = 10
  /// Fewer bytes don't tell how even they are.
  private static let leastSample = 80
  /// Bytes of tag and identifier that SRTP puts behind a payload (RFC 3711 §3.1, RFC 7714 §13.1).
  private static let tagLengths = 4...64

  /// - Parameters:
  ///   - laws: what payload types beside 0 and 8 mean.
  ///   - agreed: what the signalling agreed on at a time, where a call turned from one to the other.
  private init(
    _ packets: [MediaFlow.Packet], _ laws: [UInt8: G711], _ agreed: (Int64) -> PacketNature
  ) {
    self.packets = packets
    self.laws = laws
    natures = packets.map { _ in .unknown }
    for (place, packet) in packets.enumerated() { note(packet, at: place, agreed) }
    for source in sources.values { settle(source.places) }
  }

  /// The parts of a flow, each of one nature, in the order in which they begin.
  static func parts(
    of flow: MediaFlow, laws: [UInt8: G711],
    agreed: (Int64) -> PacketNature = { _ in .unknown }
  ) -> [(nature: PacketNature, flow: MediaFlow)] {
    let packets = flow.kept
    let natures = PacketNatures(packets, laws, agreed).natures
    var parts: [(nature: PacketNature, packets: [MediaFlow.Packet])] = []
    for (packet, nature) in zip(packets, natures) {
      if let place = parts.firstIndex(where: { $0.nature == nature }) {
        parts[place].packets.append(packet)
      } else {
        parts.append((nature, [packet]))
      }
    }
    guard parts.count > 1 else { return [(parts.first?.nature ?? .unknown, flow)] }
    return parts.map { ($0.nature, flow.with($0.packets)) }
  }

  private mutating func note(
    _ packet: MediaFlow.Packet, at place: Int, _ agreed: (Int64) -> PacketNature
  ) {
    guard let header = try? RTPHeader(parsing: packet.bytes) else { return }
    var source = sources[header.source] ?? Source()
    // Taken out of the table, or every change would copy it.
    sources[header.source] = nil
    defer { sources[header.source] = source }
    let length = packet.bytes.count - header.length
    // The last octet counts the padding, itself included (RFC 3550 §5.1).
    let padding = header.hasPadding ? Int(packet.bytes.last ?? 0) : 0
    let form = Form(
      header: header, length: length, unpadded: padding <= length ? length - padding : length,
      isG711: (laws[header.payloadType] ?? G711(payloadType: header.payloadType)) != nil)
    judgeLast(of: &source, next: header)
    source.places.append(place)
    source.last = form
    natures[place] = form.isG711 ? Self.nature(packet.bytes.suffix(length)) : agreed(packet.time)
  }

  /// The next packet's time tells how many samples are in the one before, and so whether more is.
  private mutating func judgeLast(of source: inout Source, next: RTPHeader) {
    guard let last = source.last, let place = source.places.last, last.isG711,
      next.sequence == last.header.sequence &+ 1, next.payloadType == last.header.payloadType
    else { return }
    let step = Int(Int32(bitPattern: next.timestamp &- last.header.timestamp))
    if step == last.unpadded {
      natures[place] = .clear
      return
    }
    let excess = last.length - step
    defer { source.excess = excess }
    // A tag is as long in every packet; a clock that jitters is not.
    guard step > 0, Self.tagLengths.contains(excess), excess == source.excess else { return }
    for place in source.places.suffix(2) { natures[place] = .protected }
  }

  /// By how evenly the bytes are spread: a cipher's are, those of speech, tones and silence are not.
  private static func nature(_ payload: some Collection<UInt8>) -> PacketNature {
    guard payload.count >= leastSample else { return .unknown }
    var counts = [Int](repeating: 0, count: 16)
    for byte in payload { counts[Int(byte >> 4)] += 1 }
    // Pearson's chi-squared, 15 degrees of freedom: above 70 less than one in ten million of even ones.
    let squares = counts.reduce(0) { $0 + $1 * $1 }
    let isEven = squares * 16 - payload.count * payload.count <= 70 * payload.count
    return isEven ? .protected : .clear
  }

  /// Lets a nature that holds for a while count for what stands between.
  private mutating func settle(_ places: [Int]) {
    let clear = places.count { natures[$0] == .clear }
    let protected = places.count { natures[$0] == .protected }
    let runs = runs(of: places)
    let long = runs.filter { $0.places.count >= Self.leastRun && $0.nature != .unknown }
    guard var current = long.first?.nature else {
      let whole: PacketNature =
        clear > 4 * protected ? .clear : protected > 4 * clear ? .protected : .unknown
      for place in places { natures[place] = whole }
      return
    }
    for run in runs {
      if run.places.count >= Self.leastRun, run.nature != .unknown { current = run.nature }
      for place in run.places { natures[place] = current }
    }
  }

  /// Packets of one nature in a row; where nothing tells, that of the one before.
  private func runs(of places: [Int]) -> [(nature: PacketNature, places: [Int])] {
    var runs: [(nature: PacketNature, places: [Int])] = []
    for place in places {
      let nature = natures[place]
      if let last = runs.last, nature == .unknown || nature == last.nature {
        runs[runs.count - 1].places.append(place)
      } else {
        runs.append((nature, [place]))
      }
    }
    return runs
  }
}
