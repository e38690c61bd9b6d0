public import CryptoPrimitives
public import TLSWire

/// Opens the records of one direction, of whatever version and suite: what ``RecordProtection`` does for
/// the suites that we speak, without its way back, and with keys that are scheduled once.
public struct RecordOpener: Sendable {
  /// What was inside a record.
  public struct Opened: Sendable {
    public var type: ContentType
    public var content: ArraySlice<UInt8>
  }

  private let version: ProtocolVersion
  private let suite: ReadableSuite
  private let keys: RecordProtection.Keys
  private let options: Options
  private let key: OpeningKey?
  private var stream: RC4?
  private let mac: OpeningMAC?
  private var iv: [UInt8]
  /// The number of the next record.
  public private(set) var sequence: UInt64 = 0

  /// What a handshake agreed on beside suite and version.
  public struct Options: Hashable, Sendable {
    /// RFC 7366.
    public var encryptThenMAC = false
    /// Of the MAC ten bytes alone (RFC 6066 §7).
    public var truncatedMAC = false
    /// Of a suite with the cipher NULL: the key of the MAC is not known, and no MAC is checked.
    public var lacksMACKey = false
    /// Of TLS 1.3; nil: RFC 8446 itself.
    public var draft: Int?

    public init() {}
  }

  /// - Throws: `CryptoError` for a cipher that this libcrypto lacks.
  public init(
    version: ProtocolVersion, suite: ReadableSuite, keys: RecordProtection.Keys,
    options: Options = Options()
  ) throws(CryptoError) {
    self.version = version
    self.suite = suite
    self.keys = keys
    self.options = options
    let cipher = suite.cipher
    iv = keys.fixedIV
    stream = cipher.mode == .stream ? RC4(key: keys.key) : nil
    switch cipher.mode {
    case .null, .stream: key = nil
    case .cbc:
      let bytes = cipher.repeatsKey ? keys.key + keys.key + keys.key : keys.key
      key = try OpeningKey(cipher.name, .cbc, key: bytes)
    case .aead:
      key = try OpeningKey(cipher.name, .aead, key: keys.key, tagLength: cipher.tagLength)
    case .ccm: key = try OpeningKey(cipher.name, .ccm, key: keys.key, tagLength: cipher.tagLength)
    }
    if let hash = suite.mac, version != .ssl3, !options.lacksMACKey {
      mac = try OpeningMAC(hash, key: keys.macKey)
    } else {
      mac = nil
    }
  }

  /// Opens the next record.
  ///
  /// - Parameter record: a whole one, its header in front.
  /// - Returns: nil where tag, MAC or padding don't fit: then nothing has moved on.
  public mutating func open(_ record: ArraySlice<UInt8>) -> Opened? {
    guard record.count >= Record.headerLength else { return nil }
    let header = Array(record.prefix(Record.headerLength))
    let fragment = record.dropFirst(Record.headerLength)
    let opened: Opened?
    if version == .tls13 {
      opened = open13(fragment, header)
    } else {
      let content: ArraySlice<UInt8>? =
        switch suite.cipher.mode {
        case .null: judged(fragment, header)
        case .stream: openStream(fragment, header)
        case .cbc: openCBC(fragment, header)
        case .aead, .ccm: openAEAD(fragment, header)
        }
      opened = content.map { Opened(type: ContentType(rawValue: header[0]), content: $0) }
    }
    if opened != nil { sequence &+= 1 }
    return opened
  }

  /// Passes over records that are not there.
  public mutating func skip(_ count: UInt64) { sequence &+= count }

  // MARK: AEAD (RFC 5246 §6.2.3.3, RFC 8446 §5.2)

  private func open13(_ fragment: ArraySlice<UInt8>, _ header: [UInt8]) -> Opened? {
    guard header[0] == ContentType.applicationData.rawValue, let key else { return nil }
    // Before draft 25 the tag covered nothing beside.
    let data = options.draft.map { $0 < 25 } == true ? [] : header
    guard
      let text = key.open(
        fragment, nonce: exclusiveOr(keys.fixedIV, sequence), additionalData: data),
      let place = text.lastIndex(where: { $0 != 0 })
    else { return nil }
    return Opened(type: ContentType(rawValue: text[place]), content: text[..<place])
  }

