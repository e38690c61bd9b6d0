import Bytes
import Eavesdropper
import Network
import TLSEngine
import TLSKeys
import TLSWire

/// The messages in a recording of others, as far as they can be read: those in the open, and under protection
/// those that the attacker opened. What stays closed is one message for each record.
struct ImportedMessages {
  /// A message with the moment at which it was whole.
  struct Item {
    var time: Int64
    var message: Message
  }

  private(set) var items: [Item] = []
  /// The recording, a segment for each record, all at moments of their own: by them what was opened is found
  /// again.
  private(set) var recording: Recording

  private struct Reader {
    var records = RecordReader()
    var handshakes = HandshakeReader()
    /// Records of which a message is not whole yet.
    var waiting: [UInt8] = []
    var isProtected = false
    /// A change of keys passed, and no ServerHello told what it means.
    var hasChanged = false
    /// Bytes that are no TLS came; nothing behind them is read.
    var isBroken = false
  }

  private var readers: [Side: Reader] = [.client: Reader(), .server: Reader()]
  private var memory = MessageMemory()
  private var lastTime: Int64 = .min
  private let opened: [Moment: Plaintext]

  private struct Moment: Hashable {
    var sender: Side
    var time: Int64
  }

  /// Takes a recording apart.
  ///
  /// - Parameter opened: the records that the attacker opened.
  init(_ recording: Recording, opened: [Plaintext] = []) {
    self.recording = Recording(flow: recording.flow)
    self.recording.isPartial = recording.isPartial
    self.opened = Dictionary(
      opened.map { (Moment(sender: $0.sender, time: $0.time), $0) },
      uniquingKeysWith: { first, _ in first })
    for segment in recording.segments { take(segment) }
    if readers.values.contains(where: { !$0.records.isEmpty }) { self.recording.isPartial = true }
  }

  private mutating func take(_ segment: Segment) {
    let sender: Side = segment.direction == .clientToServer ? .client : .server
    var reader = readers[sender] ?? Reader()
    defer { readers[sender] = reader }
    guard !reader.isBroken else { return }
    do throws(WireError) {
      reader.records.append(segment.bytes)
      if reader.records.beginsWithSSL2Hello {
        guard let bytes = reader.records.takeSSL2Hello() else { return }
        try take(ssl2Hello: bytes, at: moment(segment.time))
        return
      }
      while let record = try reader.records.nextRaw() {
        let time = moment(segment.time)
        recording.segments.append(
          Segment(direction: segment.direction, time: time, bytes: record.bytes))
        try take(record.record, from: sender, at: time, &reader)
      }
    } catch {
      reader.isBroken = true
    }
  }

  /// A moment at which nothing else was.
  private mutating func moment(_ time: Int64) -> Int64 {
    lastTime = max(time, lastTime == .min ? time : lastTime + 1)
    return lastTime
  }

  private mutating func take(ssl2Hello bytes: [UInt8], at time: Int64) throws(WireError) {
    let hello = try ByteReader.read(SSL2ClientHello.self, from: bytes)
    let length = UInt16(truncatingIfNeeded: bytes.count)
    let whole = [0x80 | UInt8(length >> 8), UInt8(length & 0xff)] + bytes
    recording.segments.append(Segment(direction: .clientToServer, time: time, bytes: whole))
    let offer = try HandshakeMessage.making(hello.clientHello)
    add(.handshake(offer), from: .client, at: time, in: whole, isProtected: false)
  }

  private mutating func take(
    _ record: Record, from sender: Side, at time: Int64, _ reader: inout Reader
  ) throws(WireError) {
    let mayBe13 = memory.facts.version == nil || memory.facts.version == .tls13
    let isProtected =
      reader.isProtected || (mayBe13 && record.type == .applicationData)
      || (reader.hasChanged && memory.facts.version == nil && !record.mayBeClearAfterChange)
    guard isProtected else {
      if record.type == .changeCipherSpec {
        reader.isProtected = !mayBe13
        reader.hasChanged = true
      }
      return try take(
        record.type, record.fragment, record.bytes, from: sender, at: time, false, &reader)
    }
    guard let plaintext = opened[Moment(sender: sender, time: time)] else {
      add(.applicationData([]), from: sender, at: time, in: record.bytes, isProtected: true)
      return
    }
    try take(
      plaintext.type, plaintext.bytes, record.bytes, from: sender, at: time, true, &reader)
  }

  private mutating func take(
    _ type: ContentType, _ content: [UInt8], _ record: [UInt8], from sender: Side, at time: Int64,
    _ isProtected: Bool, _ reader: inout Reader
  ) throws(WireError) {
    switch type {
    case .handshake:
      reader.waiting += record
      reader.handshakes.append(content)
      while let message = try reader.handshakes.next() {
        add(
          .handshake(message), from: sender, at: time, in: reader.waiting, isProtected: isProtected)
        reader.waiting = []
      }
    case .changeCipherSpec:
      add(.changeCipherSpec, from: sender, at: time, in: record, isProtected: isProtected)
    case .alert:
      let alert = try ByteReader.read(Alert.self, from: content)
      add(.alert(alert), from: sender, at: time, in: record, isProtected: isProtected)
    // In the clear it says nothing of the session (RFC 6520): whoever imports it is told of it.
    case .heartbeat where !isProtected: break
    default:
      add(.applicationData(content), from: sender, at: time, in: record, isProtected: isProtected)
    }
  }

  private mutating func add(
    _ content: Message.Content, from sender: Side, at time: Int64, in records: [UInt8],
    isProtected: Bool
  ) {
    let message = Message(
      sender: sender, content: content, records: records, isProtected: isProtected)
    memory.take(message)
    items.append(Item(time: time, message: message))
  }
}
