import Captures
import Network
import TLSKeys

/// One TCP connection of a capture: put into order, searched for TLS, and read.
///
/// `@unchecked Sendable`: while a batch is read one thread has it, between batches the one that reads the
/// file.
final class Connection: @unchecked Sendable {
  let number: Int
  let key: ConnectionKey
  private let context: DecryptionContext
  private let time: Int64
  /// Of the segment that is read.
  private var now = PacketMoment(packet: 0, time: 0)
  /// The packet whose bytes a direction handed on last.
  private var lastPacket = (lower: 0, upper: 0)
  /// Behind which packet bytes of a direction are missing, for the first time.
  private var gapPackets: [Side: Int] = [:]
  private var lowerStream = StreamReassembly()
  private var upperStream = StreamReassembly()
  /// Whether a direction was seen from its SYN on.
  private var isWhole = (lower: false, upper: false)
  private var finder = TLSFinder()
  private var reader: SessionReader?
  private var clientIsLower = true
  /// Whether the bytes of a direction are records by now.
  private var isAligned = (lower: false, upper: false)
  /// The last packet since it was reset, of any side.
  private var resetPacket: Int?
  /// When it was first seen to be over.
  private var overSince: ContinuousClock.Instant?
  /// Whether packets of a direction are in the capture; whether some were cut off, or stand behind later ones.
  private var isSeen = (lower: false, upper: false)
  private var isCutOff = false
  private var isDisordered = false
  private var latest = Int64.min
  /// Whether SIP is spoken without TLS.
  private var isSignalling = false
  /// The first SYN told who calls whom.
  private var callerIsLower: Bool?
  private(set) var inbox: [TCPSegment] = []
  /// Whether it is no TLS, or over.
  private(set) var isDone = false
  /// Whether it had no TLS as far as that is searched for.
  private(set) var isGivenUp = false
  private(set) var session: DecryptedSession?
  let beginning = ConnectionBeginning()

  init(_ number: Int, _ key: ConnectionKey, _ time: Int64, _ context: DecryptionContext) {
    self.number = number
    self.key = key
    self.time = time
    self.context = context
  }

  /// Whether it waits for the secret of another session.
  var isWaiting: Bool { !isDone && reader?.isWaiting == true }

  /// Whether there is TLS in it.
  var isTLS: Bool { reader != nil }

  /// Takes a segment, to be read with others.
  func take(_ segment: TCPSegment) {
    inbox.append(segment)
    beginning.note(segment)
  }

  /// Reads what came.
  func readInbox() {
    for segment in inbox where !isDone { read(segment) }
    inbox = []
    lowerStream.settle()
    upperStream.settle()
    finishIfEnded(at: now.packet)
  }

  /// Ends a connection that both sides have closed, or one has reset long ago.
  ///
  /// - Parameters:
  ///   - packet: the last packet of the capture that was read.
  ///   - evenIfWaiting: whether the secret that its session waits for can't come any more.
  func finishIfEnded(at packet: Int, evenIfWaiting: Bool = false) {
    guard isClosed || hasRested(at: packet), !isDone else { return }
    // Secrets may reach the log behind the last packet.
    if isWaiting && context.growsKeyLog && !hasWaited { return }
    if evenIfWaiting || !isWaiting { finish() }
  }

  /// Whether both sides have closed it, or one has reset it.
  var isOver: Bool { isClosed || isReset }

  /// Whether a side has reset it. What the other one has sent before it heard of that still counts, and what
  /// comes where the reset was another's: a firewall's, say.
  var isReset: Bool { resetPacket != nil }

  private var isClosed: Bool { lowerStream.hasEnded && upperStream.hasEnded }

  /// Whether nothing came since it was reset, for so long that nothing will.
  func hasRested(at packet: Int) -> Bool {
    guard let resetPacket else { return false }
    return packet - resetPacket > Self.rest
  }

