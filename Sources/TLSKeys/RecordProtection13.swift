public import Bytes
public import CryptoPrimitives
public import TLSWire

/// The protection of the records of one direction in TLS 1.3 (RFC 8446 §5.2).
///
/// The true content type travels inside, behind the content; outside every record looks like
/// application data of TLS 1.2.
public struct RecordProtection13: Hashable, Sendable, Codable {
  public let algorithm: AEADAlgorithm
  @Hexadecimal private var key: [UInt8]
  @Hexadecimal private var iv: [UInt8]
  /// The number of the next record of this direction; it starts anew with each key.
  public private(set) var sequenceNumber: UInt64 = 0
  /// The key with its schedule, from the first record on.
  private var aead = Unsaved<AEADKey>()

  private enum CodingKeys: String, CodingKey { case algorithm, key, iv, sequenceNumber }

  /// - Parameters:
  ///   - key: as long as the algorithm's keys.
  ///   - iv: as long as its nonces.
  public init(algorithm: AEADAlgorithm, key: [UInt8], iv: [UInt8]) {
    self.algorithm = algorithm
    self.key = key
    self.iv = iv
  }

  /// What was inside a record.
  public struct Inner: Hashable, Sendable, Codable {
    public var type: ContentType
    @Hexadecimal public var content: [UInt8]
    /// Zeros behind the content, which hide its length (RFC 8446 §5.4).
    public var padding: Int
  }

  /// Protects the next record of this direction.
  ///
  /// - Parameter padding: zeros to add, so that the length says less.
  /// - Returns: the record as it goes on the wire.
  public mutating func protect(
    _ content: [UInt8], type: ContentType, padding: Int = 0
  ) throws(RecordProtection.Failure) -> Record {
    let bytes = try protectedBytes(of: content[...], type: type, padding: padding)
    return RawRecord(bytes: bytes).record
  }

  /// The same, the record as its bytes.
  public mutating func protectedBytes(
    of content: ArraySlice<UInt8>, type: ContentType, padding: Int = 0
  ) throws(RecordProtection.Failure) -> [UInt8] {
    let limit = RecordProtection.plaintextLimit
    guard content.count <= limit, (0...limit - content.count).contains(padding) else {
      throw .recordOverflow
    }
    let trailer = [type.rawValue] + [UInt8](repeating: 0, count: padding)
    // "additional_data = TLSCiphertext.opaque_type || …legacy_record_version || …length"
    // (RFC 8446 §5.2): the header, as it is on the wire.
    let header = additionalData(length: content.count + trailer.count + algorithm.tagLength)
    let bytes: [UInt8]
    do throws(CryptoError) {
      bytes = try aeadKey().seal(
        content, trailer, nonce: nonce, additionalData: header, after: header)
    } catch {
      throw .crypto(error)
    }
    try advance()
    return bytes
  }

  private mutating func aeadKey() throws(CryptoError) -> AEADKey {
    if let key = aead.content { return key }
    let made = try AEADKey(algorithm, key: key)
    aead.content = made
    return made
  }

  /// Opens the next record of this direction.
  public mutating func unprotect(_ record: Record) throws(RecordProtection.Failure) -> Inner {
    try unprotect(record.fragment[...], type: record.type)
  }

  /// The same, of a record that is not taken apart.
  public mutating func unprotect(_ record: RawRecord) throws(RecordProtection.Failure) -> Inner {
    try unprotect(record.fragment, type: record.type)
  }

  private mutating func unprotect(
    _ fragment: ArraySlice<UInt8>, type: ContentType
  ) throws(RecordProtection.Failure) -> Inner {
    guard type == .applicationData else { throw .badRecordMAC }
    let header = additionalData(length: fragment.count)
    var opened: [UInt8]
    do throws(CryptoError) {
      opened = try aeadKey().open(fragment, nonce: nonce, additionalData: header)
    } catch {
      throw .badRecordMAC
    }
    // "If a receiving implementation does not find a non-zero octet in the cleartext, it MUST
    // terminate the connection" (RFC 8446 §5.4).
    guard let place = opened.lastIndex(where: { $0 != 0 }) else { throw .noContentType }
    guard opened.count <= RecordProtection.plaintextLimit + 1 else { throw .recordOverflow }
    try advance()
    let innerType = ContentType(rawValue: opened[place])
    let padding = opened.count - place - 1
    opened.removeLast(padding + 1)
    return Inner(type: innerType, content: opened, padding: padding)
  }

  /// The sequence number, as wide as the nonce, exclusive-or the IV (RFC 8446 §5.3).
  private var nonce: [UInt8] { exclusiveOr(iv, sequenceNumber) }

  /// The record's header, which the tag covers (RFC 8446 §5.2).
  private func additionalData(length: Int) -> [UInt8] {
    [
      ContentType.applicationData.rawValue, 3, 3, UInt8(truncatingIfNeeded: length >> 8),
      UInt8(truncatingIfNeeded: length),
    ]
  }

  private mutating func advance() throws(RecordProtection.Failure) {
    guard sequenceNumber < .max else { throw .sequenceExhausted }
    sequenceNumber += 1
  }
}

extension AEADAlgorithm {
  /// The algorithm of a suite's records.
  public init(_ cipher: RecordCipher13) {
    switch cipher {
    case .aes128GCM: self = .aes128GCM
    case .aes256GCM: self = .aes256GCM
    case .chacha20Poly1305: self = .chacha20Poly1305
    case .aes128CCM: self = .aes128CCM
    case .aes128CCM8: self = .aes128CCM8
    }
  }
}
