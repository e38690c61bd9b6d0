public import Bytes
public import CryptoPrimitives
public import TLSWire

/// The protection of the records of one direction in TLS 1.0 to 1.2 (RFC 5246 §6.2.3).
public struct RecordProtection: Hashable, Sendable, Codable {
  /// The keys of one direction; each part as long as the suite says.
  public struct Keys: Hashable, Sendable, Codable {
    @Hexadecimal public var macKey: [UInt8]
    @Hexadecimal public var key: [UInt8]
    @Hexadecimal public var fixedIV: [UInt8]

    public init(macKey: [UInt8], key: [UInt8], fixedIV: [UInt8]) {
      self.macKey = macKey
      self.key = key
      self.fixedIV = fixedIV
    }
  }

  /// Why a record could not be opened, or not be made.
  public enum Failure: Error, Hashable, Sendable, Codable {
    /// Tag, MAC or padding are wrong, or the record is too short to hold them: one answer for all
    /// of them, because telling them apart helps an attacker (RFC 5246 §6.2.3.2).
    case badRecordMAC
    /// The plaintext is longer than 2^14 bytes.
    case recordOverflow
    /// A record of TLS 1.3 without a content type inside (RFC 8446 §5.4).
    case noContentType
    /// 2^64 records were sent with one key.
    case sequenceExhausted
    /// libcrypto refused.
    case crypto(CryptoError)
  }

  public let suite: CipherSuiteParameters
  /// Whether the MAC covers the ciphertext (RFC 7366); only with CBC suites.
  public let encryptThenMAC: Bool
  let keys: Keys
  /// The number of the next record of this direction.
  public internal(set) var sequenceNumber: UInt64 = 0
  /// In TLS 1.0 the IV of the next CBC record; nil where each record brings its own.
  var chainedIV: [UInt8]?
  /// The key of an AEAD with its schedule, from the first record on.
  var aead = Unsaved<AEADKey>()

  private enum CodingKeys: String, CodingKey {
    case suite, encryptThenMAC, keys, sequenceNumber, chainedIV
  }

  public init(
    version: ProtocolVersion = .tls12, suite: CipherSuiteParameters, encryptThenMAC: Bool,
    keys: Keys
  ) {
    self.suite = suite
    chainedIV = version == .tls10 && suite.cipher.mode == .cbc ? keys.fixedIV : nil
    self.encryptThenMAC = encryptThenMAC && suite.cipher.mode == .cbc
    self.keys = keys
  }

  /// Whether the IV of a record is the end of the one before, as in TLS 1.0 with CBC (RFC 2246 §6.2.3.2).
  public var chainsIVs: Bool { chainedIV != nil }

  /// The largest plaintext of one record (RFC 5246 §6.2.1).
  public static let plaintextLimit = Record.plaintextLimit

  /// Protects the next record of this direction.
  ///
  /// - Parameter random: makes the IV of a CBC record.
  /// - Returns: the record as it goes on the wire.
  public mutating func protect(
    _ plaintext: [UInt8], type: ContentType, version: ProtocolVersion, random: RandomStream
  ) throws(Failure) -> Record {
    let bytes = try protectedBytes(
      of: plaintext[...], type: type, version: version, random: random)
    return RawRecord(bytes: bytes).record
  }

  /// The same, the record as its bytes.
  public mutating func protectedBytes(
    of plaintext: ArraySlice<UInt8>, type: ContentType, version: ProtocolVersion,
    random: RandomStream
  ) throws(Failure) -> [UInt8] {
    guard plaintext.count <= Self.plaintextLimit else { throw .recordOverflow }
    let header = AdditionalData(sequence: sequenceNumber, type: type, version: version)
    guard suite.cipher.mode != .aead else {
      let bytes = try sealAEAD(plaintext, header)
      try advance()
      return bytes
    }
    let content = Array(plaintext)
    let fragment =
      suite.cipher.mode == .cbc
      ? try sealCBC(content, header, random.substream("iv/\(sequenceNumber)"))
      : try sealNull(content, header)
    chain(fragment)
    try advance()
    return Record(type: type, legacyVersion: version, fragment: fragment).bytes
  }

  /// Opens the next record of this direction.
  ///
  /// - Returns: its plaintext.
  public mutating func unprotect(_ record: Record) throws(Failure) -> [UInt8] {
    try unprotect(record.fragment[...], type: record.type, version: record.legacyVersion)
  }

  /// The same, of a record that is not taken apart.
  public mutating func unprotect(_ record: RawRecord) throws(Failure) -> [UInt8] {
    try unprotect(record.fragment, type: record.type, version: record.legacyVersion)
  }

  private mutating func unprotect(
    _ fragment: ArraySlice<UInt8>, type: ContentType, version: ProtocolVersion
  ) throws(Failure) -> [UInt8] {
    let header = AdditionalData(sequence: sequenceNumber, type: type, version: version)
    let plaintext =
      switch suite.cipher.mode {
      case .aead: try openAEAD(fragment, header)
      case .cbc: try openCBC(Array(fragment), header)
      case .null: try verifyMAC(Array(fragment), header)
      }
    guard plaintext.count <= Self.plaintextLimit else { throw .recordOverflow }
    if chainedIV != nil { chain(Array(fragment)) }
    try advance()
    return plaintext
  }

  /// What a record of a suite that does not encrypt says, to anyone: it takes no key. Whether it was
  /// changed on its way, only the key of the MAC would tell.
  ///
  /// - Returns: nil with a suite that encrypts, or when the MAC does not even fit into the record.
  public static func readUnencrypted(
    _ record: Record, suite: CipherSuiteParameters
  ) -> [UInt8]? {
    let tagLength = suite.mac?.keyLength ?? 0
    guard !suite.cipher.encrypts, record.fragment.count >= tagLength else { return nil }
    return Array(record.fragment.dropLast(tagLength))
  }

  /// Passes over a record that does not open, as only someone can who need not end the connection
  /// for it: whoever reads a recording.
  public mutating func passOver(_ record: Record) {
    chain(record.fragment)
    sequenceNumber &+= 1
  }

  private mutating func advance() throws(Failure) {
    guard sequenceNumber < .max else { throw .sequenceExhausted }
    sequenceNumber += 1
  }
}

/// What a MAC or tag covers beside the content: sequence number, type, version and length
/// (RFC 5246 §6.2.3.1, §6.2.3.3).
struct AdditionalData {
  var sequence: UInt64
  var type: ContentType
  var version: ProtocolVersion

  func bytes(length: Int) -> [UInt8] {
    bigEndian(sequence) + recordHeader(length: length)
  }

  /// The header of a record whose fragment has that length.
  func recordHeader(length: Int) -> [UInt8] {
    [
      type.rawValue, UInt8(version.rawValue >> 8), UInt8(version.rawValue & 0xff),
      UInt8(truncatingIfNeeded: length >> 8), UInt8(truncatingIfNeeded: length),
    ]
  }
}

/// Eight bytes, most significant first.
func bigEndian(_ value: UInt64) -> [UInt8] {
  (0..<8).map { UInt8(truncatingIfNeeded: value >> (56 - 8 * UInt64($0))) }
}
