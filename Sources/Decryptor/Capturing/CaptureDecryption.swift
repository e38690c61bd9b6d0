import Bytes
public import Captures

/// Decrypts a capture while it is read: bytes of the file in, plaintext and sessions out.
///
/// What is kept is what is open: a session's handshake, parts of records, segments that wait for others.
/// Connections are spread over the processors, a batch of the capture at a time.
public final class CaptureDecryption {
  private var source = PacketSource()
  private let context: DecryptionContext
  private let filter: FlowFilter?
  private var table: [ConnectionKey: Entry] = [:]
  private var active: [Connection] = []
  /// Those that were reset and are not over yet, by their numbers.
  private var reset: [Int: Connection] = [:]
  private var waitingBytes = 0
  private var nextNumber = 0
  /// Sessions that ended and were not taken.
  private var ended: [DecryptedSession] = []

  /// Packets, and bytes of the file, that were read.
  public private(set) var packets = 0
  public private(set) var bytesRead = 0
  /// The secrets that the capture itself holds.
  public private(set) var secrets: [KeyLogReader.Entry] = []
  /// Handshakes over datagrams: they are counted, and not opened.
  public private(set) var dtls = DTLSSightings()
  /// Connections of QUIC: they are counted, and not opened.
  public private(set) var quic = QUICSightings()
  /// How many packets are older than the one before them, in their order in the file.
  public private(set) var backwards = 0
  private var latest = Int64.min
  /// How many packets the capture cut off (its snapshot length).
  public private(set) var cutPackets = 0
  /// How many connections had no TLS in as many bytes as are searched.
  public private(set) var givenUp = 0
  /// What somebody wrote about the capture.
  public private(set) var comments: [String] = []

  private enum Entry {
    case live(Connection)
    /// Not TLS, or over.
    case ignored(ConnectionBeginning)
  }

  /// So many bytes of a connection are searched for TLS.
  public static let searched = TLSFinder.reach

  /// So much of the capture is read by all processors at once.
  private static let batch = 1 << 20
  /// Beyond so many connections the ones without TLS are forgotten.
  private static let tableLimit = 1 << 18

  public init(_ keyring: Keyring, _ options: Options = Options()) {
    context = DecryptionContext(
      keyring: keyring, growsKeyLog: options.growsKeyLog, output: options.output,
      recording: options.recording, calls: options.followsCalls ? CallFollower() : nil)
    filter = options.filter
  }

  /// TCP connections that were seen.
  public var connections: Int { nextNumber }

  /// Whether the capture is pcapng.
  public var isPcapng: Bool { source.isPcapng }

  /// Link types that were met and are not read.
  public var unreadLinks: [LinkType] {
    source.unreadLinks.sorted { $0.rawValue < $1.rawValue }
  }

  /// Packets that hold neither TCP nor UDP.
  public var passedOver: [PassedOver.Count] { source.passedOver }

  /// Takes bytes of the file.
  ///
  /// - Parameter keepsUp: whether all of them are read before this returns; else the last batch is read beside
  ///   the bytes that come next, or at the end.
  /// - Throws: ``CaptureFault`` where they can't be read on; what came before is read all the same.
  public func read(_ bytes: [UInt8], keepsUp: Bool = true) throws(CaptureFault) {
    bytesRead += bytes.count
    var part = PacketSource.Part()
    var bytes = bytes
    while !part.isLast {
      runBatch { part = source.next(bytes) }
      bytes = []
      for item in part.items { take(item) }
    }
    if keepsUp || part.fault != nil { runBatch() }
    if let fault = part.fault { throw fault }
  }

  /// The sessions that ended since this was asked last.
  public func takeEnded() -> [DecryptedSession] {
    defer { ended = [] }
    return filter.map { filter in ended.filter { filter.allows($0) } } ?? ended
  }

  /// To be called after key logs grew.
  public func retry() {
    for connection in openConnections where connection.isWaiting { connection.retry() }
    settle()
  }

  /// To be called now and then while key logs grow: ends the connections that are over and have waited for them.
  public func settle() {
    for connection in openConnections where connection.isOver {
      connection.finishIfEnded(at: .max, evenIfWaiting: true)
      if connection.isDone { close(connection) }
    }
  }

  /// Ends the capture: what is open is over.
  ///
  /// - Throws: ``CaptureFault`` for a capture that ends in the middle of something; everything was read
  ///   all the same.
  public func finish() throws(CaptureFault) {
    runBatch()
    let last = openConnections
    table = [:]
    for connection in last {
      connection.finish()
      connection.session.map(end)
    }
    try source.finish()
  }

  /// The calls of the capture, once it is over; empty where they are not followed.
  public var calls: [FollowedCall] {
    guard let collected = context.calls?.collected else { return [] }
    return CallMatching.calls(collected) { key in filter?.allows(key.source, key.target) ?? true }
  }

  private var openConnections: [Connection] {
    table.values.compactMap { if case .live(let connection) = $0 { connection } else { nil } }
      .sorted { $0.number < $1.number }
  }

