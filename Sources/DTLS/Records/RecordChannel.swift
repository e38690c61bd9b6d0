import Bytes
import CryptoPrimitives
import TLSWire

/// Records in and out: their numbers, their keys, and how flights are cut into datagrams.
struct RecordChannel: Hashable, Sendable, Codable {
  /// Bytes of the largest datagram that is sent, without the headers of UDP and IP.
  let datagramLimit: Int
  /// The number of the next record of each epoch.
  private var numbers: [UInt64] = [0, 0]
  private var windows = [ReplayWindow(), ReplayWindow()]
  private var writeKeys: EpochKeys?
  private var readKeys: EpochKeys?
  /// Records under keys that are not there yet: the ChangeCipherSpec, or what the keys are made of, may
  /// have been overtaken.
  private var early: [DTLSRecord] = []

  private static let mostEarly = 16

  init(datagramLimit: Int) {
    // Room for a header of each kind, the tag, and a byte.
    self.datagramLimit = min(
      Record.plaintextLimit, max(Self.smallestDatagram, datagramLimit))
  }

  private static let smallestDatagram = 64

  /// Whether this side protects what it sends now.
  var hasWriteKeys: Bool { writeKeys != nil }

  /// Puts keys to use for epoch 1.
  ///
  /// - Returns: the records that came too early, to be received now.
  mutating func install(read: EpochKeys, write: EpochKeys) -> [DTLSRecord] {
    readKeys = read
    writeKeys = write
    defer { early = [] }
    return early
  }

  /// Goes on with this number in epoch 0: a server that kept no state goes by the client's records
  /// (RFC 6347 §4.2.1).
  mutating func continueNumbers(at number: UInt64) { numbers = [number, 0] }

  // MARK: Receiving

  /// What a record holds, or why nobody looks at it.
  mutating func open(_ record: DTLSRecord) throws(DTLSDiscard) -> [UInt8] {
    let epoch = Int(record.epoch)
    guard windows.indices.contains(epoch) else { throw .epoch(record.epoch) }
    guard windows[epoch].isNew(record.sequenceNumber) else {
      throw .replayed(epoch: record.epoch, sequenceNumber: record.sequenceNumber)
    }
    guard epoch > 0 else {
      windows[0].note(record.sequenceNumber)
      return record.fragment
    }
    guard let readKeys else {
      guard early.count < Self.mostEarly else { throw .epoch(record.epoch) }
      early.append(record)
      throw .early
    }
    guard let content = try? readKeys.open(record) else { throw .badRecordMAC }
    windows[epoch].note(record.sequenceNumber)
    return content
  }

  // MARK: Sending

  /// A record by itself.
  mutating func record(
    _ type: ContentType, _ fragment: [UInt8], epoch: UInt16, version: ProtocolVersion = .dtls12
  ) throws(DTLSFailure) -> [UInt8] {
    // What was read from a file may hold anything.
    let place = Int(epoch)
    guard numbers.indices.contains(place), numbers[place] <= DTLSRecord.lastSequenceNumber else {
      throw .internalError("record numbers")
    }
    var record = DTLSRecord(
      type: type, version: version, epoch: epoch, sequenceNumber: numbers[place],
      fragment: fragment)
    numbers[place] += 1
    do {
      if epoch > 0, let writeKeys { record = try writeKeys.seal(record) }
      return try record.bytes
    } catch {
      throw .internalError("\(error)")
    }
  }

  /// A flight as datagrams, with new numbers each time; messages that are too long are cut.
  mutating func datagrams(of flight: Flight) throws(DTLSFailure) -> [[UInt8]] {
    var packing = Packing(limit: datagramLimit)
    for item in flight.items {
      switch item {
      case .changeCipherSpec:
        packing.add(try record(.changeCipherSpec, [1], epoch: 0))
      case .message(let message, let epoch):
        let overhead =
          DTLSRecord.headerLength + HandshakeFragment.headerLength
          + (epoch > 0 ? EpochKeys.overhead : 0)
        let whole = message.body.count + overhead
        let limit =
          whole <= datagramLimit ? message.body.count : max(overhead, datagramLimit) - overhead
        for part in message.fragments(limit: limit) {
          packing.add(try record(.handshake, try bytes(of: part), epoch: epoch))
        }
      }
    }
    return packing.finished
  }

  private func bytes(of part: HandshakeFragment) throws(DTLSFailure) -> [UInt8] {
    do throws(WireError) {
      return try ByteWriter.bytes(of: part)
    } catch {
      throw .internalError("\(error)")
    }
  }
}

/// Records put into as few datagrams as hold them in their order.
private struct Packing {
  let limit: Int
  private var datagrams: [[UInt8]] = []
  private var last: [UInt8] = []

  init(limit: Int) { self.limit = limit }

  mutating func add(_ record: [UInt8]) {
    if !last.isEmpty, last.count + record.count > limit {
      datagrams.append(last)
      last = []
    }
    last += record
  }

  var finished: [[UInt8]] { last.isEmpty ? datagrams : datagrams + [last] }
}
