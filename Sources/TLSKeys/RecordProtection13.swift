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
    let limit = RecordProtection.plaintextLimit
    guard content.count <= limit, (0...limit - content.count).contains(padding) else {
      throw .recordOverflow
    }
    let inner = content + [type.rawValue] + [UInt8](repeating: 0, count: padding)
    let header = additionalData(length: inner.count + algorithm.tagLength)
    let nonce = nonce
    let algorithm = algorithm
    let fragment: [UInt8]
    do throws(CryptoError) {
      fragment = try algorithm.seal(inner, key: key, nonce: nonce, additionalData: header)
    } catch {
      throw .crypto(error)
    }
    try advance()
    return Record(type: .applicationData, legacyVersion: .tls12, fragment: fragment)
  }

  /// Opens the next record of this direction.
  public mutating func unprotect(_ record: Record) throws(RecordProtection.Failure) -> Inner {
    guard record.type == .applicationData else { throw .badRecordMAC }
    let header = additionalData(length: record.fragment.count)
    let opened: [UInt8]
    do throws(CryptoError) {
      opened = try algorithm.open(record.fragment, key: key, nonce: nonce, additionalData: header)
    } catch {
      throw .badRecordMAC
    }
    // "If a receiving implementation does not find a non-zero octet in the cleartext, it MUST
    // terminate the connection" (RFC 8446 §5.4).
    guard let place = opened.lastIndex(where: { $0 != 0 }) else { throw .noContentType }
    guard opened.count <= RecordProtection.plaintextLimit + 1 else { throw .recordOverflow }
    try advance()
    return Inner(
      type: ContentType(rawValue: opened[place]), content: Array(opened[..<place]),
      padding: opened.count - place - 1)
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
