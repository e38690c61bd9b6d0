import Bytes
import CryptoPrimitives
import TLSKeys
import TLSWire
import Testing

@Suite("Records open as they were sealed, and not otherwise")
struct RecordProtectionTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var suite: CipherSuiteParameters
    var encryptThenMAC: Bool

    var testDescription: String {
      let mac = suite.mac.map { " \($0.rawValue)" } ?? ""
      return suite.cipher.rawValue + mac + (encryptThenMAC ? " EtM" : "")
    }
  }

  /// Each cipher with each of its MACs.
  static let rows: [Row] = {
    var seen: Set<String> = []
    return CipherSuite.spoken12.compactMap(\.parameters).flatMap { suite in
      (suite.cipher.mode == .cbc ? [false, true] : [false]).map {
        Row(suite: suite, encryptThenMAC: $0)
      }
    }.filter { seen.insert($0.testDescription).inserted }
  }()

  private func protection(_ row: Row, key seed: UInt64 = 1) -> RecordProtection {
    let random = RandomStream.seeded(seed)
    return RecordProtection(
      suite: row.suite, encryptThenMAC: row.encryptThenMAC,
      keys: .init(
        macKey: random.substream("mac").bytes(row.suite.mac?.keyLength ?? 0),
        key: random.substream("key").bytes(row.suite.cipher.keyLength),
        fixedIV: random.substream("iv").bytes(row.suite.cipher.fixedIVLength(in: .tls12))))
  }

  private func seal(_ plaintext: [UInt8], _ protection: inout RecordProtection) throws -> Record {
    try protection.protect(
      plaintext, type: .applicationData, version: .tls12, random: .seeded(2))
  }

  @Test(arguments: rows) func roundTrip(_ row: Row) throws {
    var sender = protection(row)
    var receiver = protection(row)
    for count in [0, 1, 15, 16, 17, 27, 28, 31, 32, 255, 256, 1 << 14] {
      let plaintext = RandomStream.seeded(UInt64(count)).bytes(count)
      let record = try seal(plaintext, &sender)
      #expect(record.fragment.count <= Record.fragmentLimit)
      #expect(try receiver.unprotect(record) == plaintext)
    }
    #expect(sender.sequenceNumber == 12 && receiver == sender)
  }

  @Test("Two records with one content differ", arguments: rows)
  func neverTwice(_ row: Row) throws {
    var sender = protection(row)
    let first = try seal([1, 2, 3], &sender)
    let second = try seal([1, 2, 3], &sender)
    #expect(first.fragment != second.fragment)
  }

  @Test("Each bit that changes, and each byte that is missing, is noticed", arguments: rows)
  func mutations(_ row: Row) throws {
    var sender = protection(row)
    let record = try seal(Array("a secret".utf8), &sender)
    let receiver = protection(row)
    func refused(_ record: Record, _ context: String) {
      var receiver = receiver
      #expect(throws: RecordProtection.Failure.badRecordMAC, "\(context)") {
        try receiver.unprotect(record)
      }
    }
    for offset in record.fragment.indices {
      for bit in 0..<8 {
        var changed = record
        changed.fragment[offset] ^= 1 << UInt8(bit)
        refused(changed, "bit \(bit) of byte \(offset)")
      }
    }
    for length in record.fragment.indices {
      var cut = record
      cut.fragment = Array(record.fragment.prefix(length))
      refused(cut, "\(length) bytes")
    }
    for extra in [1, 16, 32] {
      var longer = record
      longer.fragment += [UInt8](repeating: 0, count: extra)
      refused(longer, "\(extra) bytes more")
    }
    var other = record
    other.type = .handshake
    refused(other, "another type")
    other = record
    other.legacyVersion = .tls11
    refused(other, "another version")
  }

  @Test("A record out of turn, and one under another key, are refused", arguments: rows)
  func sequence(_ row: Row) throws {
    var sender = protection(row)
    let first = try seal([1], &sender)
    let second = try seal([2], &sender)
    var receiver = protection(row)
    #expect(throws: RecordProtection.Failure.badRecordMAC) { try receiver.unprotect(second) }
    #expect(try receiver.unprotect(first) == [1])
    #expect(throws: RecordProtection.Failure.badRecordMAC) { try receiver.unprotect(first) }
    #expect(try receiver.unprotect(second) == [2])
    var stranger = protection(row, key: 7)
    #expect(throws: RecordProtection.Failure.badRecordMAC) { try stranger.unprotect(first) }
  }

  @Test("A plaintext beyond 2^14 bytes is neither sealed nor taken", arguments: rows)
  func overflow(_ row: Row) throws {
    var sender = protection(row)
    let long = [UInt8](repeating: 0, count: 1 << 14 + 1)
    #expect(throws: RecordProtection.Failure.recordOverflow) { try seal(long, &sender) }
  }

  @Test("A sealed plaintext beyond 2^14 bytes is a record_overflow")
  func sealedOverflow() throws {
    let row = Row(
      suite: try #require(CipherSuite.rsaAES128GCMSHA256.parameters), encryptThenMAC: false)
    let random = RandomStream.seeded(1)
    let nonce = [UInt8](repeating: 0, count: 8)
    let long = [UInt8](repeating: 0, count: 1 << 14 + 1)
    let sealed = try AEADAlgorithm.aes128GCM.seal(
      long, key: random.substream("key").bytes(16), nonce: random.substream("iv").bytes(4) + nonce,
      additionalData: nonce + [23, 3, 3, 0x40, 0x01])
    var receiver = protection(row)
    let record = Record(type: .applicationData, legacyVersion: .tls12, fragment: nonce + sealed)
    #expect(throws: RecordProtection.Failure.recordOverflow) { try receiver.unprotect(record) }
  }

  @Test("Padding may be longer than it need be, up to 255 bytes", arguments: [0, 16, 224, 240])
  func longPadding(_ extra: Int) throws {
    let row = Row(
      suite: try #require(CipherSuite.rsaAES128CBCSHA1.parameters), encryptThenMAC: true)
    let random = RandomStream.seeded(1)
    let iv = [UInt8](repeating: 9, count: 16)
    let length = 15 + extra
    let padded = [0x2a] + [UInt8](repeating: UInt8(length - 1), count: length)
    let sealed =
      try iv
      + CBCAlgorithm.aes128CBC.encrypt(padded, key: random.substream("key").bytes(16), iv: iv)
    let length16 = [UInt8(sealed.count >> 8), UInt8(sealed.count & 0xff)]
    let header: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 23, 3, 3] + length16
    let mac = try HashAlgorithm.sha1.hmac(
      header + sealed, key: random.substream("mac").bytes(20))
    var receiver = protection(row)
    let record = Record(type: .applicationData, legacyVersion: .tls12, fragment: sealed + mac)
    #expect(try receiver.unprotect(record) == [0x2a])
  }
}