  /// Packets of the capture: what counts is the same, however many of them are read at a time.
  private static let rest = 10_000

  /// Whether it is over, and waits no more for a key log that grows.
  private var hasWaited: Bool {
    let since = overSince ?? .now
    overSince = since
    return since.duration(to: .now) > Self.patience
  }

  private static let patience = Duration.seconds(5)

  private func read(_ segment: TCPSegment) {
    let isLower = segment.source == key.lower
    note(segment, isLower)
    guard !isClosed, !hasRested(at: segment.packet) else { return }
    now = PacketMoment(packet: segment.packet, time: segment.time)
    if segment.isSynchronize && !segment.isAcknowledgement {
      callerIsLower = callerIsLower ?? isLower
    }
    if segment.isSynchronize {
      if isLower { isWhole.lower = true } else { isWhole.upper = true }
    }
    if isLower {
      lowerStream.add(segment) { route($0, isLower: true) }
      if segment.acknowledges { upperStream.acknowledge(segment.acknowledgement) }
    } else {
      upperStream.add(segment) { route($0, isLower: false) }
      if segment.acknowledges { lowerStream.acknowledge(segment.acknowledgement) }
    }
    if segment.isReset || isReset { resetPacket = segment.packet }
  }

  private func note(_ segment: TCPSegment, _ isLower: Bool) {
    if segment.cutOff > 0 { isCutOff = true }
    if segment.time < latest { isDisordered = true }
    latest = max(latest, segment.time)
    if isLower { isSeen.lower = true } else { isSeen.upper = true }
  }

  /// What the capture lacks says more than what the session lacks.
  private func reason(_ session: DecryptedSession) -> Reason? {
    guard session.result != .open else { return session.reason }
    switch session.reason {
    case .startMissing, .helloMissing, .unfinished:
      if !(clientIsLower ? isSeen.lower : isSeen.upper) { return .sideMissing(.client) }
      if !(clientIsLower ? isSeen.upper : isSeen.lower) { return .sideMissing(.server) }
      return isDisordered ? .disordered : session.reason
    default: return session.reason
    }
  }

  private func route(_ event: StreamReassembly.Event, isLower: Bool) {
    guard !isDone else { return }
    switch event {
    case .gap(let count):
      if isSignalling { context.calls?.lose(connection: number, isFirst: isLower) }
      guard let reader else { return }
      let last = isLower ? lastPacket.lower : lastPacket.upper
      if gapPackets[side(isLower)] == nil { gapPackets[side(isLower)] = last }
      context.recording?(
        number, side(isLower), PacketMoment(packet: last, time: now.time), .gap(count))
      reader.lose(side(isLower), count)
      if isLower { isAligned.lower = true } else { isAligned.upper = true }
    case .bytes(let bytes):
      if isLower { lastPacket.lower = now.packet } else { lastPacket.upper = now.packet }
      if let reader { pass(bytes, to: reader, isLower) } else { look(bytes, isLower) }
    }
  }

  private func side(_ isLower: Bool) -> Side { isLower == clientIsLower ? .client : .server }

  private func pass(_ bytes: ArraySlice<UInt8>, to reader: SessionReader, _ isLower: Bool) {
    let isAligned = isLower ? isAligned.lower : isAligned.upper
    var bytes = bytes
    // What the other side says in answer to the request for TLS may come late, and TLS in the same segment.
    if !isAligned {
      if !Pattern.isRecord(bytes.prefix(5)), bytes.count >= 5 || bytes.first != 0x16 {
        let start = Pattern.firstHello(in: bytes, isFirst: false)?.place ?? bytes.endIndex
        reader.takeOther(side(isLower), bytes[..<start])
        bytes = bytes[start...]
        if bytes.isEmpty { return }
      }
      if isLower { self.isAligned.lower = true } else { self.isAligned.upper = true }
    }
    context.recording?(number, side(isLower), now, .bytes(bytes))
    reader.receive(side(isLower), bytes)
  }

