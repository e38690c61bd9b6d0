public import Bytes
import Knowledge
public import Network
public import TLSKeys
public import TLSWire

/// A recording taken apart as far as anyone can: what was said in the open, and which records are
/// protected.
public struct RecordedSession: Hashable, Sendable {
  /// What the plaintext part of the handshake says.
  @Boxed public private(set) var facts = WireFacts()
  /// The records after each side's change of keys, in the order in which they passed.
  public private(set) var protected: [ProtectedRecord] = []
  /// Bytes that are no TLS, if there are any; what came before them is kept.
  public private(set) var fault: Fault?

  private var readers: [Side: Reader] = [.client: Reader(), .server: Reader()]

  /// A protected record with its direction and the time at which it passed.
  public struct ProtectedRecord: Hashable, Sendable {
    public var sender: Side
    public var time: Int64
    public var record: Record
    /// The client sent it before the server's answer: it can only be early data (RFC 8446 §2.3). What comes
    /// behind the answer may be early too.
    public var isEarly = false
  }

  /// What could not be read.
  public struct Fault: Hashable, Sendable, Codable {
    public var sender: Side
    public var error: WireError
  }

  private struct Reader: Hashable {
    var records = RecordReader()
    var handshakes = HandshakeReader()
    var isProtected = false
    /// A change of keys passed, and no ServerHello told what it means.
    var hasChanged = false
  }

  /// Reads a recording from its first byte to its last, or to the first fault.
  public init(_ recording: Recording) {
    do throws(ReadingError) {
      for segment in recording.segments { try take(segment) }
    } catch {
      fault = Fault(sender: error.sender, error: error.error)
    }
  }

  /// Nothing was recorded yet.
  init() {}

  /// Whether the client announced early data (RFC 8446 §4.2.10).
  var offersEarlyData: Bool {
    guard let hellos = facts.values[.clientHelloMessages] else { return false }
    var reader = HandshakeReader()
    reader.append(hellos)
    while let message = try? reader.next() {
      guard message.type == .clientHello, let hello = try? message.read(ClientHello.self) else {
        continue
      }
      if hello.has(.earlyData) { return true }
    }
    return false
  }

  /// Takes in a record under the keys of this handshake.
  mutating func add(_ record: ProtectedRecord) { protected.append(record) }

  /// Takes in handshake messages that were opened.
  mutating func learn(_ message: HandshakeMessage, from sender: Side) throws(WireError) {
    if message.type == .finished { facts.beginFinished(of: sender) }
    try facts.observe(message, from: sender)
  }

  private struct ReadingError: Error {
    var sender: Side
    var error: WireError
  }

  private mutating func take(_ segment: Segment) throws(ReadingError) {
    let sender: Side = segment.direction == .clientToServer ? .client : .server
    var reader = readers[sender] ?? Reader()
    defer { readers[sender] = reader }
    do throws(WireError) {
      reader.records.append(segment.bytes)
      if reader.records.beginsWithSSL2Hello {
        guard let bytes = reader.records.takeSSL2Hello() else { return }
        facts.observe(ssl2Hello: bytes, try ByteReader.read(SSL2ClientHello.self, from: bytes))
      }
      while let record = try reader.records.next() {
        try take(record, from: sender, at: segment.time, &reader)
      }
    } catch {
      throw ReadingError(sender: sender, error: error)
    }
  }

  private mutating func take(
    _ record: Record, from sender: Side, at time: Int64, _ reader: inout Reader
  ) throws(WireError) {
    // In TLS 1.3 everything protected looks like application data, and nothing else does; a
    // ChangeCipherSpec means nothing there (RFC 8446 §5.2, §D.4).
    let mayBe13 = facts.version == nil || facts.version == .tls13
    let isProtected =
      reader.isProtected || (mayBe13 && record.type == .applicationData)
      || (reader.hasChanged && facts.version == nil && !record.mayBeClearAfterChange)
    guard !isProtected else {
      protected.append(
        ProtectedRecord(
          sender: sender, time: time, record: record,
          isEarly: sender == .client && facts.values[.serverRandom] == nil))
      return
    }
    switch record.type {
    case .handshake:
      reader.handshakes.append(record.fragment)
      while let message = try reader.handshakes.next() { try facts.observe(message, from: sender) }
    case .changeCipherSpec:
      reader.isProtected = !mayBe13
      reader.hasChanged = true
    default: break
    }
  }
}