  private func take(_ item: PacketSource.Item) {
    switch item {
    case .comment(let text): if comments.count < 100 { comments.append(text) }
    case .secrets(let text):
      var reader = KeyLogReader()
      let entries = reader.append(text) + reader.finish()
      context.keyring.add(entries)
      secrets += entries
    case .packet(let carried, let time, let isCutOff):
      packets += 1
      if time < latest { backwards += 1 }
      if isCutOff { cutPackets += 1 }
      latest = max(latest, time)
      switch carried {
      case .segment(var segment):
        segment.packet = packets
        take(segment)
      case .datagram(let datagram): take(datagram)
      case nil: break
      }
    }
  }

  /// Which packets of sound are looked at is known only when the calls are.
  private func take(_ datagram: UDPDatagram) {
    let isAllowed = filter?.allows(datagram.source, datagram.target) ?? true
    if isAllowed {
      dtls.take(datagram)
      quic.take(datagram)
    }
    guard let calls = context.calls else { return }
    if isAllowed || MediaFlow.shape(datagram.payload) != nil { calls.take(datagram) }
  }

  private func take(_ segment: TCPSegment) {
    if let filter, !filter.allows(segment.source, segment.target) { return }
    let key = ConnectionKey(segment.source, segment.target)
    guard let connection = connection(for: segment, key) else { return }
    if connection.inbox.isEmpty { active.append(connection) }
    connection.take(segment)
    waitingBytes += segment.payload.count + 64
    if waitingBytes >= Self.batch { runBatch() }
  }

  /// The connection of a segment; nil where nobody looks at it any more.
  private func connection(for segment: TCPSegment, _ key: ConnectionKey) -> Connection? {
    let isOpening = segment.isSynchronize && !segment.isAcknowledgement
    switch table[key] {
    case .live(let known):
      if !isOpening || known.beginning.owns(segment) { return known }
      // Whether it is over is known when all of it was read.
      runBatch()
      if !known.isDone && known.beginning.sequence == nil {
        known.beginning.sequence = segment.sequence
        return known
      }
      // The ports are used again.
      end(known)
    case .ignored(let beginning):
      let isNew = isOpening && !beginning.owns(segment)
      beginning.note(segment)
      if !isNew { return nil }
    case nil: break
    }
    if table.count >= Self.tableLimit { forget() }
    let connection = Connection(nextNumber, key, segment.time, context)
    connection.beginning.sequence = isOpening ? segment.sequence : nil
    nextNumber += 1
    table[key] = .live(connection)
    return connection
  }

  private func forget() {
    runBatch()
    table = table.filter { _, entry in
      if case .live(let connection) = entry { connection.isTLS } else { false }
    }
    // Where all of them are TLS, the oldest half is over.
    guard table.count >= Self.tableLimit else { return }
    for connection in openConnections.prefix(Self.tableLimit / 2) {
      end(connection)
      table[connection.key] = nil
    }
  }

  private func end(_ session: DecryptedSession) {
    ended.append(session)
    context.calls?.note(session)
  }

  /// Ends a connection; one that is over by itself was taken when it was.
  private func end(_ connection: Connection) {
    guard !connection.isDone else { return }
    connection.finish()
    connection.session.map(end)
  }

  // MARK: Batches

  /// - Parameter other: what is done meanwhile.
  private func runBatch(beside other: () -> Void = {}) {
    let batch = active
    active = []
    waitingBytes = 0
    guard !batch.isEmpty else { return other() }
    _ = batch.mapInParallel({ $0.readInbox() }, beside: other)
    lookForSessions(batch)
    for connection in batch where connection.isDone { close(connection) }
    for connection in batch where connection.isReset { reset[connection.number] = connection }
    endReset()
  }

  /// Ends the connections that were reset long ago.
  private func endReset() {
    reset = reset.filter { !$0.value.isDone }
    let rested = reset.values.filter { $0.hasRested(at: packets) }.sorted { $0.number < $1.number }
    for connection in rested {
      connection.finishIfEnded(at: packets, evenIfWaiting: true)
      if connection.isDone { close(connection) }
    }
  }

  /// Takes leave of a connection that is done.
  private func close(_ connection: Connection) {
    if connection.isGivenUp { givenUp += 1 }
    connection.session.map(end)
    table[connection.key] = .ignored(connection.beginning)
  }

  /// Those that resume a session of this very batch find it now; for others there is none.
  private func lookForSessions(_ batch: [Connection]) {
    var waiting = batch.filter(\.isWaiting).sorted { $0.number < $1.number }
    while !waiting.isEmpty {
      for connection in waiting { connection.retry() }
      let still = waiting.filter(\.isWaiting)
      if still.count == waiting.count { break }
      waiting = still
    }
    for connection in waiting { connection.stopWaiting() }
    for connection in batch { connection.finishIfEnded(at: packets, evenIfWaiting: true) }
  }
}
