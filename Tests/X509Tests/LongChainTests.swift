import CryptoPrimitives
import Knowledge
import Testing
import X509

/// Authorities, one under the other or each vouching for others.
private struct Line {
  private static let day: Int64 = 86_400
  let random = RandomStream.seeded(51)

  func authority(_ name: String) -> CertificateProfile {
    .authority(name, validFrom: Forger.now - Self.day, validTo: Forger.now + Self.day)
  }

  func root(_ name: String) throws -> CertificateAuthority {
    try .makeRoot(
      authority(name), key: .makeEd25519(random: random.substream("\(name).key")),
      random: random.substream(name))
  }

  /// A root with as many authorities below it.
  func descending(_ count: Int) throws -> [CertificateAuthority] {
    var line = [try root("Root")]
    for depth in 0..<count {
      let key = try PrivateKey.makeEd25519(random: random.substream("\(depth).key"))
      line.append(
        try line[depth].makeIntermediate(
          authority("Authority \(depth)"), key: key, random: random.substream("\(depth)")))
    }
    return line
  }

  func leaf(_ issuer: CertificateAuthority) throws -> Certificate {
    try issuer.issue(
      .server(
        ["sip.uc.test"], validFrom: Forger.now - Self.day, validTo: Forger.now + Self.day),
      publicKey: issuer.key.publicKey, random: random.substream("leaf"))
  }

  func bridge(_ other: CertificateAuthority, by issuer: CertificateAuthority) throws
    -> Certificate
  {
    try issuer.crossSign(
      other, validFrom: Forger.now - Self.day, validTo: Forger.now + Self.day,
      random: random.substream("\(other.name)/\(issuer.name)"))
  }
}

@Suite("Chains without end are judged at a bearable cost, as OpenSSL's verifier judges them")
struct LongChainTests {
  private func judge(
    _ chain: [Certificate], trusting roots: [Certificate], _ label: String
  ) -> [CertificateFault] {
    let verification = CertificateVerification(
      host: "sip.uc.test", at: Forger.now, trust: TrustStore(roots: roots))
    let (checks, cost) = measured { verification.examine(chain).checks }
    #expect(cost < .bearable, "\(label)")
    let found = expectAgreement(chain, verification, label).findings.map(\.fault)
    #expect(checks.contains(where: \.failed) == !found.isEmpty, "\(label)")
    return found
  }

