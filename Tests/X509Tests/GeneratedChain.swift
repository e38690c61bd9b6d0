import CryptoPrimitives
import Knowledge
import X509

/// A small generator of numbers, so that a failing case can be made again from its seed.
struct Dice {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9e37_79b9_7f4a_7c15 | 1 }

  mutating func roll(_ sides: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(sides))
  }

  /// True once in so many times.
  mutating func once(in times: Int) -> Bool { roll(times) == 0 }

  mutating func pick<Element>(_ elements: [Element]) -> Element { elements[roll(elements.count)] }
}

/// Keys of several kinds, made once.
struct KeyPool {
  var strong: [PrivateKey]
  var weak: PrivateKey

  static let shared = Result { try KeyPool() }

  init() throws {
    let random = RandomStream.seeded(99)
    strong = try (0..<6).map {
      try .makeEC(group: .secp256r1, random: random.substream("ec/\($0)"))
    }
    strong.append(try .makeRSA(bits: 2048, random: random.substream("rsa")))
    strong.append(try .makeEd25519(random: random.substream("ed25519")))
    weak = try .makeRSA(bits: 1024, random: random.substream("weak"))
  }
}

/// A chain as one might meet it: mostly in order, with a fault here and there.
struct GeneratedChain {
  static let now: Int64 = 1_767_225_600
  static let host = "sip.uc.test"
  private static let day: Int64 = 86_400

  var sent: [Certificate] = []
  var trust: [Certificate] = []
  private var dice: Dice
  private let random: RandomStream
  private let pool: KeyPool

  init(seed: UInt64) throws {
    dice = Dice(seed: seed)
    random = .seeded(seed)
    pool = try KeyPool.shared.get()
    var line = [try root("Root A")]
    for depth in 0..<dice.roll(4) {
      line.append(try intermediate(depth, under: line[line.count - 1]))
    }
    let leaf = try issueLeaf(by: line[line.count - 1])
    let others = line.reversed().map(\.certificate)
    sent = [leaf] + others.dropLast(dice.once(in: 3) ? 0 : 1)
    trust = [line[0].certificate]
    try disturb(line)
  }

  private mutating func key() -> PrivateKey {
    dice.once(in: 12) ? pool.weak : dice.pick(pool.strong)
  }

  private mutating func root(_ name: String) throws -> CertificateAuthority {
    try .makeRoot(
      authority(name), key: key(), random: random.substream("root/\(name)/\(dice.roll(1000))"))
  }

  private mutating func intermediate(
    _ depth: Int, under issuer: CertificateAuthority
  ) throws -> CertificateAuthority {
    // Now and then under the issuer's own name, which makes it self-issued.
    let name = dice.once(in: 12) ? issuer.name : "Intermediate \(depth)"
    var signer = issuer
    // Signed with somebody else's key.
    if dice.once(in: 15) { signer.key = dice.pick(pool.strong) }
    return try signer.makeIntermediate(
      authority(name), key: key(), random: random.substream("intermediate/\(depth)"))
  }

  private mutating func authority(_ name: String) -> CertificateProfile {
    var profile = CertificateProfile.authority(
      name, pathLength: dice.once(in: 4) ? dice.roll(3) : nil,
      validFrom: Self.now - 100 * Self.day, validTo: Self.now + 100 * Self.day)
    disturb(&profile)
    if dice.once(in: 15) { profile.basicConstraints = dice.once(in: 2) ? .leaf : nil }
    if dice.once(in: 12) { profile.keyUsages = dice.once(in: 2) ? [] : [.digitalSignature] }
    if dice.once(in: 12) { profile.extendedKeyUsages = [dice.pick([.serverAuth, .clientAuth])] }
    if dice.once(in: 5) { profile.nameConstraints = constraints() }
    return profile
  }

