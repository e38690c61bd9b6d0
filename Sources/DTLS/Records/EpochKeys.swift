import Bytes
import CryptoPrimitives
import TLSWire

/// The keys of one direction in one epoch: AES-GCM with four bytes of the nonce from the key block and
/// eight in the record, for which epoch and number serve (RFC 5288 §3, RFC 6347 §4.1.2.1).
struct EpochKeys: Hashable, Sendable, Codable {
  @Hexadecimal var key: [UInt8]
  @Hexadecimal var fixedIV: [UInt8]

  static let algorithm = AEADAlgorithm.aes128GCM
  private static let explicitLength = 8

  /// What protection adds to a fragment.
  static let overhead = explicitLength + algorithm.tagLength

  func seal(_ record: DTLSRecord) throws(CryptoError) -> DTLSRecord {
    var sealed = record
    sealed.fragment =
      try record.number
      + Self.algorithm.seal(
        record.fragment, key: key, nonce: fixedIV + record.number,
        additionalData: covered(record, length: record.fragment.count))
    return sealed
  }

  /// - Throws: when the tag does not fit, or there is no room for one.
  func open(_ record: DTLSRecord) throws(CryptoError) -> [UInt8] {
    guard record.fragment.count >= Self.overhead else {
      throw CryptoError(operation: "open record", reason: "shorter than a tag", kind: .badInput)
    }
    let explicit = Array(record.fragment.prefix(Self.explicitLength))
    return try Self.algorithm.open(
      Array(record.fragment.dropFirst(Self.explicitLength)), key: key, nonce: fixedIV + explicit,
      additionalData: covered(record, length: record.fragment.count - Self.overhead))
  }

  private func covered(_ record: DTLSRecord, length: Int) -> [UInt8] {
    record.number + [record.type.rawValue] + bigEndian(UInt64(record.version.rawValue), width: 2)
      + bigEndian(UInt64(length), width: 2)
  }
}
