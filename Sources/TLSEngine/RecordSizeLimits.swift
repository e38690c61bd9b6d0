import Bytes
import TLSKeys
import TLSWire

// How much plaintext a record may hold, as each side wants it (RFC 8449).
extension Exchange {
  /// Holds both sides to what they said, if both said it.
  ///
  /// - Parameter reading: whether the peer knows of it already, or sends early data that is not
  ///   meant.
  mutating func limitRecords(
    own: Int?, peer hello: some ExtensionBlock, reading: Bool = true
  ) throws(HandshakeFailure) {
    try hello.checkRecordSizeLimit()
    guard let limit = hello.recordSizeLimit else { return }
    guard let own = RecordSizeLimit(own: own)?.recordSizeLimit else { return }
    // In TLS 1.3 the limit counts the content type too (RFC 8449 §4).
    let type = facts.version == .tls13 ? 1 : 0
    records.writingLimit = min(Int(limit) - type, RecordProtection.plaintextLimit)
    if reading { records.readingLimit = Int(own) - type }
    decide(.recordSizeLimit(Int(limit)))
  }

  /// Holds the client to what this server of TLS 1.3 said, now that its early data is over.
  mutating func limitReading(own: Int?, peer hello: ClientHello) {
    guard hello.recordSizeLimit != nil, let own = RecordSizeLimit(own: own) else { return }
    records.readingLimit = Int(own.recordSizeLimit) - 1
  }
}

extension ExtensionBlock {
  /// "An endpoint MUST treat receipt of a smaller value as a fatal error and generate an
  /// illegal_parameter alert" (RFC 8449 §4).
  func checkRecordSizeLimit() throws(HandshakeFailure) {
    guard let limit = recordSizeLimit, limit < 64 else { return }
    throw .misbehaving(.illegalParameter("record_size_limit \(limit)"))
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
    append(RecordSizeLimit(limit.recordSizeLimit))
  }
}
