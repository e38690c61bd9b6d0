import COpenSSL

/// The names for which an authority, and whoever stands below it, may speak (RFC 5280 §4.2.1.10).
struct NameConstraintChecking {
  private let authority: Certificate
  /// By kind: a name is held against those of its own.
  private var permitted: [Int32: [Subtree]] = [:]
  private var excluded: [Int32: [Subtree]] = [:]
  /// How many there are, kinds that are not known counted in.
  private var count = 0
  /// "minimum MUST be zero, and maximum MUST be absent".
  private var hasLimits = false

  /// A name with all names below it.
  private struct Subtree {
    var base: GeneralName
    /// Where it is a distinguished name that can be read.
    var directory: DirectoryName?

    init(_ base: GeneralName) {
      self.base = base
      directory = base.directory
    }
  }

  /// The constraints of an authority; nil if it has none.
  init?(_ authority: Certificate) {
    guard let raw = X509_get_ext_d2i(authority.pointer, NID_name_constraints, nil, nil) else {
      return nil
    }
    let constraints = raw.assumingMemoryBound(to: NAME_CONSTRAINTS.self)
    defer { NAME_CONSTRAINTS_free(constraints) }
    self.authority = authority
    permitted = read(constraints.pointee.permittedSubtrees)
    excluded = read(constraints.pointee.excludedSubtrees)
  }

  private mutating func read(_ subtrees: OpaquePointer?) -> [Int32: [Subtree]] {
    guard let subtrees else { return [:] }
    var names: [Int32: [Subtree]] = [:]
    let found = max(0, OPENSSL_sk_num(subtrees))
    count += Int(found)
    for index in 0..<found {
      guard let entry = OPENSSL_sk_value(subtrees, index) else { continue }
      let subtree = entry.assumingMemoryBound(to: GENERAL_SUBTREE.self).pointee
      if subtree.maximum != nil || subtree.minimum.map({ ASN1_INTEGER_get($0) != 0 }) ?? false {
        hasLimits = true
      }
      if let base = subtree.base, let name = GeneralName(base) {
        names[name.kind, default: []].append(Subtree(name))
      }
    }
    return names
  }

  /// As many as OpenSSL's verifier makes before it gives a certificate up.
  private static let mostComparisons = 1 << 20

  /// Whether it limits nothing at all.
  var isEmpty: Bool { count == 0 }

  /// What is wrong with the names of a certificate below; the first that lies outside, and of what.
  ///
  /// - Parameter isLeaf: whether it is the peer's own, whose common names may stand for hosts.
  func violation(
    by certificate: Certificate, isLeaf: Bool
  ) -> (fault: CertificateFault, limit: NameLimit?)? {
    let alternatives = certificate.generalNames
    // Each name is held against each constraint, and both may be as many as somebody likes.
    let parts = certificate.subjectPartCount + alternatives.count
    guard parts == 0 || count <= Self.mostComparisons / parts else { return (.tooMuch, nil) }
    guard let addresses = certificate.subjectMailAddresses else {
      return (.constraintNotUnderstood, limit(certificate.subject, [], .unreadable))
    }
    let subject = certificate.subjectDER
    // The empty name is a SEQUENCE of nothing.
    let directory = subject.count > 2 ? [GeneralName.directory(subject)] : []
    let mailboxes = certificate.unicodeMailboxes
    for name in directory + (addresses + mailboxes).map({ .email($0) }) + alternatives {
      if let found = violation(name) { return found }
    }
    return isLeaf ? hostViolation(certificate, alternatives) : nil
  }

  /// Where no alternative name is a host's, some programs take the common name for one: an authority with
  /// limits must not get around them that way.
  private func hostViolation(
    _ certificate: Certificate, _ alternatives: [GeneralName]
  ) -> (fault: CertificateFault, limit: NameLimit?)? {
    guard !alternatives.contains(where: { $0.kind == GEN_DNS }) else { return nil }
    guard let hosts = certificate.subjectHostNames else {
      return (.constraintNotUnderstood, limit(certificate.subject, [], .unreadable))
    }
    for host in hosts {
      if let found = violation(.dns(host)) { return found }
    }
    return nil
  }

  private func limit(
    _ name: String, _ limits: [Subtree], _ obstacle: NameLimit.Obstacle? = nil
  ) -> NameLimit {
    NameLimit(
      name: name, authority: authority, limits: limits.map(\.base.shownAsLimit),
      obstacle: obstacle)
  }

  private func violation(
    _ name: GeneralName
  ) -> (fault: CertificateFault, limit: NameLimit?)? {
    let allowed = permitted[name.kind] ?? []
    let forbidden = excluded[name.kind] ?? []
    let limits = allowed + forbidden
    guard !limits.isEmpty else { return nil }
    func unclear(_ obstacle: NameLimit.Obstacle) -> (CertificateFault, NameLimit?) {
      (.constraintNotUnderstood, limit(name.shownAsLimit, limits, obstacle))
    }
    if hasLimits { return unclear(.depth) }
    let directory = name.directory
    func isWithin(_ subtree: Subtree) -> Bool? {
      guard case .directory = name else { return name.isWithin(subtree.base) }
      guard let directory, let base = subtree.directory else { return nil }
      return directory.begins(with: base)
    }
    var isAllowed = allowed.isEmpty
    for subtree in allowed where !isAllowed {
      guard let within = isWithin(subtree) else { return unclear(name.obstacle) }
      isAllowed = within
    }
    guard isAllowed else { return (.nameNotPermitted, limit(name.shownAsLimit, allowed)) }
    for subtree in forbidden {
      guard let within = isWithin(subtree) else { return unclear(name.obstacle) }
      if within || name.covers(subtree.base) {
        return (.nameExcluded, limit(name.shownAsLimit, [subtree]))
      }
    }
    return nil
  }
}

