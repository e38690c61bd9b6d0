import Bytes
import CryptoPrimitives
import TLSKeys
import TLSWire

/// Turns messages into records and back, with protection once there are keys (RFC 5246 §6.2,
/// RFC 8446 §5).
struct RecordLayer: Hashable, Sendable, Codable {
  private var incoming = RecordReader()
  private(set) var reading: Protection?
  private(set) var writing: Protection?
  /// How often the keys of the peer's records have changed. A message must not stand on both sides
  /// of such a change.
  private(set) var readingChanges = 0
  /// The version in the header of what is sent. A first ClientHello says 1.0, because old servers
  /// refuse more (RFC 5246 appendix E.1).
  var version: ProtocolVersion = .tls12
  /// Records that do not open are passed over, up to so many bytes: early data that this server
  /// does not take (RFC 8446 §4.2.10).
  var bytesToPassOver = 0
  /// The most plaintext in one protected record, padding included, as each side wants it
  /// (RFC 8449 §4).
  var writingLimit = RecordProtection.plaintextLimit
  var readingLimit = RecordProtection.plaintextLimit
  /// Whether application data is padded to a multiple of `paddingBlock` (RFC 8446 §5.4).
  var padsData = false
  static let paddingBlock = 256
  /// After how many records new keys are taken, if fewer than the suite allows.
  var recordsPerKey: Int?
  private(set) var random: RandomStream

  init(random: RandomStream) {
    self.random = random
  }

  /// The protection of one direction, of whichever version.
  enum Protection: Hashable, Sendable, Codable {
    case tls12(RecordProtection)
    case tls13(RecordProtection13)
  }

  /// One record as it came and as it reads.
  struct Opened {
    var type: ContentType
    var plaintext: [UInt8]
    var bytes: [UInt8] = []
    var isProtected: Bool

    /// "Handshake and Alert records [with] a zero-length TLSInnerPlaintext.content" end "the
    /// connection with an "unexpected_message" alert" (RFC 8446 §5.4); in TLS 1.2 they must not be sent
    /// either (RFC 5246 §6.2.1).
    func checkContent() throws(HandshakeFailure) {
      guard !plaintext.isEmpty else { throw .misbehaving(.emptyFragment) }
    }
  }

  mutating func append(_ bytes: [UInt8]) {
    incoming.append(bytes)
  }

  /// Whether the first thing that came is a hello of SSL 2.0.
  var beginsWithSSL2Hello: Bool { incoming.beginsWithSSL2Hello }

  mutating func takeSSL2Hello() -> [UInt8]? { incoming.takeSSL2Hello() }

  mutating func startReading(with protection: Protection) {
    reading = protection
    readingChanges += 1
  }

  mutating func startWriting(with protection: Protection) {
    // Records are counted anew: their random IVs must not come again.
    if writing != nil { random = random.substream("next") }
    writing = protection
  }

  /// What is sent from here on is not protected any more.
  mutating func stopWriting() { writing = nil }

  /// Drops the keys of both directions: nothing is sent or read any more.
  mutating func forgetKeys() {
    reading = nil
    writing = nil
  }
}

// MARK: Reading

extension RecordLayer {
  /// The next whole record, opened; nil when more bytes are needed.
  mutating func next() throws(HandshakeFailure) -> Opened? {
    while let record = try nextRecord() {
      guard var opened = try open(record) else { continue }
      opened.bytes = record.bytes
      return opened
    }
    return nil
  }

  private mutating func nextRecord() throws(HandshakeFailure) -> RawRecord? {
    do throws(WireError) {
      return try incoming.nextRaw()
    } catch {
      if case .lengthOutOfBounds(let length, let allowed) = error.reason,
        length > allowed.upperBound
      {
        throw .misbehaving(.recordOverflow)
      }
      throw .malformed(error)
    }
  }

  /// - Returns: nil for a record that is passed over.
  private mutating func open(_ record: RawRecord) throws(HandshakeFailure) -> Opened? {
    try checkType(record)
    do throws(RecordProtection.Failure) {
      switch reading {
      case nil: return try openPlain(record)
      case .tls12(var protection):
        let plaintext = try protection.unprotect(record)
        reading = .tls12(protection)
        // "A TLS endpoint that receives a record larger than its advertised limit MUST generate a
        // fatal record_overflow alert" (RFC 8449 §4).
        guard plaintext.count <= readingLimit else { throw .recordOverflow }
        return Opened(
          type: record.type, plaintext: plaintext, isProtected: true)
      case .tls13(let protection):
        guard !isPlain(record, protection) else { return try openPlain(record) }
        return try open13(record, protection)
      }
    } catch {
      throw HandshakeFailure(error)
    }
  }

  private mutating func openPlain(_ record: RawRecord) throws(RecordProtection.Failure) -> Opened? {
    if record.type == .applicationData, passOver(record) { return nil }
    guard record.fragment.count <= RecordProtection.plaintextLimit else { throw .recordOverflow }
    return Opened(
      type: record.type, plaintext: Array(record.fragment), isProtected: false)
  }

  private mutating func open13(
    _ record: RawRecord, _ protection: RecordProtection13
  ) throws(RecordProtection.Failure) -> Opened? {
    // "The length … MUST NOT exceed 2^14 + 256 bytes" (RFC 8446 §5.2).
    guard record.fragment.count <= RecordProtection.plaintextLimit + 256 else {
      throw .recordOverflow
    }
    var protection = protection
    do throws(RecordProtection.Failure) {
      let inner = try protection.unprotect(record)
      reading = .tls13(protection)
      guard inner.content.count + inner.padding <= readingLimit else { throw .recordOverflow }
      bytesToPassOver = 0
      return Opened(
        type: inner.type, plaintext: inner.content, isProtected: true)
    } catch {
      if passOver(record) { return nil }
      throw error
    }
  }

