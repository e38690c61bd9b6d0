public import Bytes

// Extensions that this program neither sends nor acts on, but takes apart wherever others send them.

/// Shorter records, by one of four lengths (RFC 6066 §4).
public struct MaxFragmentLength: WireStruct {
  public var length = MaximumFragmentCode(rawValue: 1)

  public init() {}

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.code(&length, "max_fragment_length")
  }
}

/// Heartbeats on the connection (RFC 6520 §2).
public struct Heartbeat: WireStruct {
  public var mode = HeartbeatMode(rawValue: 1)

  public init() {}

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.code(&mode, "mode")
  }
}

/// SRTP keys out of the handshake of DTLS (RFC 5764 §4.1.1).
public struct UseSRTP: WireStruct {
  /// Best first.
  public var profiles: [SRTPProfile] = []
  /// Which of several master keys is meant; mostly empty.
  public var masterKeyIdentifier: [UInt8] = []

  public init() {}

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.codes(
      &profiles, .uint16(2...0xffff), "srtp_protection_profiles",
      entry: "srtp_protection_profile")
    try coder.opaque(&masterKeyIdentifier, .uint8(), "srtp_mki")
  }
}

/// Proofs that a certificate stands in public logs (RFC 6962 §3.3.1).
public struct SignedCertificateTimestamps: WireStruct {
  public var list: [SerializedSCT] = []

  public init() {}

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.list(&list, .uint16(1...0xffff), "sct_list", entry: "serialized_sct")
  }
}

/// One of them, signed by a log.
public struct SerializedSCT: WireStruct {
  public var data: [UInt8] = []

  public init() {}

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.opaque(&data, .uint16(1...0xffff), "sct")
  }
}

/// The forms of certificates that a client can show, or read (RFC 7250 §3).
public struct CertificateTypes: WireStruct {
  /// Best first.
  public var types: [CertificateType] = []

  public init() {}

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.codes(&types, .uint8(1...0xff), "certificate_type_list", entry: "certificate_type")
  }
}

/// The one that the server chose.
public struct SelectedCertificateType: WireStruct {
  public var type = CertificateType(rawValue: 0)

  public init() {}

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.code(&type, "certificate_type")
  }
}
