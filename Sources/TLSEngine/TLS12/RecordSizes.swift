import Bytes
import TLSKeys
import TLSWire

// How much plaintext a record may hold, as each side wants it (RFC 8449).
extension Exchange {
  /// Holds both sides to what they said, if both said it.
  mutating func limitRecords(
    own: Int?, peer hello: some ExtensionBlock
  ) throws(HandshakeFailure) {
    guard let limit = hello.recordSizeLimit else { return }
    // "An endpoint MUST treat receipt of a smaller value as a fatal error and generate an
    // illegal_parameter alert" (RFC 8449 §4).
    guard limit >= 64 else {
      throw .misbehaving(.illegalParameter("record_size_limit \(limit)"))
    }
    guard let own = RecordSizeLimit(own: own)?.recordSizeLimit else { return }
    records.writingLimit = min(Int(limit), RecordProtection.plaintextLimit)
    records.readingLimit = Int(own)
    decide(.recordSizeLimit(Int(limit)))
  }
}

extension RecordSizeLimit {
  /// What this side says; nil where nothing was set.
  init?(own limit: Int?) {
    guard let limit else { return nil }
    self.init(UInt16(min(max(limit, 64), RecordProtection.plaintextLimit)))
  }
}

extension [Extension] {
  /// Adds what this side says of the size of records.
  mutating func append(recordSizeLimit limit: Int?) {
    guard let limit = RecordSizeLimit(own: limit) else { return }
    append(.recordSizeLimit(limit.recordSizeLimit))
  }
}
