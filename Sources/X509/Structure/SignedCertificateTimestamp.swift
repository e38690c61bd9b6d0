import Bytes

/// Proofs that a certificate stands in public logs, as an extension of the certificate or of TLS holds
/// them (RFC 6962 §3.3).
struct SignedCertificateTimestampList: WireStruct {
  var list: [SerializedTimestamp] = []

  mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.list(&list, .uint16(1...0xffff), "sct_list", entry: "serialized_sct")
  }
}

/// A proof with a length around it, so that those of unknown versions can be passed over.
struct SerializedTimestamp: WireStruct {
  var timestamp = SignedCertificateTimestamp()

  mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    var timestamp = timestamp
    try coder.nested(.uint16(1...0xffff), "sct") { (inner) throws(WireError) in
      try timestamp.code(with: &inner)
    }
    self.timestamp = timestamp
  }
}

/// A log's signed promise to list a certificate (RFC 6962 §3.2).
struct SignedCertificateTimestamp: WireStruct {
  var version = TimestampVersion(rawValue: 0)
  /// The SHA-256 hash of the log's public key.
  var logID = [UInt8](repeating: 0, count: 32)
  /// Milliseconds since 1970.
  var timestamp: UInt64 = 0
  var extensions: [UInt8] = []
  var hash = TimestampHash(rawValue: 4)
  var algorithm = TimestampSignature(rawValue: 3)
  var signature: [UInt8] = []

  mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.code(&version, "sct_version")
    try coder.bytes(&logID, count: 32, "log_id")
    try coder.integer(&timestamp, width: 8, "timestamp")
    try coder.opaque(&extensions, .uint16(), "sct_extensions")
    try coder.code(&hash, "hash_algorithm")
    try coder.code(&algorithm, "signature_algorithm")
    try coder.opaque(&signature, .uint16(), "sct_signature")
  }
}

/// RFC 6962 §3.2.
struct TimestampVersion: CodePoint {
  var rawValue: UInt8
  static let names: [UInt8: String] = [0: "v1"]
}

/// RFC 5246 §7.4.1.4.1.
struct TimestampHash: CodePoint {
  var rawValue: UInt8
  static let names: [UInt8: String] = [4: "sha256"]
}

/// RFC 5246 §7.4.1.4.1.
struct TimestampSignature: CodePoint {
  var rawValue: UInt8
  static let names: [UInt8: String] = [1: "rsa", 3: "ecdsa"]
}