  private func openAEAD(_ fragment: ArraySlice<UInt8>, _ header: [UInt8]) -> ArraySlice<UInt8>? {
    let cipher = suite.cipher
    let length = fragment.count - cipher.recordNonce - cipher.tagLength
    guard length >= 0, let key else { return nil }
    let nonce: [UInt8]
    if cipher.recordNonce > 0 {
      nonce = keys.fixedIV + fragment.prefix(cipher.recordNonce)
    } else {
      nonce = exclusiveOr(keys.fixedIV, sequence)
    }
    return key.open(
      fragment.dropFirst(cipher.recordNonce), nonce: nonce,
      additionalData: covered(header, length: length))?[...]
  }

  /// Sequence number, type, version and length, which MAC and tag cover (RFC 5246 §6.2.3.1).
  private func covered(_ header: [UInt8], length: Int) -> [UInt8] {
    var bytes = bigEndian(sequence)
    bytes.append(header[0])
    // SSL 3.0 leaves the version out (RFC 6101 §5.2.3.1).
    if version != .ssl3 {
      bytes.append(header[1])
      bytes.append(header[2])
    }
    bytes.append(UInt8(truncatingIfNeeded: length >> 8))
    bytes.append(UInt8(truncatingIfNeeded: length))
    return bytes
  }

  // MARK: MAC (RFC 5246 §6.2.3.1)

  private var macLength: Int {
    options.truncatedMAC && suite.mac != nil ? 10 : suite.mac?.length ?? 0
  }

  /// The content before its MAC, if that fits.
  private func judged(_ content: ArraySlice<UInt8>, _ header: [UInt8]) -> ArraySlice<UInt8>? {
    guard content.count >= macLength else { return nil }
    let text = content.dropLast(macLength)
    return fits(content.suffix(macLength), text, header) ? text : nil
  }

  private func fits(
    _ tag: ArraySlice<UInt8>, _ text: ArraySlice<UInt8>, _ header: [UInt8]
  ) -> Bool {
    guard let hash = suite.mac, !options.lacksMACKey else { return true }
    let covered = covered(header, length: text.count)
    if version == .ssl3 {
      return (try? ssl3MAC(hash, covered + text))?.elementsEqual(tag) == true
    }
    guard let expected = try? mac?.tag(of: covered, text) else { return false }
    return expected.prefix(macLength).elementsEqual(tag)
  }

  /// hash(key + pad_2 + hash(key + pad_1 + …)) (RFC 6101 §5.2.3.1).
  private func ssl3MAC(_ hash: HashAlgorithm, _ message: [UInt8]) throws(CryptoError) -> [UInt8] {
    let count = hash == .md5 ? 48 : 40
    let inner = keys.macKey + [UInt8](repeating: 0x36, count: count) + message
    return try hash.digest(
      keys.macKey + [UInt8](repeating: 0x5c, count: count) + hash.digest(inner))
  }

  // MARK: Stream and CBC

  private mutating func openStream(
    _ fragment: ArraySlice<UInt8>, _ header: [UInt8]
  ) -> ArraySlice<UInt8>? {
    guard var cipher = stream else { return nil }
    let text = cipher.transform(fragment)
    guard let content = judged(text[...], header) else { return nil }
    stream = cipher
    return content
  }

  /// MAC, then encrypt (RFC 5246 §6.2.3.2), or encrypt, then MAC (RFC 7366).
  private mutating func openCBC(
    _ fragment: ArraySlice<UInt8>, _ header: [UInt8]
  ) -> ArraySlice<UInt8>? {
    let block = suite.cipher.blockLength
    var body = fragment
    if options.encryptThenMAC {
      guard body.count >= macLength else { return nil }
      body = body.dropLast(macLength)
      guard fits(fragment.suffix(macLength), body, header) else { return nil }
    }
    let chains = version <= .tls10
    let vector = chains ? iv[...] : body.prefix(block)
    let blocks = chains ? body : body.dropFirst(block)
    guard blocks.count >= block, let key,
      let padded = try? key.decrypt(blocks: blocks, iv: vector),
      let text = unpadded(padded)
    else { return nil }
    let content = options.encryptThenMAC ? text : judged(text, header)
    if content != nil && chains { iv = Array(body.suffix(block)) }
    return content
  }

  private func unpadded(_ padded: [UInt8]) -> ArraySlice<UInt8>? {
    guard let last = padded.last, padded.count > Int(last) else { return nil }
    // In SSL 3.0 the padding may be anything, and no more than a block (RFC 6101 §5.2.3.2).
    let isGood =
      version == .ssl3
      ? Int(last) < suite.cipher.blockLength
      : padded.suffix(Int(last) + 1).allSatisfy { $0 == last }
    return isGood ? padded.dropLast(Int(last) + 1) : nil
  }
}