  private mutating func constraints() -> CertificateProfile.NameConstraints {
    let names: [AlternativeName] = [
      .dns("uc.test"), .dns(".uc.test"), .dns("ip.uc.test"), .dns("elsewhere.test"),
      .email("uc.test"), .email("ada@uc.test"), .email(".test"), .uri("uc.test"),
      .uri(".uc.test"), .ip("192.0.2.0/255.255.255.0"), .ip("198.51.100.0/255.255.255.0"),
    ]
    var constraints = CertificateProfile.NameConstraints()
    for _ in 0...dice.roll(3) {
      if dice.once(in: 3) {
        constraints.excluded.append(dice.pick(names))
      } else {
        constraints.permitted.append(dice.pick(names))
      }
    }
    return constraints
  }

  private mutating func issueLeaf(by issuer: CertificateAuthority) throws -> Certificate {
    var profile = CertificateProfile.server(
      [Self.host], validFrom: Self.now - 10 * Self.day, validTo: Self.now + 10 * Self.day)
    disturb(&profile)
    let names: [AlternativeName] = [
      .dns("*.uc.test"), .dns("*.test"), .dns("s*.uc.test"), .dns("SIP.UC.TEST"),
      .dns("*.*.test"), .dns("sip.*.test"), .dns("other.uc.test"), .dns("uc.test"),
      .ip("192.0.2.7"), .ip("2001:db8::7"), .email("ada@uc.test"), .uri("sip://sip.uc.test/x"),
      .uri("urn:x"), .email("ada@mail.uc.test"), .dns(Self.host),
    ]
    if dice.once(in: 2) { profile.names = (0...dice.roll(3)).map { _ in dice.pick(names) } }
    if dice.once(in: 20) { profile.names = [] }
    if dice.once(in: 8) { profile.keyUsages = [dice.pick([.keyEncipherment, .nonRepudiation])] }
    if dice.once(in: 8) { profile.extendedKeyUsages = dice.once(in: 2) ? [] : [.clientAuth] }
    if dice.once(in: 20) { profile.extendedKeyUsages = [.any] }
    let key = key()
    if dice.once(in: 15) {
      return try CertificateAuthority.makeRoot(
        profile, key: key, random: random.substream("leaf")
      ).certificate
    }
    var signer = issuer
    if dice.once(in: 15) { signer.key = dice.pick(pool.strong) }
    return try signer.issue(profile, publicKey: key.publicKey, random: random.substream("leaf"))
  }

  private mutating func disturb(_ profile: inout CertificateProfile) {
    if dice.once(in: 12) {
      profile.validTo = Self.now - Int64(1 + dice.roll(5)) * Self.day
      profile.validFrom = profile.validTo - 300 * Self.day
    }
    if dice.once(in: 15) { profile.validFrom = Self.now + Self.day / 2 }
    profile.validTo = max(profile.validTo, profile.validFrom)
    if dice.once(in: 10) { profile.signatureHash = .sha1 }
  }

  /// What is sent, and what is trusted.
  private mutating func disturb(_ line: [CertificateAuthority]) throws {
    let top = line[line.count - 1]
    if dice.once(in: 8), sent.count > 1 { sent.remove(at: 1 + dice.roll(sent.count - 1)) }
    if dice.once(in: 8), sent.count > 2 { sent.swapAt(1, sent.count - 1) }
    if dice.once(in: 8) { sent.append(try root("Root B").certificate) }
    // Another certificate for an authority of the line: from another root, or out of date.
    if dice.once(in: 4) {
      let other = try root("Root C")
      let crossed = try other.crossSign(
        top, validFrom: Self.now - Self.day,
        validTo: Self.now + (dice.once(in: 3) ? -1 : 20) * Self.day / 2,
        random: random.substream("crossed"))
      sent.insert(crossed, at: 1 + dice.roll(sent.count))
      if dice.once(in: 2) { trust.append(other.certificate) }
      if dice.once(in: 3) { trust.removeFirst() }
    }
    if dice.once(in: 10) { trust.append(top.certificate) }
    if dice.once(in: 10) { trust.append(try root("Root A").certificate) }
    if dice.once(in: 12), !trust.isEmpty { trust.removeFirst() }
    // A bit of somebody's signature.
    if dice.once(in: 10) {
      let place = dice.roll(sent.count)
      var der = sent[place].der
      der[der.count - 1 - dice.roll(8)] ^= 1
      if let damaged = try? Certificate(der: der) { sent[place] = damaged }
    }
  }
}