extension GeneralName {
  /// Why it could not be held against a limit of its kind.
  fileprivate var obstacle: NameLimit.Obstacle {
    switch self {
    case .email(let name): name.contains(UInt8(ascii: "@")) ? .unreadable : .noMailbox
    case .uri(let name): Self.host(ofURI: name) == nil ? .noHost : .unreadable
    case .other: .unknownKind
    case .dns, .ip, .directory: .unreadable
    }
  }

  fileprivate var directory: DirectoryName? {
    if case .directory(let der) = self { DirectoryName(der: der) } else { nil }
  }

  /// Whether a name lies in the subtree of another of its kind, distinguished names left
  /// aside; nil where that can't be told.
  fileprivate func isWithin(_ base: GeneralName) -> Bool? {
    switch (self, base) {
    case (.dns(let name), .dns(let base)): Self.isWithinDomain(name, base)
    case (.email(let name), .email(let base)): Self.isWithinMail(name, base)
    case (.uri(let name), .uri(let base)): Self.isWithinURI(name, base)
    case (.ip(let address), .ip(let base)): Self.isWithinRange(address, base)
    default: nil
    }
  }

  /// Whether a wildcard stands for a name that lies in the subtree: `*.a.example` does for `x.a.example`.
  fileprivate func covers(_ base: GeneralName) -> Bool {
    guard case .dns(let name) = self, case .dns(let base) = base,
      name.starts(with: Array("*.".utf8)),
      let dot = base.firstIndex(of: UInt8(ascii: ".")), dot > 0
    else { return false }
    return Self.lower(base[dot...]) == Self.lower(name[1...])
  }

  /// "Any DNS name that can be constructed by simply adding zero or more labels to the left-hand side
  /// of the name satisfies the name constraint."
  private static func isWithinDomain(_ name: [UInt8], _ base: [UInt8]) -> Bool {
    guard let first = base.first else { return true }
    guard ends(name[...], with: base) else { return false }
    if name.count == base.count || first == UInt8(ascii: ".") { return true }
    return name[name.count - base.count - 1] == UInt8(ascii: ".")
  }

  /// A mailbox, all of a host, or with a dot in front all hosts of a domain.
  private static func isWithinMail(_ name: [UInt8], _ base: [UInt8]) -> Bool? {
    let at = UInt8(ascii: "@")
    guard let sign = name.lastIndex(of: at) else { return nil }
    if base.first == UInt8(ascii: "."), !base.contains(at) {
      return name.count > base.count && ends(name[...], with: base)
    }
    let host = name[(sign + 1)...]
    guard let other = base.lastIndex(of: at) else { return lower(host) == lower(base[...]) }
    // Upper and lower case may differ before the sign (RFC 5321 §2.4).
    let sameBox = other == base.startIndex || base[..<other] == name[..<sign]
    return sameBox && lower(host) == lower(base[(other + 1)...])
  }

  /// The host in a URI, alone or with a dot in front all hosts of a domain.
  private static func isWithinURI(_ name: [UInt8], _ base: [UInt8]) -> Bool? {
    guard let host = host(ofURI: name) else { return nil }
    if base.first == UInt8(ascii: ".") {
      return host.count > base.count && ends(host, with: base)
    }
    return lower(host) == lower(base[...])
  }

  private static func host(ofURI name: [UInt8]) -> ArraySlice<UInt8>? {
    guard let colon = name.firstIndex(of: UInt8(ascii: ":")), name.count > colon + 2,
      name[colon + 1] == UInt8(ascii: "/"), name[colon + 2] == UInt8(ascii: "/")
    else { return nil }
    let rest = name[(colon + 3)...]
    let host = rest.prefix { $0 != UInt8(ascii: ":") && $0 != UInt8(ascii: "/") }
    return host.isEmpty ? nil : host
  }

  /// An address under an address with its mask.
  private static func isWithinRange(_ address: [UInt8], _ base: [UInt8]) -> Bool? {
    guard [4, 16].contains(address.count), [8, 32].contains(base.count) else { return nil }
    guard base.count == 2 * address.count else { return false }
    return address.indices.allSatisfy { index in
      (address[index] ^ base[index]) & base[address.count + index] == 0
    }
  }

  /// Whether the end is the same but for upper and lower case; most ends differ at once.
  private static func ends(_ name: ArraySlice<UInt8>, with base: [UInt8]) -> Bool {
    guard name.count >= base.count else { return false }
    let start = name.endIndex - base.count
    for place in base.indices where lower(name[start + place]) != lower(base[place]) {
      return false
    }
    return true
  }

  private static func lower(_ byte: UInt8) -> UInt8 {
    UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte ? byte | 0x20 : byte
  }

  private static func lower(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    bytes.map { lower($0) }
  }
}
