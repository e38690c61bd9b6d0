public import Bytes

/// What the sender allows the other end in QUIC, which has TLS 1.3 inside (RFC 9000 §18, RFC 9001
/// §8.2).
public struct QUICTransportParameters: ExtensionContent {
  public static let type = ExtensionType.quicTransportParameters
  public static let places: ExtensionPlaces = [.clientHello, .encryptedExtensions]

  public var parameters: [QUICTransportParameter] = []

  public init() {}

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.entries(
      &parameters, entry: "transport_parameter", blank: QUICTransportParameter())
  }
}

/// One of them: a number that names it, and its bytes.
public struct QUICTransportParameter: WireStruct {
  public var id = VariableLengthInteger()
  /// How many bytes follow. It is kept because its own width is not given by its value.
  public var length = VariableLengthInteger()
  public var value: [UInt8] = []

  public init() {}

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.variableLengthInteger(&id, "id", names: Self.names)
    try coder.variableLengthInteger(&length, "length", names: [:])
    guard let count = Int(exactly: length.value) else { throw coder.illegalValue("too long") }
    try coder.bytes(&value, count: count, "value")
  }

  public var entryName: String? { Self.names[id.value] }

  /// RFC 9000 §18.2, RFC 9221 §3, RFC 9287 §3, RFC 9368 §3.
  private static let names: [UInt64: String] = [
    0x00: "original_destination_connection_id", 0x01: "max_idle_timeout",
    0x02: "stateless_reset_token", 0x03: "max_udp_payload_size", 0x04: "initial_max_data",
    0x05: "initial_max_stream_data_bidi_local", 0x06: "initial_max_stream_data_bidi_remote",
    0x07: "initial_max_stream_data_uni", 0x08: "initial_max_streams_bidi",
    0x09: "initial_max_streams_uni", 0x0a: "ack_delay_exponent", 0x0b: "max_ack_delay",
    0x0c: "disable_active_migration", 0x0d: "preferred_address",
    0x0e: "active_connection_id_limit", 0x0f: "initial_source_connection_id",
    0x10: "retry_source_connection_id", 0x11: "version_information",
    0x20: "max_datagram_frame_size", 0x2ab2: "grease_quic_bit",
  ]
}
