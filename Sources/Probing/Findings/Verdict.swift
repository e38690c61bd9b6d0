public import TLSWire

/// Who can read what was recorded, should the server's private key be stolen one day.
public enum Verdict: Hashable, Sendable {
  /// Whoever recorded it: so many suites encrypt nothing.
  case open(suites: Int)
  /// Whoever gets the key: so many suites use it to agree on a secret.
  case opensWithKey(rsa: Int, fixed: Int)
  /// Whoever has the key that both had before: so many suites have no other secret.
  case opensWithSharedKey(suites: Int)
  /// The key alone opens nothing.
  case sealed
  /// What was found is sealed, and not all could be found out.
  case sealedSoFar
  /// Nothing could be found out.
  case unknown
}

/// A thing that should be otherwise, the worst first.
public enum Weakness: Hashable, Sendable {
  /// Suites that encrypt nothing.
  case null(Int)
  /// Suites in which nobody proves who they are: whoever stands in between reads all.
  case anonymous(Int)
  /// Suites that use the server's long-lived key to agree on a secret.
  case keyExchange(Int)
  /// Suites with nothing but a key that both had before.
  case sharedKey(Int)
  case oldVersions([ProtocolVersion])
  /// A key exchange that is signed over MD5 or SHA-1 where better was offered (RFC 9155 §4).
  case oldSignature(SignatureScheme)
  /// Suites with broken ciphers.
  case weakCiphers(Int)
  /// A finite field with a prime that is too short, in bits (RFC 9325 §4.1).
  case shortPrime(Int)
  case compression
  /// Further handshakes that are not bound to the first (RFC 5746).
  case unsafeRenegotiation
  /// A client may have the server compute as often as it likes.
  case clientRenegotiation
  /// The client's order decides, and there is something weak in it.
  case clientOrder
  case lacks13
  /// Tickets of TLS 1.3 are taken without new keys beside them (RFC 9846 §4.3.9).
  case ticketAlone

  /// By which the catalogue knows it.
  public var name: String {
    switch self {
    case .null: "null"
    case .anonymous: "anonymous"
    case .keyExchange: "key-exchange"
    case .sharedKey: "shared-key"
    case .oldVersions: "old-versions"
    case .oldSignature: "old-signature"
    case .weakCiphers: "weak-ciphers"
    case .shortPrime: "short-prime"
    case .compression: "compression"
    case .unsafeRenegotiation: "unsafe-renegotiation"
    case .clientRenegotiation: "client-renegotiation"
    case .clientOrder: "client-order"
    case .lacks13: "lacks-13"
    case .ticketAlone: "ticket-alone"
    }
  }

  /// Every name, in that order.
  public static let names = [
    Weakness.null(0), .anonymous(0), .keyExchange(0), .sharedKey(0), .oldVersions([]),
    .oldSignature(.rsaPKCS1SHA1), .weakCiphers(0), .shortPrime(0), .compression,
    .unsafeRenegotiation, .clientRenegotiation,
    .clientOrder, .lacks13, .ticketAlone,
  ].map(\.name)
}

extension ProbeReport {
  /// By what its suites prove who it is: that decides what can stand in their place.
  public enum Keys: Hashable, Sendable {
    /// Its certificate alone, or nothing that is known.
    case certificate
    /// A key that both had before alone.
    case shared
    case both
  }

  public var keys: Keys {
    guard hasSharedKey else { return .certificate }
    let hasCertificate = suites.contains {
      [.ephemeral, .rsa, .fixed].contains($0.exchange)
    }
    return hasCertificate ? .both : .shared
  }

  public var verdict: Verdict {
    guard !taken.isEmpty else { return .unknown }
    let suites = suites
    let open = suites.filter(\.isNull).count
    if open > 0 { return .open(suites: open) }
    let rsa = suites.filter { $0.exchange == .rsa }.count
    let fixed = suites.filter { $0.exchange == .fixed }.count
    if rsa + fixed > 0 { return .opensWithKey(rsa: rsa, fixed: fixed) }
    let shared = suites.filter { $0.exchange == .shared }.count
    if shared > 0 { return .opensWithSharedKey(suites: shared) }
    return isComplete ? .sealed : .sealedSoFar
  }

  /// How clients come to a secret that the stolen key opens.
  public enum Reach: String, Hashable, Sendable, CaseIterable {
    /// There is nothing else.
    case everyClient
    /// Who offers something better gets it.
    case clientsWithoutBetter
    /// Who puts it first gets it.
    case clientsThatPrefer
    /// The server itself prefers it to something better.
    case preferred
    case unknown
  }

