import CryptoPrimitives

/// A packet of SRTCP, taken apart (RFC 3711 §3.4, RFC 7714 §9).
struct ControlParts {
  let head: [UInt8]
  /// Behind the head: what is encrypted, with AEAD and its tag.
  let content: ArraySlice<UInt8>
  /// E and the index.
  let word: [UInt8]
  /// Of HMAC.
  let tag: [UInt8]

  var index: UInt64 { number & 0x7fff_ffff }
  private var isEncrypted: Bool { number >> 31 == 1 }
  private var number: UInt64 { word.reduce(0) { $0 << 8 | UInt64($1) } }

  init(_ packet: [UInt8], _ master: SRTPMasterKey) throws(MediaError) {
    let tagLength = master.transform.controlTagLength
    let least = 8 + 4 + tagLength + master.identifier.count
    guard packet.count >= least else {
      throw .packet(.tooShort(needed: least, has: packet.count))
    }
    var rest = packet[...]
    switch master.transform.method {
    case .counter:
      tag = Array(rest.suffix(tagLength))
      rest = rest.dropLast(tagLength + master.identifier.count)
    case .aead:
      tag = []
      rest = rest.dropLast(master.identifier.count)
    }
    word = Array(rest.suffix(4))
    rest = rest.dropLast(4)
    head = Array(rest.prefix(8))
    content = rest.dropFirst(8)
  }

  func open(
    _ master: SRTPMasterKey, _ keys: SRTPSessionKeys, source: UInt32
  ) throws(MediaError) -> [UInt8] {
    switch master.transform.method {
    case .counter(let mode, _):
      let expected = try keys.tag(of: head + content + word, [], count: tag.count)
      guard constantTimeEqual(expected, tag) else { throw .authentication }
      guard isEncrypted else { return head + content }
      return head + (try keys.transform(content, mode, source: source, index: index))
    case .aead(let algorithm):
      guard isEncrypted else {
        let text = Array(content.dropLast(algorithm.tagLength))
        _ = try keys.open(
          content.suffix(algorithm.tagLength), algorithm, source: source, index: index,
          additional: head + text + word)
        return head + text
      }
      return head
        + (try keys.open(
          content, algorithm, source: source, index: index, additional: head + word))
    }
  }
}
