import Bytes
public import CryptoPrimitives
public import Knowledge

/// Applies rules to real values.
///
/// Keys that are used again and again (a server's RSA key) can be handed over as objects, because
/// importing one from its bytes costs more than using it.
public struct Evaluator: Sendable {
  /// Everything that is known by name.
  public var values: KnownValues
  /// Objects for some of the private keys among `values`.
  public var privateKeys: [ValueName: PrivateKey] = [:]
  /// Objects for some of the ephemeral private keys among `values`.
  public var keyPairs: [ValueName: KeyPair] = [:]

  public init(_ values: KnownValues = [:]) {
    self.values = values
  }

  /// Why a rule gave no value.
  public enum Failure: Error, Hashable, Sendable, Codable {
    /// The rule needs a value that is not there.
    case missing(ValueName)
    /// The key does not fit the ciphertext: what comes out is no pre-master secret.
    case doesNotFit(key: ValueName)
    /// A value has the wrong size or form, or names something that is not supported.
    case unusable(ValueName, String)
    /// libcrypto refused.
    case crypto(CryptoError)
  }

  /// Bytes of pseudorandom output that anyone needs, and more: a rule in a saved lab may ask for any
  /// number.
  private static let longestOutput = 1 << 16

  /// The value of `formula`.
  public func value(of formula: Formula) throws(Failure) -> [UInt8] {
    switch formula {
    case .concatenation(let parts):
      return try concatenate(parts)
    case .lengthPrefixed(let parts):
      return try withLengths(parts)
    case .zeros(let model):
      return [UInt8](repeating: 0, count: try value(model).count)
    case .slice(let whole, let offset, let count):
      return try cut(count, of: whole, from: offset)
    case .hash(let name, let input):
      return try digest(name, of: input)
    case .pseudorandomFunction(let name, let secret, let label, let seeds, let count):
      return try stretch(name, secret, label: label, seed: try concatenate(seeds), count: count)
    case .hmac(let name, let key, let input):
      let algorithm = try hash(name, for: key)
      let secret = try value(key)
      let bytes = try value(input)
      return try crypto { () throws(CryptoError) in try algorithm.hmac(bytes, key: secret) }
    case .extract(let name, let salt, let secret):
      return try extract(name, salt: salt, secret: secret)
    case .expandLabel(let name, let secret, let label, let context, let count):
      return try expand(name, secret, label: label, context: context, count: count)
    case .rsaDecryption(let ciphertext, let key, let version):
      return try decryptPreMasterSecret(ciphertext, key: key, version: version)
    case .ticketDecryption(let ticket, let key):
      return try openTicket(ticket, key: key)
    case .keyAgreement(let agreement, let privateKey, let peer):
      return try agree(agreement, privateKey, peer)
    case .publicKey(.hybrid, let privateKey):
      let bytes = try value(privateKey)
      return try crypto { () throws(CryptoError) in
        try HybridKeyPair.make(privateKey: bytes).publicKey
      }
    case .publicKey(let agreement, let privateKey):
      return try keyPair(agreement, named: privateKey).publicKey
    case .decryption(let records, _):
      throw .unusable(records, "records are opened by record protection")
    }
  }

  private func cut(
    _ count: Int, of whole: ValueName, from offset: Int
  ) throws(Failure) -> [UInt8] {
    let bytes = try value(whole)
    // Rules come from saved labs too: the sum of the two may not be a number any more.
    guard offset >= 0, count >= 0, offset <= bytes.count, count <= bytes.count - offset else {
      throw .unusable(whole, "\(bytes.count) bytes, \(count) needed from byte \(offset) on")
    }
    return Array(bytes[offset..<offset + count])
  }

  private func digest(_ name: String, of input: ValueName) throws(Failure) -> [UInt8] {
    guard name != PseudorandomFunction.legacyHash else {
      let bytes = try value(input)
      return try crypto { () throws(CryptoError) in
        try HashAlgorithm.md5.digest(bytes) + HashAlgorithm.sha1.digest(bytes)
      }
    }
    let algorithm = try hash(name, for: input)
    let bytes = try value(input)
    return try crypto { () throws(CryptoError) in try algorithm.digest(bytes) }
  }

  private func expand(
    _ name: String, _ secret: ValueName, label: String, context: ValueName?, count: Int
  ) throws(Failure) -> [UInt8] {
    let algorithm = try hash(name, for: secret)
    let info = HKDFLabel.bytes(
      label: label, context: try context.map { (name) throws(Failure) in try value(name) } ?? [],
      count: count)
    let key = try value(secret)
    return try crypto { () throws(CryptoError) in
      try algorithm.hkdfExpand(key, info: info, count: count)
    }
  }

  private func openTicket(
    _ ticket: ValueName, key: ValueName
  ) throws(Failure) -> [UInt8] {
    let sealed = try value(ticket)
    guard let ticketKey = TicketKey(bytes: try value(key)) else {
      throw .unusable(key, "a ticket key has \(TicketKey.length) bytes")
    }
    guard let state = ticketKey.open(sealed) else { throw .doesNotFit(key: key) }
    return state
  }