  /// "If a TLS implementation receives an unexpected record type, it MUST terminate the connection
  /// with an "unexpected_message" alert" (RFC 8446 §5): with keys of TLS 1.3 all records look like
  /// application data.
  private func checkType(_ record: RawRecord) throws(HandshakeFailure) {
    guard case .tls13(let protection) = reading, record.type != .applicationData,
      !isPlain(record, protection)
    else { return }
    throw .misbehaving(.recordOutOfPlace(record.type))
  }

  /// Whether a record of TLS 1.3 may come without protection although keys are in use: a
  /// ChangeCipherSpec for middleboxes always, an alert from a peer that did not get so far as to have
  /// keys (RFC 8446 §5, §6). Later, anyone on the way could end the connection by such an alert.
  private func isPlain(_ record: RawRecord, _ protection: RecordProtection13) -> Bool {
    switch record.type {
    case .changeCipherSpec: true
    case .alert:
      readingChanges == 1 && protection.sequenceNumber == 0 && record.fragment.count == 2
    default: false
    }
  }

  private mutating func passOver(_ record: RawRecord) -> Bool {
    guard bytesToPassOver >= record.fragment.count, !record.fragment.isEmpty else { return false }
    bytesToPassOver -= record.fragment.count
    return true
  }
}

// MARK: Writing

extension RecordLayer {
  /// `content` in as many records as it needs; at least one.
  mutating func write(_ content: [UInt8], type: ContentType) throws(HandshakeFailure) -> [UInt8] {
    let limit = protects(type) ? writingLimit : RecordProtection.plaintextLimit
    if type == .applicationData, content.count > 1, chains {
      return try writeOne(content[..<1], type: type)
        + write(Array(content[1...]), type: type, limit)
    }
    return try write(content, type: type, limit)
  }

  /// Whether the IV of the next record is the end of the last, which everyone has seen: in TLS 1.0 with
  /// CBC. Whoever gets to choose what is sent could try guesses then (BEAST); one byte ahead makes the IV
  /// unknown again, as its MAC is (1/n-1, RFC 4346 §F.3, RFC 7457 §2.3).
  private var chains: Bool {
    if case .tls12(let protection) = writing { protection.chainsIVs } else { false }
  }

  private mutating func write(
    _ content: [UInt8], type: ContentType, _ limit: Int
  ) throws(HandshakeFailure) -> [UInt8] {
    guard content.count > limit else { return try writeOne(content[...], type: type) }
    var output: [UInt8] = []
    output.reserveCapacity(content.count + (content.count / limit + 1) * Self.overhead)
    var start = 0
    repeat {
      let end = min(start + limit, content.count)
      output += try writeOne(content[start..<end], type: type)
      start = end
    } while start < content.count
    return output
  }

  /// What a record is longer than its content, in most suites; to reserve memory by.
  private static let overhead = 64

  /// Whether so many bytes need new keys first: "Implementations MUST either close the connection or do a
  /// key update […] prior to reaching these limits" (RFC 9846 §5.5).
  func needsNewKeys(toWrite count: Int) -> Bool {
    guard case .tls13(let protection) = writing else { return false }
    let limits = [protection.algorithm.recordsPerKey, recordsPerKey.map(UInt64.init)]
    guard let limit = limits.compactMap({ $0 }).min() else { return false }
    let records = UInt64((count + writingLimit - 1) / writingLimit)
    // One record is left for the KeyUpdate itself; a key that has protected nothing needs no other.
    return protection.sequenceNumber > 0 && protection.sequenceNumber + records >= limit
  }

  /// Whether what is sent with that type is protected now.
  func protects(_ type: ContentType) -> Bool {
    switch writing {
    case nil: false
    case .tls12: true
    case .tls13: type != .changeCipherSpec
    }
  }

  private mutating func writeOne(
    _ plaintext: ArraySlice<UInt8>, type: ContentType
  ) throws(HandshakeFailure) -> [UInt8] {
    guard protects(type) else {
      return Record(type: type, legacyVersion: version, fragment: Array(plaintext)).bytes
    }
    do throws(RecordProtection.Failure) {
      switch writing {
      case nil: return []
      case .tls12(var protection):
        defer { writing = .tls12(protection) }
        return try protection.protectedBytes(
          of: plaintext, type: type, version: version, random: random)
      case .tls13(var protection):
        defer { writing = .tls13(protection) }
        return try protection.protectedBytes(
          of: plaintext, type: type, padding: padding(for: plaintext.count, type))
      }
    } catch {
      throw HandshakeFailure(error)
    }
  }

  private func padding(for count: Int, _ type: ContentType) -> Int {
    guard type == .applicationData, padsData else { return 0 }
    let rest = count % Self.paddingBlock
    let wanted = rest == 0 ? 0 : Self.paddingBlock - rest
    return min(wanted, writingLimit - count)
  }
}

extension HandshakeFailure {
  init(_ failure: RecordProtection.Failure) {
    self =
      switch failure {
      case .badRecordMAC: .misbehaving(.badRecordMAC)
      case .recordOverflow: .misbehaving(.recordOverflow)
      case .noContentType: .misbehaving(.unknownContentType(0))
      case .sequenceExhausted: .internalError("the sequence number has reached its end")
      case .crypto(let error): .internalError("\(error)")
      }
  }
}