  /// Which clients' connections the key of the verdict opens; nil: none.
  public var reach: Reach? {
    switch verdict {
    case .opensWithKey: reach(of: \.opensWithServerKey)
    case .opensWithSharedKey: reach { $0.exchange == .shared }
    case .open, .sealed, .sealedSoFar, .unknown: nil
    }
  }

  private func reach(of opens: (ProbedSuite) -> Bool) -> Reach {
    // What a version takes that was not found out may be better.
    if suites.allSatisfy(opens) {
      if cutShort != nil { return .unknown }
      if versions.allSatisfy(\.standing.isKnown) { return .everyClient }
    }
    // The newest version that has both decides.
    guard
      let version = taken.first(where: { $0.suites.contains { opens(ProbedSuite($0)) } })
    else { return .unknown }
    let kinds = version.suites.map { opens(ProbedSuite($0)) }
    if !kinds.contains(false) { return .clientsWithoutBetter }
    switch version.order {
    case .server:
      let lastGood = kinds.lastIndex(of: false) ?? 0
      let firstBad = kinds.firstIndex(of: true) ?? kinds.count
      return firstBad > lastGood ? .clientsWithoutBetter : .preferred
    case .client: return .clientsThatPrefer
    case .other, .unknown, nil: return .unknown
    }
  }

  /// What should be otherwise, the worst first.
  public var weaknesses: [Weakness] {
    let suites = suites
    func count(_ matches: (ProbedSuite) -> Bool) -> Int? {
      let count = suites.filter(matches).count
      return count == 0 ? nil : count
    }
    var list: [Weakness?] = [
      count(\.isNull).map { .null($0) },
      count { $0.exchange == .anonymous }.map { .anonymous($0) },
      count(\.opensWithServerKey).map { .keyExchange($0) },
      count { $0.exchange == .shared }.map { .sharedKey($0) },
    ]
    let old = taken.map(\.version).filter { $0 < .tls12 }
    if !old.isEmpty { list.append(.oldVersions(old)) }
    list.append(taken.compactMap(\.oldSignature).first.map { .oldSignature($0) })
    list.append(count(\.isWeak).map { .weakCiphers($0) })
    if let bits = taken.compactMap(\.primeBits).min(), bits < 2048 {
      list.append(.shortPrime(bits))
    }
    if compresses { list.append(.compression) }
    list += renegotiation
    let isMixed = list.compactMap(\.self).contains { weakness in
      switch weakness {
      case .null, .anonymous, .keyExchange, .weakCiphers: true
      default: false
      }
    }
    if isMixed, taken.contains(where: { $0.version < .tls13 && $0.order == .client }) {
      list.append(.clientOrder)
    }
    if case .refused? = versions.first(where: { $0.version == .tls13 })?.standing, !isEmpty {
      list.append(.lacks13)
    }
    if resumesWithoutExchange == .yes { list.append(.ticketAlone) }
    return list.compactMap(\.self)
  }

  private var renegotiation: [Weakness] {
    var list: [Weakness] = []
    if let old = taken.first(where: { $0.version < .tls13 }) {
      if renegotiatesSafely == .no { list.append(.unsafeRenegotiation) }
      if old.handshake?.takesRenegotiation == .yes { list.append(.clientRenegotiation) }
    }
    return list
  }

  /// Whether a ticket of TLS 1.3 opens what was resumed to whoever gets the key that seals it; nil: it has no
  /// TLS 1.3.
  public var resumesWithoutExchange: Finding? {
    taken.first { $0.version >= .tls13 }.map { $0.handshake?.resumesWithoutExchange ?? .unknown }
  }

  /// Whether it binds further handshakes to the first (RFC 5746 §3.6); nil: it has TLS 1.3 alone.
  public var renegotiatesSafely: Finding? {
    guard let hello = taken.first(where: { $0.version < .tls13 })?.first?.hello else { return nil }
    return hello.renegotiatedConnection == nil ? .no : .yes
  }

  /// Whether a client is asked for a certificate, by the newest version that shows it.
  public var asksForCertificate: Finding {
    for findings in taken {
      if findings.first?.asksForCertificate == true { return .yes }
      if let known = findings.handshake?.asksForCertificate, known != .unknown { return known }
      // Before TLS 1.3 it stands in the open, unless the suite has no place for it.
      if findings.version < .tls13, findings.first?.certificates.isEmpty == false { return .no }
    }
    return .unknown
  }

  /// Whether it goes no further without one.
  public var requiresCertificate: Finding {
    let known = taken.compactMap(\.handshake?.requiresCertificate).filter { $0 != .unknown }
    return asksForCertificate == .no ? .no : known.contains(.yes) ? .yes : known.first ?? .unknown
  }
}
