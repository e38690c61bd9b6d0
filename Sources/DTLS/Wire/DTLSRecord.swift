public import Bytes
public import TLSWire

/// One record of DTLS: like one of TLS, but it says which keys protect it and which number it has,
/// because the one before may be lost (RFC 6347 §4.1).
public struct DTLSRecord: WireStruct {
  public var type: ContentType
  public var version: ProtocolVersion
  /// How often the sender changed its keys before; 0 is in the open.
  public var epoch: UInt16
  /// 48 bits; counted anew in each epoch.
  public var sequenceNumber: UInt64
  public var fragment: [UInt8]

  public init() {
    self.init(type: .handshake, epoch: 0, sequenceNumber: 0, fragment: [])
  }

  public init(
    type: ContentType, version: ProtocolVersion = .dtls12, epoch: UInt16, sequenceNumber: UInt64,
    fragment: [UInt8]
  ) {
    self.type = type
    self.version = version
    self.epoch = epoch
    self.sequenceNumber = sequenceNumber
    self.fragment = fragment
  }

  /// The bytes of everything in front of the fragment.
  public static let headerLength = 13

  /// The last number that an epoch has (RFC 6347 §4.1).
  public static let lastSequenceNumber: UInt64 = (1 << 48) - 1

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.code(&type, "type")
    try coder.code(&version, "version")
    try coder.uint16(&epoch, "epoch")
    try coder.integer(&sequenceNumber, width: 6, "sequence_number")
    try coder.opaque(&fragment, .uint16(0...Record.fragmentLimit), "fragment")
  }

  /// Epoch and number as the eight bytes that a tag covers and a nonce ends with (RFC 6347 §4.1.2.1).
  public var number: [UInt8] {
    bigEndian(UInt64(epoch), width: 2) + bigEndian(sequenceNumber, width: 6)
  }

  /// The record as it goes on the wire.
  ///
  /// - Throws: `WireError` when the fragment is longer than a record's may be.
  public var bytes: [UInt8] {
    get throws(WireError) { try ByteWriter.bytes(of: self) }
  }

  /// The records of one datagram: a record never goes on in the next (RFC 6347 §4.1.1).
  ///
  /// - Returns: those that are whole, and why the reading stopped before the end, if it did.
  public static func records(of datagram: [UInt8]) -> (records: [DTLSRecord], error: WireError?) {
    var records: [DTLSRecord] = []
    var reader = ByteReader(datagram)
    while reader.available > 0 {
      var record = DTLSRecord()
      do throws(WireError) {
        try record.code(with: &reader)
      } catch {
        return (records, error)
      }
      records.append(record)
    }
    return (records, nil)
  }
}

/// The last `width` bytes of a number, most significant first.
func bigEndian(_ value: UInt64, width: Int) -> [UInt8] {
  (0..<width).map { UInt8(truncatingIfNeeded: value >> UInt64(8 * (width - 1 - $0))) }
}
