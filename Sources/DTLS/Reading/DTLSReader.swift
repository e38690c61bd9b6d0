public import Bytes
public import TLSKeys
public import TLSWire

/// Who listens, without any key: takes the datagrams of one association as they passed, whole or torn,
/// in any order, and says what stands in them in the open.
public struct DTLSReader: Hashable, Sendable, Codable {
  /// What was read, in the order in which it became whole.
  public private(set) var sightings: [Sighting] = []
  /// What the messages say.
  public private(set) var facts = DTLSFacts()
  /// Why datagrams, or parts of them, could not be read; the first of it.
  public private(set) var errors: [WireError] = []

  private var sides: [Side: ReadSide] = [:]

  /// Something that was seen, and in which datagram.
  public struct Sighting: Hashable, Sendable, Codable {
    /// The place of the datagram in which it became whole, among those that were taken.
    public var datagram: Int
    public var sender: Side
    public var epoch: UInt16
    public var content: Content
  }

  public enum Content: Hashable, Sendable, Codable {
    /// A message in the open; `again` if the same number came before.
    case message(HandshakeType, sequence: UInt16, again: Bool)
    case changeCipherSpec
    case alert(Alert)
    /// A record that only its keys open: its type and the bytes of its fragment.
    case protected(ContentType, length: Int)
    /// No DTLS at all.
    case other(PacketKind)
  }

  private static let mostErrors = 64

  public init() {}

  /// How many datagrams were taken.
  public private(set) var count = 0

  /// Takes a datagram.
  public mutating func take(_ datagram: [UInt8], from sender: Side) {
    defer { count += 1 }
    let kind = PacketKind(datagram)
    guard kind == .dtls else { return note(.other(kind), sender, 0) }
    let (records, error) = DTLSRecord.records(of: datagram)
    for record in records { take(record, from: sender) }
    if let error { note(error) }
  }

  private mutating func take(_ record: DTLSRecord, from sender: Side) {
    guard record.epoch == 0 else {
      return note(.protected(record.type, length: record.fragment.count), sender, record.epoch)
    }
    do throws(WireError) {
      switch record.type {
      case .handshake:
        for part in try ByteReader.read(HandshakeFragments.self, from: record.fragment).parts {
          take(part, from: sender)
        }
      case .changeCipherSpec:
        _ = try ByteReader.read(ChangeCipherSpec.self, from: record.fragment)
        note(.changeCipherSpec, sender, 0)
      case .alert:
        note(.alert(try ByteReader.read(Alert.self, from: record.fragment)), sender, 0)
      default:
        note(.protected(record.type, length: record.fragment.count), sender, 0)
      }
    } catch {
      note(error)
    }
  }

  private mutating func take(_ part: HandshakeFragment, from sender: Side) {
    var side = sides[sender] ?? ReadSide()
    defer { sides[sender] = side }
    for message in side.add(part) {
      let again = !side.seen.insert(message.sequence).inserted
      note(.message(message.type, sequence: message.sequence, again: again), sender, 0)
      do throws(WireError) {
        try facts.take(message, from: sender)
      } catch {
        note(error)
      }
    }
  }

  private mutating func note(_ content: Content, _ sender: Side, _ epoch: UInt16) {
    sightings.append(
      Sighting(datagram: count, sender: sender, epoch: epoch, content: content))
  }

  private mutating func note(_ error: WireError) {
    if errors.count < Self.mostErrors { errors.append(error) }
  }
}

/// The parts of one side's messages. A listener may have missed any of them, so no message waits for
/// another.
private struct ReadSide: Hashable, Sendable, Codable {
  private var waiting: [UInt16: Reassembly] = [:]
  var seen: Set<UInt16> = []

  /// More messages at once nobody sends.
  private static let mostWaiting = 64

  /// The message that becomes whole with a part, if one does.
  mutating func add(_ part: HandshakeFragment) -> [DTLSMessage] {
    let number = part.messageSequence
    if waiting[number] == nil, waiting.count >= Self.mostWaiting { return [] }
    var message = waiting[number] ?? Reassembly(next: number)
    if message.add(part, epoch: 0) == .refused {
      // Another handshake on the same way.
      message = Reassembly(next: number)
      _ = message.add(part, epoch: 0)
    }
    guard let (whole, _) = message.whole else {
      waiting[number] = message
      return []
    }
    waiting[number] = nil
    return [whole]
  }
}
