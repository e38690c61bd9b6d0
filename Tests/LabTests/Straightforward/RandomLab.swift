import CryptoPrimitives
import Eavesdropper
import Interceptor
import Knowledge
import Lab
import TLSEngine
import TLSKeys
import TLSWire

/// A lab in which anything may happen, and a thief who takes what comes.
struct RandomLab {
  private(set) var lab: Lab
  /// What could be stolen at some time.
  private(set) var loot: [Leak] = []
  private var numbers: Numbers

  /// Knuth's multiplicative congruences (MMIX): the same seed, the same lab.
  private struct Numbers: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ (state >> 33)
    }
  }

  init(seed: UInt64, sessions: Int) throws {
    lab = try preparedLab()
    numbers = Numbers(state: seed &* 0x9e37_79b9_7f4a_7c15)
    for _ in 0..<8 { _ = numbers.next() }
    try lab.set("server.early-data", to: "on")
    for _ in 0..<sessions { makeSession() }
  }

  private mutating func one<Element>(of all: [Element]) -> Element {
    all[Int(numbers.next() >> 8) % all.count]
  }

  private mutating func happens(oneIn count: UInt64) -> Bool { (numbers.next() >> 8) % count == 0 }

  // MARK: Sessions

  private static let kinds: [[(key: String, value: String)]] = [
    [("kx", "rsa"), ("version", "1.2")], [("kx", "rsa"), ("version", "1.0")],
    [("kx", "ecdhe"), ("version", "1.2")], [("kx", "ecdhe"), ("version", "1.1")],
    [("kx", "ecdhe"), ("version", "1.2"), ("group", "secp256r1")],
    [("kx", "ecdhe"), ("version", "1.2"), ("server.reuse-ephemeral", "on")],
    [("kx", "dhe"), ("version", "1.2")], [("version", "1.3")],
    [("version", "1.3"), ("group", "X25519MLKEM768")],
    [("version", "1.3"), ("server.retry", "on")],
    [("version", "1.3"), ("client.shares", "x25519,secp256r1")],
    [("version", "1.3"), ("server.reuse-ephemeral", "on")],
    [("version", "1.3"), ("psk", "phone-17:a shared secret")],
    [("version", "1.3"), ("psk", "phone-17:a shared secret"), ("kx", "psk")],
    [("version", "1.2"), ("psk", "phone-17:a shared secret"), ("kx", "psk")],
    [("version", "1.2"), ("psk", "phone-17:a shared secret"), ("kx", "dhe-psk")],
    [("version", "1.2"), ("psk", "phone-18:another secret"), ("kx", "ecdhe-psk")],
    [("suite", "TLS_RSA_WITH_NULL_SHA256"), ("version", "1.2")],
    [("server.tickets", "off"), ("version", "1.2")], [("client.ems", "off"), ("version", "1.2")],
  ]

  private mutating func makeSession() {
    var changes = one(of: Self.kinds)
    if !lab.sessions.isEmpty, happens(oneIn: 3) {
      changes.append(("resume", one(of: lab.sessions.ids)))
      if happens(oneIn: 3) { changes.append(("early", "said early")) }
    }
    if happens(oneIn: 12) { changes.append(("net.record", "off")) }
    changes.append(("app.scenario", "echo"))
    let certificates: [ForgedCertificate?] = [nil, nil, nil, .ownAuthority, .copied, .selfSigned]
    _ = try? lab.intercept(with: one(of: certificates))
    if happens(oneIn: 4) { attack() }
    guard (try? lab.walk(changes)) != nil else { return }
    let end = happens(oneIn: 6) ? Int(numbers.next() >> 8) % 40 : .max
    var count = 0
    while count < end, (try? lab.step()) != nil {
      count += 1
      if happens(oneIn: 4) { look() }
    }
    goOn()
    look()
  }

  private mutating func attack() {
    let message = one(of: [
      "client_hello", "server_hello", "certificate", "client_key_exchange", "server_key_exchange",
      "finished", "application_data",
    ])
    let deeds: [WireAttack.Deed] = [
      .change(offset: Int(numbers.next() >> 8) % 120, value: .flipped), .drop, .replay, .truncate,
    ]
    lab.attack(WireAttack(one(of: deeds), on: message))
  }

  private mutating func goOn() {
    for _ in 0..<(Int(numbers.next() >> 8) % 3) {
      switch numbers.next() >> 8 & 3 {
      case 0: _ = try? lab.send("said in between", from: .client)
      case 1: _ = try? lab.updateKeys(from: .client, requesting: happens(oneIn: 2))
      case 2: _ = try? lab.renegotiate(from: .client, asking: nil)
      default: _ = try? lab.close()
      }
    }
  }

  // MARK: Loot

  private mutating func look() {
    for loot in Loot.allCases where loot.isOfOneSession {
      var thief = lab
      for leak in (try? thief.compromise(loot)) ?? [] where !self.loot.contains(leak) {
        self.loot.append(leak)
      }
    }
  }

  /// Some of all that could be stolen, in any order, and what is of no use.
  mutating func steal() -> Lab {
    var thief = lab
    var found = loot
    for loot in Loot.allCases where !loot.isOfOneSession {
      var other = lab
      if happens(oneIn: 2) { found += (try? other.compromise(loot)) ?? [] }
    }
    found += foreign()
    let density = one(of: [1, 1, 2, 4] as [UInt64])
    for leak in found.shuffled(using: &numbers) where happens(oneIn: density) { thief.add(leak) }
    return thief
  }

  /// Secrets of other worlds, and of this one under other labels.
  private mutating func foreign() -> [Leak] {
    let random = RandomStream.seeded(numbers.next())
    var leaks: [Leak] = []
    for (name, length): (ValueName, Int) in [
      (.ephemeralPrivate(.client), 32), (.ephemeralPrivate(.server), 64), (.preSharedKey, 16),
      (.masterSecret, 48), (.serverPrivateKey, 90), (.ticketKey, 32),
      (.ephemeralPrivate(.client), 3),
      (.applicationTrafficSecret(.client, 0), 32), (.applicationTrafficSecret(.server, 2), 32),
    ] where happens(oneIn: 3) {
      leaks.append(
        Leak(
          name: name, origin: .session("S\(1 + numbers.next() % 9)"),
          value: random.substream("\(name)/\(length)").bytes(length)))
    }
    for leak in loot where happens(oneIn: 10) {
      leaks.append(Leak(name: leak.name, origin: .longTerm("found"), value: leak.value))
      leaks.append(Leak(name: leak.name, origin: .session("S2"), value: leak.value))
    }
    return leaks + derivedSecrets()
  }

  /// What an end derived: as out of a key log.
  private mutating func derivedSecrets() -> [Leak] {
    var leaks: [Leak] = []
    for session in lab.sessions {
      for step in session.steps {
        guard case .derived(let derivation) = step.effect,
          [.masterSecret, .earlySecret, .handshakeSecret, .binderKey].contains(derivation.name),
          happens(oneIn: 12)
        else { continue }
        leaks.append(
          Leak(name: derivation.name, origin: .session(session.id), value: derivation.value))
      }
    }
    return leaks
  }
}