  private func look(_ bytes: ArraySlice<UInt8>, _ isLower: Bool) {
    if let calls = context.calls, isSignalling || SignallingReader.begins(bytes) {
      isSignalling = true
      return calls.take(bytes, connection: number, isFirst: isLower, .tcp, at: now.time)
    }
    let isWhole = isLower ? isWhole.lower : isWhole.upper
    switch finder.take(bytes, isLower: isLower, isWhole: isWhole) {
    case .nothing: return
    case .none:
      isDone = true
      isGivenUp = true
    case .found(let found): begin(found, isLower)
    }
  }

  private func begin(_ found: TLSFinder.Found, _ isLower: Bool) {
    if found.hasHello {
      clientIsLower = isLower == found.isClient
    } else {
      // Who calls has the higher port, as a rule.
      clientIsLower = callerIsLower ?? (key.lower.port > key.upper.port)
    }
    let client = clientIsLower ? key.lower : key.upper
    let server = clientIsLower ? key.upper : key.lower
    var session = DecryptedSession(
      stream: number, time: time, flow: Flow(client: client.address, server: server.address))
    session.prelude = found.prelude
    if found.prelude == .other {
      session.otherAnswer = finder.beginning(isLower: !clientIsLower)
    }
    let number = number
    let output = context.output
    let calls = context.calls
    let reader = SessionReader(
      session, keyring: context.keyring, cache: context.cache,
      give: { [weak self] side, bytes in
        output?(number, side, bytes)
        calls?.take(
          bytes, connection: number, isFirst: side == .client,
          .tls(stream: number, hides: self?.reader?[side].hidesNothing != true),
          at: self?.now.time ?? 0)
      })
    reader.patience.forKeyLog = context.growsKeyLog
    self.reader = reader
    if isLower { isAligned.lower = true } else { isAligned.upper = true }
    context.recording?(number, side(isLower), now, .bytes(found.bytes))
    reader.receive(side(isLower), found.bytes)
  }

  /// Tries again what waits for a secret.
  func retry() { reader?.retry() }

  /// No session before this one will bring the secret that it resumes.
  func stopWaiting() {
    reader?.patience.forSession = false
    reader?.retry()
    reader?.patience.forSession = true
  }

  /// Ends the connection: what is missing is given up.
  func finish() {
    guard !isDone else { return }
    lowerStream.finish { route($0, isLower: true) }
    upperStream.finish { route($0, isLower: false) }
    isDone = true
    guard let reader else { return }
    var session = reader.finish()
    let client = clientIsLower ? lowerStream : upperStream
    let server = clientIsLower ? upperStream : lowerStream
    if let offset = client.disagreement { session.disagreement = (.client, offset) }
    if let offset = server.disagreement { session.disagreement = (.server, offset) }
    session.client.lostBehind = gapPackets[.client]
    session.server.lostBehind = gapPackets[.server]
    session.isCutOff = isCutOff
    session.reason = reason(session)
    self.session = session
    self.reader = nil
  }
}

/// What all connections of a capture share.
struct DecryptionContext: Sendable {
  var keyring: Keyring
  var cache = SessionCache()
  var growsKeyLog = false
  var output: (@Sendable (Int, Side, ArraySlice<UInt8>) -> Void)?
  var recording: (@Sendable (Int, Side, PacketMoment, RecordedBytes) -> Void)?
  var calls: CallFollower?
}

/// Where in a capture something came.
public struct PacketMoment: Sendable {
  /// The number of the packet, from 1 on; of a gap that of the last packet before it.
  public var packet: Int
  /// Microseconds since 1970.
  public var time: Int64
}

/// What passed in one direction of a session, as TCP delivered it.
public enum RecordedBytes: Sendable {
  /// Records of TLS, or parts of them.
  case bytes(ArraySlice<UInt8>)
  /// So many bytes are not in the capture.
  case gap(Int)
}
