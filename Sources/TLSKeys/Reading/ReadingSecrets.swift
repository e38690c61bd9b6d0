public import CryptoPrimitives
public import TLSWire

/// The derivations of SSL 3.0 to TLS 1.2 by which a recording is opened, as plain functions: the rules
/// of ``KeySchedule12`` say why, and are made for sessions that are looked at one by one.
public struct ReadingSecrets: Sendable {
  public let version: ProtocolVersion
  public let suite: ReadableSuite
  public let clientRandom: [UInt8]
  public let serverRandom: [UInt8]

  public init(
    version: ProtocolVersion, suite: ReadableSuite, clientRandom: [UInt8], serverRandom: [UInt8]
  ) {
    self.version = version
    self.suite = suite
    self.clientRandom = clientRandom
    self.serverRandom = serverRandom
  }

  /// The master secret of a pre-master secret (RFC 5246 §8.1, RFC 6101 §6.1).
  ///
  /// - Parameter session: the handshake messages that an extended master secret covers (RFC 7627 §4); nil
  ///   without one.
  public func masterSecret(
    of preMaster: [UInt8], session: [UInt8]?
  ) throws(CryptoError) -> [UInt8] {
    if version == .ssl3 {
      return try Self.ssl3(preMaster, seed: clientRandom + serverRandom, count: 48)
    }
    guard let session else {
      return try output(preMaster, "master secret", clientRandom + serverRandom, 48)
    }
    return try output(preMaster, "extended master secret", hash(session), 48)
  }

  /// The keys of both directions (RFC 5246 §6.3), those of an export suite stretched (RFC 2246 §6.3.1).
  public func keys(
    of master: [UInt8]
  ) throws(CryptoError) -> (client: RecordProtection.Keys, server: RecordProtection.Keys) {
    let cipher = suite.cipher
    let lengths = [
      suite.mac?.length ?? 0, cipher.keyMaterial,
      cipher.mode == .cbc && version <= .tls10 ? cipher.blockLength : cipher.fixedNonce,
    ]
    let seed = serverRandom + clientRandom
    let count = 2 * lengths.reduce(0, +)
    let block =
      version == .ssl3
      ? try Self.ssl3(master, seed: seed, count: count)
      : try output(master, "key expansion", seed, count)
    var parts: [[UInt8]] = []
    var place = 0
    for length in lengths {
      for _ in 0..<2 {
        parts.append(Array(block[place..<place + length]))
        place += length
      }
    }
    if cipher.isExport { try stretch(&parts) }
    return (
      RecordProtection.Keys(macKey: parts[0], key: parts[2], fixedIV: parts[4]),
      RecordProtection.Keys(macKey: parts[1], key: parts[3], fixedIV: parts[5])
    )
  }

  private func stretch(_ parts: inout [[UInt8]]) throws(CryptoError) {
    let randoms = clientRandom + serverRandom
    let reversed = serverRandom + clientRandom
    let block = suite.cipher.blockLength
    if version == .ssl3 {
      parts[2] = try keyed(parts[2] + randoms)
      parts[3] = try keyed(parts[3] + reversed)
      if block > 0 {
        parts[4] = Array(try HashAlgorithm.md5.digest(randoms).prefix(block))
        parts[5] = Array(try HashAlgorithm.md5.digest(reversed).prefix(block))
      }
      return
    }
    let count = suite.cipher.keyLength
    parts[2] = try output(parts[2], "client write key", randoms, count)
    parts[3] = try output(parts[3], "server write key", randoms, count)
    guard block > 0 else { return }
    let ivs = try output([], "IV block", randoms, 2 * block)
    parts[4] = Array(ivs.prefix(block))
    parts[5] = Array(ivs.suffix(block))
  }

  private func keyed(_ bytes: [UInt8]) throws(CryptoError) -> [UInt8] {
    Array(try HashAlgorithm.md5.digest(bytes).prefix(suite.cipher.keyLength))
  }

  private func output(
    _ secret: [UInt8], _ label: String, _ seed: [UInt8], _ count: Int
  ) throws(CryptoError) -> [UInt8] {
    version <= .tls11
      ? try PseudorandomFunction.legacyOutput(
        secret: secret, label: label, seed: seed, count: count)
      : try PseudorandomFunction.output(
        hash: suite.prfHash, secret: secret, label: label, seed: seed, count: count)
  }

  private func hash(_ messages: [UInt8]) throws(CryptoError) -> [UInt8] {
    version <= .tls11
      ? try HashAlgorithm.md5.digest(messages) + HashAlgorithm.sha1.digest(messages)
      : try suite.prfHash.digest(messages)
  }

  /// MD5(secret + SHA('A' + secret + seed)) + MD5(secret + SHA('BB' + …)) + … (RFC 6101 §6.1, §6.2.2).
  private static func ssl3(
    _ secret: [UInt8], seed: [UInt8], count: Int
  ) throws(CryptoError) -> [UInt8] {
    var output: [UInt8] = []
    var round = 0
    while output.count < count && round < 26 {
      let salt = [UInt8](repeating: 0x41 + UInt8(round), count: round + 1)
      output += try HashAlgorithm.md5.digest(
        secret + HashAlgorithm.sha1.digest(salt + secret + seed))
      round += 1
    }
    return Array(output.prefix(count))
  }
}

/// The derivations of TLS 1.3, final and drafts, by which a recording is opened (RFC 8446 §7).
public struct ReadingSecrets13: Sendable {
  public let suite: ReadableSuite
  /// 18 to 28; nil: RFC 8446 itself.
  public let draft: Int?

  public init(suite: ReadableSuite, draft: Int?) {
    self.suite = suite
    self.draft = draft
  }

  /// HKDF-Expand-Label; the prefix of the label was another one before draft 20.
  public func expand(
    _ secret: [UInt8], _ label: String, _ context: [UInt8] = [], count: Int
  ) throws(CryptoError) -> [UInt8] {
    let info: [UInt8]
    if let draft, draft < 20 {
      let name = Array("TLS 1.3, ".utf8) + Array(label.utf8)
      info =
        [UInt8(truncatingIfNeeded: count >> 8), UInt8(truncatingIfNeeded: count)]
        + [UInt8(truncatingIfNeeded: name.count)] + name
        + [UInt8(truncatingIfNeeded: context.count)] + context
    } else {
      info = HKDFLabel.bytes(label: label, context: context, count: count)
    }
    return try suite.prfHash.hkdfExpand(secret, info: info, count: count)
  }

  /// The keys of records under a traffic secret (RFC 8446 §7.3).
  public func keys(of secret: [UInt8]) throws(CryptoError) -> RecordProtection.Keys {
    RecordProtection.Keys(
      macKey: [], key: try expand(secret, "key", count: suite.cipher.keyLength),
      fixedIV: try expand(secret, "iv", count: 12))
  }

  /// The secret after a KeyUpdate (RFC 8446 §7.2).
  public func updated(_ secret: [UInt8]) throws(CryptoError) -> [UInt8] {
    try expand(
      secret, draft.map { $0 < 20 } == true ? "application traffic secret" : "traffic upd",
      count: suite.prfHash.length)
  }
}
