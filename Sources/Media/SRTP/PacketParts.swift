import CryptoPrimitives

/// A packet of SRTP, taken apart (RFC 3711 §3.1, RFC 7714 §8).
struct PacketParts {
  private let header: RTPHeader
  private let head: [UInt8]
  /// Behind the head: what is encrypted, with AEAD and its tag.
  private let content: ArraySlice<UInt8>
  /// Of HMAC.
  private let tag: ArraySlice<UInt8>

  init(_ packet: [UInt8], _ header: RTPHeader, _ master: SRTPMasterKey) throws(MediaError) {
    let least = header.length + master.tagLength + master.identifier.count
    guard packet.count >= least else {
      throw .packet(.tooShort(needed: least, has: packet.count))
    }
    self.header = header
    head = Array(packet.prefix(header.length))
    var rest = packet.dropFirst(header.length)
    switch master.transform.method {
    case .counter:
      tag = rest.suffix(master.tagLength)
      rest = rest.dropLast(master.tagLength + master.identifier.count)
    case .aead:
      tag = []
      rest = rest.dropLast(master.identifier.count)
    }
    content = rest
  }

  /// - Returns: the packet of RTP.
  func open(
    _ master: SRTPMasterKey, _ keys: SRTPSessionKeys, index: UInt64
  ) throws(MediaError) -> [UInt8] {
    switch master.transform.method {
    case .counter(let mode, _):
      if master.authenticates {
        let rollover = UInt32(truncatingIfNeeded: index >> 16).networkBytes
        let expected = try keys.tag(of: head + content, rollover, count: tag.count)
        guard constantTimeEqual(expected, Array(tag)) else { throw .authentication }
      }
      guard master.encrypts else { return head + content }
      return head
        + (try keys.transform(content, mode, source: header.source, index: index))
    case .aead(let algorithm):
      guard master.encrypts else {
        let text = head + content.dropLast(algorithm.tagLength)
        _ = try keys.open(
          content.suffix(algorithm.tagLength), algorithm, source: header.source, index: index,
          additional: text)
        return text
      }
      return head
        + (try keys.open(
          content, algorithm, source: header.source, index: index, additional: head))
    }
  }
}