  @Test(
    "A hundred authorities are as many as fit; in whatever order they come",
    arguments: [97, 98, 99, 100, 101, 102, 250])
  func hundred(count: Int) throws {
    let line = Line()
    let authorities = try line.descending(count)
    let others = authorities.dropFirst().reversed().map(\.certificate)
    let chain = [try line.leaf(authorities[count])] + others
    let root = authorities[0].certificate
    var dice = Dice(seed: UInt64(count))
    var shuffled = others
    for place in shuffled.indices { shuffled.swapAt(place, dice.roll(shuffled.count)) }
    let sent = [
      "in order": chain, "reversed": [chain[0]] + others.reversed(),
      "shuffled": [chain[0]] + shuffled, "with the root": chain + [root],
      "twice": chain + chain,
    ]
    for (order, sent) in sent {
      let found = judge(sent, trusting: [root], "\(count), \(order)")
      #expect(found.isEmpty == (count <= 100), "\(count), \(order): \(found)")
      #expect(found.contains(.pathTooDeep) == (count > 100), "\(count), \(order): \(found)")
      #expect(judge(sent, trusting: [], "\(count), \(order), untrusted") != [])
    }
    let missing = chain.prefix(50) + chain.dropFirst(51)
    #expect(
      judge(Array(missing), trusting: [root], "\(count), one missing").contains(.unknownIssuer))
  }

  @Test("Authorities that vouch for one another in a ring", arguments: [1, 2, 3, 10, 60])
  func rings(count: Int) throws {
    let line = Line()
    let ring = try (0..<count).map { try line.root("Ring \($0)") }
    var bridges: [Certificate] = []
    for place in ring.indices {
      bridges.append(try line.bridge(ring[place], by: ring[(place + 1) % count]))
    }
    let chain = [try line.leaf(ring[0])] + bridges
    #expect(judge(chain, trusting: [], "ring of \(count)") != [])
    #expect(judge(chain + chain, trusting: [], "ring of \(count), twice") != [])
    for trusted in [0, count / 2, count - 1] {
      let roots = [ring[trusted].certificate]
      let found = judge(chain, trusting: roots, "ring of \(count), \(trusted) is trusted")
      #expect(found == [], "ring of \(count), \(trusted) is trusted")
    }
    // Trusted, and no roots: the ring is the client's own.
    _ = judge([chain[0]], trusting: bridges, "ring of \(count), all of it trusted")
    _ = judge(chain, trusting: Array(bridges.prefix(1)), "ring of \(count), one bridge trusted")
  }

  @Test("Authorities that all vouch for all others")
  func everyoneForEveryone() throws {
    let line = Line()
    let all = try (0..<12).map { try line.root("Mesh \($0)") }
    var bridges: [Certificate] = []
    for one in all {
      for other in all where other.name != one.name {
        bridges.append(try line.bridge(one, by: other))
      }
    }
    let leaf = try line.leaf(all[0])
    var dice = Dice(seed: 5)
    for round in 0..<10 {
      for place in bridges.indices { bridges.swapAt(place, dice.roll(bridges.count)) }
      #expect(judge([leaf] + bridges, trusting: [], "mesh \(round)") != [])
      #expect(
        judge([leaf] + bridges, trusting: [all[round].certificate], "mesh \(round), trusted") == [])
    }
  }

  @Test("A hundred authorities of one name, only one of which signed")
  func oneName() throws {
    let line = Line()
    let key = try PrivateKey.makeEd25519(random: line.random.substream("true"))
    let signer = try CertificateAuthority.makeRoot(
      line.authority("Everyone"), key: key, random: line.random.substream("true"))
    var others = try (0..<100).map { number in
      try CertificateAuthority.makeRoot(
        line.authority("Everyone"), key: .makeEd25519(random: line.random.substream("\(number)")),
        random: line.random.substream("\(number)")
      ).certificate
    }
    others.insert(signer.certificate, at: 70)
    let leaf = try line.leaf(signer)
    #expect(judge([leaf], trusting: others, "one name, trusted") == [])
    #expect(judge([leaf] + others, trusting: [], "one name, sent") != [])
    #expect(judge([leaf] + others, trusting: [signer.certificate], "one name, both") == [])
  }

  @Test("A hundred certificates of one authority for itself, with one key")
  func selfIssued() throws {
    let line = Line()
    let root = try line.root("Same")
    let selfIssued = try (0..<120).map { number in
      try root.issue(
        line.authority("Same"), publicKey: root.key.publicKey,
        random: line.random.substream("self/\(number)"))
    }
    let leaf = try line.leaf(root)
    #expect(judge([leaf] + selfIssued, trusting: [], "self-issued") != [])
    #expect(judge([leaf] + selfIssued, trusting: [root.certificate], "self-issued, root") == [])
    _ = judge([leaf], trusting: selfIssued, "self-issued, all trusted")
  }

  @Test("What can't be read among those sent does no harm where nobody needs it")
  func unreadable() throws {
    let line = Line()
    let authorities = try line.descending(1)
    let leaf = try line.leaf(authorities[1])
    let forger = try Forger()
    // Basic constraints of the wrong type.
    let junk = try Certificate(
      der: forger.sign(forger.signed(more: [DER.extension(19, DER.integer([1]))])))
    let (root, middle) = (authorities[0].certificate, authorities[1].certificate)
    #expect(judge([leaf, junk, middle], trusting: [root], "junk, not needed") == [])
    #expect(
      judge([leaf, junk], trusting: [root], "junk instead of the issuer").first
        == .unreadableExtension)
    #expect(
      judge([junk, middle], trusting: [root], "junk alone").first == .unreadableExtension)
    #expect(judge([leaf, middle], trusting: [junk], "junk is trusted") != [])
  }
}
