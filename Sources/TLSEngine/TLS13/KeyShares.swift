import Bytes
import CryptoPrimitives
import Knowledge
import TLSKeys
import TLSWire

// Ephemeral keys of TLS 1.3 (RFC 8446 §4.2.8).
extension Exchange {
  /// Makes a client's key pair in a group.
  ///
  /// - Parameter count: how many are offered at once: one alone is the client's ephemeral key, of
  ///   several one will be.
  /// - Returns: the public half as it is sent.
  mutating func makeShare(
    of group: NamedGroup, among count: Int
  ) throws(HandshakeFailure) -> KeyShareEntry {
    let name: ValueName =
      count == 1 ? .ephemeralPrivate(.client) : .offeredPrivate(group.label)
    let publicName: ValueName =
      count == 1 ? .ephemeralPublic(.client) : .offeredPublic(group.label)
    let publicKey: [UInt8]
    let privateKey: [UInt8]
    if group == .x25519MLKEM768 {
      let pair = try makeHybridKey()
      (publicKey, privateKey) = (pair.publicKey, pair.privateKey)
    } else {
      let pair = try makeEphemeralKey(group)
      keyPairs[name] = pair
      (publicKey, privateKey) = (pair.publicKey, pair.privateKey)
    }
    generate(
      Generated(
        source: RFCSection(9846, "4.3.8"), publicPart: .init(publicName, publicKey),
        secretPart: .init(name, privateKey)))
    return KeyShareEntry(group: group, keyExchange: publicKey)
  }

  /// Makes a key pair in the group that the client's share is in.
  mutating func answerShare(_ share: KeyShareEntry) throws(HandshakeFailure) -> KeyShareEntry {
    if share.group == .x25519MLKEM768 { return try encapsulate(to: share) }
    let pair = try makeEphemeralKey(share.group)
    generate(pair, source: RFCSection(9846, "4.3.8"))
    return KeyShareEntry(group: share.group, keyExchange: pair.publicKey)
  }

  private func makeEphemeralKey(_ named: NamedGroup) throws(HandshakeFailure) -> KeyPair {
    guard let group = Group(rawValue: named.label) else {
      throw .internalError("no group is called \(named.label)")
    }
    do throws(CryptoError) {
      if let key = injected["ephemeral/\(named.label)"] {
        return try KeyPair.make(group: group, privateKey: key)
      }
      return try group.makeKey(random: ephemeralRandom(named.label).substream(named.label))
    } catch {
      throw .internalError("\(error)")
    }
  }

  private func makeHybridKey() throws(HandshakeFailure) -> HybridKeyPair {
    do throws(CryptoError) {
      return try HybridKeyPair.make(random: ephemeralRandom("hybrid").substream("hybrid"))
    } catch {
      throw .internalError("\(error)")
    }
  }

  /// The server's half of the hybrid: a secret encapsulated to the client's ML-KEM key, beside a
  /// Diffie-Hellman key. What the server must keep to itself is both (draft-ietf-tls-ecdhe-mlkem
  /// §4). A Diffie-Hellman key may outlive the connection, a secret to a client's key can't.
  private mutating func encapsulate(
    to share: KeyShareEntry
  ) throws(HandshakeFailure) -> KeyShareEntry {
    let made: HybridEncapsulation
    do throws(CryptoError) {
      made = try HybridKeyPair.encapsulate(
        to: share.keyExchange, random: random.substream("ephemeral").substream("hybrid"),
        classicalRandom: ephemeralRandom("hybrid").substream("hybrid"))
    } catch {
      throw .misbehaving(.illegalParameter("key_share \(share.group.label): \(error.reason)"))
    }
    generate(
      Generated(
        source: RFCSection(9846, "4.3.8"),
        publicPart: .init(.ephemeralPublic(.server), made.share),
        secretPart: .init(
          .ephemeralPrivate(.server),
          made.sharedSecret.prefix(32) + made.classicalKey.privateKey)))
    return KeyShareEntry(group: share.group, keyExchange: made.share)
  }

  /// The client's own key in the group that the server chose, of several that were offered.
  mutating func settleShare(of group: NamedGroup) throws(HandshakeFailure) {
    let offered: ValueName = .offeredPrivate(group.label)
    guard facts.values[.ephemeralPrivate(.client)] == nil, facts.values[offered] != nil else {
      return
    }
    try derive(.ephemeralPrivate(.client))
    keyPairs[.ephemeralPrivate(.client)] = keyPairs[offered]
    erase(facts.clientShares.map { .offeredPrivate($0.group.label) })
  }

  /// Forgets the keys of an offer that no secret will be agreed on with: the server chose a version before
  /// TLS 1.3, another group, or a pre-shared key alone. What is kept can be stolen (RFC 9846 §F.1).
  mutating func eraseShares(of offer: ClientHello) {
    erase(
      [.ephemeralPrivate(.client)]
        + (offer.keyShares ?? []).map { .offeredPrivate($0.group.label) })
  }

  /// A public key must have the form that its group asks for, and be one with which a secret can be
  /// agreed on (RFC 9846 §4.3.8.1, §4.3.8.2): a server that finds that out once its ServerHello has left
  /// can say so only in words that the client does not read any more.
  func checkShare(_ share: KeyShareEntry) throws(HandshakeFailure) {
    if share.group == .x25519MLKEM768 {
      let length =
        side == .client ? HybridKeyPair.serverShareLength : HybridKeyPair.clientShareLength
      guard share.keyExchange.count == length else {
        throw .misbehaving(.illegalParameter("key_share \(share.group.label)"))
      }
      return
    }
    guard let group = Group(rawValue: share.group.label) else { return }
    guard group.takes(share.keyExchange) else {
      throw .misbehaving(.illegalParameter("key_share \(share.group.label)"))
    }
  }
}
