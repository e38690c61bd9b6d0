import Bytes
import CryptoPrimitives
import Network
import TLSKeys
import X509

/// A key that was in force before, and its certificate.
struct RetiredIdentity: Sendable, Codable {
  var role: World.Role
  /// Which of the keys of this kind it was, counted from 1.
  var number: Int
  var key: PrivateKey
  /// Nil where nobody needed one.
  var certificate: Certificate?
}

// Keys that take turns: each kind has a number, and 1 is the one of the beginning.
extension World {
  /// What can be renewed.
  public static let renewable: [Loot] = [.serverKey, .clientKey, .ticketKey]

  /// What befell the world, in order.
  public var events: [WorldEvent] { chronicle?.events ?? [] }

  /// Which key of a kind is in force, counted from 1.
  public func number(of loot: Loot) -> Int { number(of: loot, at: .max) }

  /// Which one was in force at a moment, in microseconds since 1970.
  func number(of loot: Loot, at time: Int64) -> Int {
    1 + events.count { $0.key == loot && $0.time <= time }
  }

  /// The kind that a role's key is of.
  static func kind(of role: Role) -> Loot? {
    if serverRoles.contains(role) { return .serverKey }
    return role == .client ? .clientKey : nil
  }

  /// Which of its role's keys is in force.
  func number(of role: Role) -> Int { Self.kind(of: role).map(number) ?? 1 }

  /// The random numbers of a role's key or certificate: those of the beginning have the role's name alone.
  func stream(_ purpose: String, _ role: Role) -> RandomStream {
    let number = number(of: role)
    return random.substream("\(purpose)/\(role.rawValue)" + (number == 1 ? "" : "/\(number)"))
  }

  /// The key of tickets with some number.
  func ticketKey(_ number: Int) -> TicketKey {
    TicketKey(random: random.substream(number == 1 ? "ticket-key" : "ticket-key/\(number)"))
  }

  /// The first and the last moment at which the certificate in force is good, in seconds since 1970.
  func validity(of role: Role) -> ClosedRange<Int64> {
    let renewal = Self.kind(of: role).flatMap { kind in events.last { $0.key == kind } }
    let start = renewal.map { $0.time / 1_000_000 } ?? beginningInSeconds - 30 * Self.day
    return start...start + 390 * Self.day
  }

  /// A server's or the client's key that was in force before, with its certificate.
  func retired(_ role: Role, _ number: Int) -> RetiredIdentity? {
    chronicle?.retired.first { $0.role == role && $0.number == number }
  }

  /// One of the keys of a kind that were in force before.
  func retired(_ loot: Loot, _ number: Int) -> RetiredIdentity? {
    chronicle?.retired.first { Self.kind(of: $0.role) == loot && $0.number == number }
  }

  /// The server as it proved itself with one of its keys; in force or not.
  mutating func serverIdentity(_ role: Role, number: Int) throws -> Identity? {
    guard number != self.number(of: .serverKey) else { return try serverIdentity(role) }
    let old = retired(role, number) ?? chronicle?.retired.first { $0.number == number }
    return old.flatMap { old in old.certificate.map { Identity(chain: [$0], key: old.key) } }
  }

  /// Puts a new key in force, with a certificate of the same authority where it is one that has any.
  ///
  /// - Parameter time: from when on, in microseconds since 1970.
  /// - Returns: whether the authority's certificate had run out, and it has one anew for the same key.
  mutating func renew(_ loot: Loot, at time: Int64) throws -> Bool {
    let roles = loot == .serverKey ? Self.serverRoles : loot == .clientKey ? [.client] : []
    if let first = roles.first {
      // A key that nobody has used yet is renewed as well: it can be stolen later.
      if !roles.contains(where: { made[$0] != nil }) { _ = try key(first) }
      for role in roles where made[role] != nil {
        let identity = first == .client ? try clientIdentity() : try serverIdentity(role)
        add(
          RetiredIdentity(
            role: role, number: number(of: loot), key: identity.key,
            certificate: identity.chain.first))
        made[role] = nil
        issued[role] = nil
      }
    }
    note(WorldEvent(deed: .renewal, key: loot, time: time))
    return try roles.isEmpty ? false : renewAuthority(at: time / 1_000_000)
  }

  private mutating func add(_ identity: RetiredIdentity) {
    chronicle = chronicle ?? Chronicle()
    chronicle?.retired.append(identity)
  }

  private mutating func note(_ event: WorldEvent) {
    chronicle = chronicle ?? Chronicle()
    chronicle?.events.append(event)
  }

  /// Gives the authority a certificate for the same name and key, where the one it has is over.
  private mutating func renewAuthority(at seconds: Int64) throws -> Bool {
    let authority = try authority()
    guard let end = authority.certificate.notAfter, end <= seconds else { return false }
    issued[.certificationAuthority] =
      try CertificateAuthority.makeRoot(
        name: authority.name, key: authority.key, validFrom: seconds,
        validTo: seconds + 3650 * Self.day,
        random: random.substream("certificate/ca/\(seconds)")
      ).certificate
    return true
  }

  /// Lets time pass.
  mutating func wait(from time: Int64, until end: Int64) {
    note(WorldEvent(deed: .wait, key: nil, time: time, until: end))
    chronicle?.clock = end
  }

  /// The world before anything befell it.
  mutating func forgetEvents() {
    guard let old = chronicle else { return }
    chronicle = nil
    for role in Role.allCases where Self.kind(of: role) != nil {
      let first = old.retired.first { $0.role == role && $0.number == 1 }
      guard first != nil || old.events.contains(where: { $0.key == Self.kind(of: role) }) else {
        continue
      }
      made[role] = first?.key
      issued[role] = first?.certificate
    }
    // Its certificate may be one for later years; it follows from the seed.
    if old.events.contains(where: { $0.deed == .renewal }) { issued[.certificationAuthority] = nil }
  }
}