  private func stretch(
    _ name: String, _ secret: ValueName, label: String, seed: [UInt8], count: Int
  ) throws(Failure) -> [UInt8] {
    guard (0...Self.longestOutput).contains(count) else {
      throw .unusable(secret, "\(count) bytes of it can't be asked for")
    }
    let key = try value(secret)
    guard name != PseudorandomFunction.legacyHash else {
      return try crypto { () throws(CryptoError) in
        try PseudorandomFunction.legacyOutput(secret: key, label: label, seed: seed, count: count)
      }
    }
    let algorithm = try hash(name, for: secret)
    return try crypto { () throws(CryptoError) in
      try PseudorandomFunction.output(
        hash: algorithm, secret: key, label: label, seed: seed, count: count)
    }
  }

  private func extract(
    _ name: String, salt: ValueName?, secret: ValueName?
  ) throws(Failure) -> [UInt8] {
    guard let algorithm = HashAlgorithm(rawValue: name) else {
      throw .unusable(secret ?? salt ?? "early_secret", "no hash is called \(name)")
    }
    let zeros = [UInt8](repeating: 0, count: algorithm.length)
    let saltBytes = try salt.map { (name) throws(Failure) in try value(name) } ?? zeros
    let material = try secret.map { (name) throws(Failure) in try value(name) } ?? zeros
    return try crypto { () throws(CryptoError) in
      try algorithm.hkdfExtract(salt: saltBytes, inputKeyingMaterial: material)
    }
  }

  private func value(_ name: ValueName) throws(Failure) -> [UInt8] {
    guard let bytes = values[name] else { throw .missing(name) }
    return bytes
  }

  private func concatenate(_ parts: [ValueName]) throws(Failure) -> [UInt8] {
    var bytes: [UInt8] = []
    for part in parts { bytes += try value(part) }
    return bytes
  }

  private func withLengths(_ parts: [ValueName]) throws(Failure) -> [UInt8] {
    var bytes: [UInt8] = []
    for part in parts {
      let content = try value(part)
      guard let length = UInt16(exactly: content.count) else {
        throw .unusable(part, "\(content.count) bytes, more than two bytes of length can say")
      }
      bytes += [UInt8(length >> 8), UInt8(length & 0xff)] + content
    }
    return bytes
  }

  private func hash(_ name: String, for input: ValueName) throws(Failure) -> HashAlgorithm {
    guard let algorithm = HashAlgorithm(rawValue: name) else {
      throw .unusable(input, "no hash is called \(name)")
    }
    return algorithm
  }

  private func crypto<Value>(_ body: () throws(CryptoError) -> Value) throws(Failure) -> Value {
    do throws(CryptoError) {
      return try body()
    } catch {
      throw .crypto(error)
    }
  }
}

// MARK: Key exchange

extension Evaluator {
  private func decryptPreMasterSecret(
    _ ciphertext: ValueName, key: ValueName, version: ValueName
  ) throws(Failure) -> [UInt8] {
    let encrypted = try value(ciphertext)
    let offered = try value(version)
    let privateKey = try privateKey(key)
    let padded: [UInt8]
    do throws(CryptoError) {
      padded = try privateKey.decryptRaw(encrypted)
    } catch {
      throw .doesNotFit(key: key)
    }
    guard let secret = PreMasterSecret.unpad(padded, offeredVersion: offered) else {
      throw .doesNotFit(key: key)
    }
    return secret
  }

  private func privateKey(_ name: ValueName) throws(Failure) -> PrivateKey {
    if let key = privateKeys[name] { return key }
    let bytes = try value(name)
    return try crypto { () throws(CryptoError) in try PrivateKey(der: bytes) }
  }

  private func agree(
    _ agreement: KeyAgreement, _ privateKey: ValueName, _ peer: ValueName
  ) throws(Failure) -> [UInt8] {
    let peerPublicKey = try value(peer)
    if agreement == .hybrid { return try agreeHybrid(privateKey, peerPublicKey) }
    let pair = try keyPair(agreement, named: privateKey)
    let shared = try crypto { () throws(CryptoError) in
      try pair.sharedSecret(with: peerPublicKey)
    }
    // "Leading bytes of Z that contain all zero bits are stripped" (RFC 5246 §8.1.2): finite
    // fields only, an elliptic curve's coordinate keeps its width (RFC 8422 §5.10).
    return agreement.isFiniteField ? Array(shared.drop { $0 == 0 }) : shared
  }

  func keyPair(_ agreement: KeyAgreement, named name: ValueName) throws(Failure) -> KeyPair {
    if let pair = keyPairs[name] { return pair }
    let privateKey = try value(name)
    switch agreement {
    case .named(let groupName):
      guard let group = Group(rawValue: groupName) else {
        throw .unusable(name, "no group is called \(groupName)")
      }
      return try crypto { () throws(CryptoError) in
        try KeyPair.make(group: group, privateKey: privateKey)
      }
    case .finiteField(let prime, let generator):
      let field = FiniteFieldGroup(prime: try value(prime), generator: try value(generator))
      return try crypto { () throws(CryptoError) in
        try field.makeKey(privateKey: privateKey)
      }
    }
  }
}
