import CryptoPrimitives

/// The keys of one master key for packets of SRTP or of SRTCP, and what is done with them.
struct SRTPSessionKeys: Sendable, Hashable {
  let transform: SRTPTransform
  /// How often keys were derived before.
  let round: UInt64
  let encryption: [UInt8]
  let authentication: [UInt8]
  let salt: [UInt8]

  init(
    transform: SRTPTransform, round: UInt64, encryption: [UInt8], authentication: [UInt8],
    salt: [UInt8]
  ) {
    self.transform = transform
    self.round = round
    self.encryption = encryption
    self.authentication = authentication
    self.salt = salt
  }

  init(_ master: SRTPMasterKey, control: Bool, index: UInt64) throws(MediaError) {
    let derivation = SRTPKeyDerivation(master)
    transform = master.transform
    round = derivation.round(of: index)
    encryption = try derivation.derive(
      control ? .controlEncryption : .encryption, index: index
    ).output
    authentication =
      transform.authenticationKeyLength == 0
      ? []
      : try derivation.derive(
        control ? .controlAuthentication : .authentication, index: index
      ).output
    salt = try derivation.derive(control ? .controlSalt : .salt, index: index).output
  }

  // MARK: Counter mode and HMAC (RFC 3711 §4)

  /// IV = (k_s * 2^16) XOR (SSRC * 2^64) XOR (i * 2^16) (§4.1.1).
  func counter(source: UInt32, index: UInt64) -> [UInt8] {
    var counter = Array((salt + [UInt8](repeating: 0, count: 16)).prefix(14)) + [0, 0]
    for (place, byte) in source.networkBytes.enumerated() { counter[4 + place] ^= byte }
    for (place, byte) in index.networkBytes.suffix(6).enumerated() { counter[8 + place] ^= byte }
    return counter
  }

  /// Encrypts or decrypts.
  func transform(
    _ content: ArraySlice<UInt8>, _ mode: CounterMode, source: UInt32, index: UInt64
  ) throws(MediaError) -> [UInt8] {
    do throws(CryptoError) {
      return try mode.transform(
        Array(content), key: encryption, counter: counter(source: source, index: index))
    } catch {
      throw .crypto(error)
    }
  }

  /// The first bytes of HMAC-SHA1 (§4.2.1).
  func tag(of content: [UInt8], _ rest: [UInt8], count: Int) throws(MediaError) -> [UInt8] {
    do throws(CryptoError) {
      let hash = try KeyedHash(.sha1, key: authentication)
      return try Array(hash.tag(of: content, rest).prefix(count))
    } catch {
      throw .crypto(error)
    }
  }

  // MARK: AEAD (RFC 7714)

  /// 00 00 ‖ SSRC ‖ index of 48 bits, exclusive-or the salt (§8.1, §9.1).
  func nonce(source: UInt32, index: UInt64) -> [UInt8] {
    let text = [0, 0] + source.networkBytes + index.networkBytes.suffix(6)
    return zip(text, salt).map { $0 ^ $1 }
  }

  func seal(
    _ content: ArraySlice<UInt8>, _ algorithm: AEADAlgorithm, source: UInt32, index: UInt64,
    additional: [UInt8]
  ) throws(MediaError) -> [UInt8] {
    do throws(CryptoError) {
      return try algorithm.seal(
        Array(content), key: encryption, nonce: nonce(source: source, index: index),
        additionalData: additional)
    } catch {
      throw .crypto(error)
    }
  }

  func open(
    _ content: ArraySlice<UInt8>, _ algorithm: AEADAlgorithm, source: UInt32, index: UInt64,
    additional: [UInt8]
  ) throws(MediaError) -> [UInt8] {
    do throws(CryptoError) {
      return try algorithm.open(
        Array(content), key: encryption, nonce: nonce(source: source, index: index),
        additionalData: additional)
    } catch {
      throw error.kind == .authentication ? .authentication : .crypto(error)
    }
  }
}

/// The keys that serve now; others are derived when their time comes (RFC 3711 §4.3.1).
struct SRTPKeyCache: Sendable, Hashable {
  private var current: SRTPSessionKeys?

  mutating func keys(
    _ master: SRTPMasterKey, control: Bool, index: UInt64
  ) throws(MediaError) -> SRTPSessionKeys {
    if let current, current.round == SRTPKeyDerivation(master).round(of: index) { return current }
    let keys = try SRTPSessionKeys(master, control: control, index: index)
    current = keys
    return keys
  }
}
