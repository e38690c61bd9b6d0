import Bytes
import CryptoPrimitives
import TLSKeys
import TLSWire

/// Turns messages into records and back, with protection once there are keys (RFC 5246 §6.2).
struct RecordLayer: Hashable, Sendable, Codable {
  private var incoming = RecordReader()
  private(set) var reading: RecordProtection?
  private(set) var writing: RecordProtection?
  /// The version in the header of what is sent. A first ClientHello says 1.0, because old servers
  /// refuse more (RFC 5246 appendix E.1).
  var version: ProtocolVersion = .tls12
  let random: RandomStream

  init(random: RandomStream) {
    self.random = random
  }

  /// One record as it came and as it reads.
  struct Opened {
    var type: ContentType
    var plaintext: [UInt8]
    var bytes: [UInt8]
    var isProtected: Bool
  }

  mutating func append(_ bytes: [UInt8]) {
    incoming.append(bytes)
  }

  /// The next whole record, opened; nil when more bytes are needed.
  mutating func next() throws(HandshakeFailure) -> Opened? {
    let record: Record
    do throws(WireError) {
      guard let found = try incoming.next() else { return nil }
      record = found
    } catch {
      if case .lengthOutOfBounds(let length, let allowed) = error.reason,
        length > allowed.upperBound
      {
        throw .misbehaving(.recordOverflow)
      }
      throw .malformed(error)
    }
    let plaintext = try open(record)
    return Opened(
      type: record.type, plaintext: plaintext, bytes: record.bytes, isProtected: reading != nil)
  }

  private mutating func open(_ record: Record) throws(HandshakeFailure) -> [UInt8] {
    guard reading != nil else {
      guard record.fragment.count <= RecordProtection.plaintextLimit else {
        throw .misbehaving(.recordOverflow)
      }
      return record.fragment
    }
    do throws(RecordProtection.Failure) {
      return try reading?.unprotect(record) ?? []
    } catch {
      throw HandshakeFailure(error)
    }
  }

  /// `content` in as many records as it needs; at least one.
  mutating func write(_ content: [UInt8], type: ContentType) throws(HandshakeFailure) -> [UInt8] {
    var output: [UInt8] = []
    var start = 0
    repeat {
      let end = min(start + RecordProtection.plaintextLimit, content.count)
      output += try writeOne(Array(content[start..<end]), type: type)
      start = end
    } while start < content.count
    return output
  }

  private mutating func writeOne(
    _ plaintext: [UInt8], type: ContentType
  ) throws(HandshakeFailure) -> [UInt8] {
    guard writing != nil else {
      return Record(type: type, legacyVersion: version, fragment: plaintext).bytes
    }
    do throws(RecordProtection.Failure) {
      return try writing?.protect(plaintext, type: type, version: version, random: random).bytes
        ?? []
    } catch {
      throw HandshakeFailure(error)
    }
  }

  mutating func startReading(with protection: RecordProtection) { reading = protection }
  mutating func startWriting(with protection: RecordProtection) { writing = protection }

  /// Drops the keys of both directions: nothing is sent or read any more.
  mutating func forgetKeys() {
    reading = nil
    writing = nil
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
