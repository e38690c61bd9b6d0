import COpenSSL

/// The names for which an authority, and whoever stands below it, may speak (RFC 5280 §4.2.1.10).
struct NameConstraintChecking {
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

  /// What is wrong with the names of a certificate below.
  func fault(of certificate: Certificate) -> CertificateFault? {
    let alternatives = certificate.generalNames
    // Each name is held against each constraint, and both may be as many as somebody likes.
    let parts = certificate.subjectPartCount + alternatives.count
    guard parts == 0 || count <= Self.mostComparisons / parts else { return .malformed }
    guard let addresses = certificate.subjectMailAddresses else { return .constraintNotUnderstood }
    let subject = certificate.subjectDER
    // The empty name is a SEQUENCE of nothing.
    let directory = subject.count > 2 ? [GeneralName.directory(subject)] : []
    let names = directory + addresses.map { .email($0) } + alternatives
    for name in names {
      if let fault = fault(of: name) { return fault }
    }
    return nil
  }

  private func fault(of name: GeneralName) -> CertificateFault? {
    let allowed = permitted[name.kind] ?? []
    let forbidden = excluded[name.kind] ?? []
    if hasLimits, !allowed.isEmpty || !forbidden.isEmpty { return .constraintNotUnderstood }
    let directory = allowed.isEmpty && forbidden.isEmpty ? nil : name.directory
    func isWithin(_ subtree: Subtree) -> Bool? {
      guard case .directory = name else { return name.isWithin(subtree.base) }
      guard let directory, let base = subtree.directory else { return nil }
      return directory.begins(with: base)
    }
    var isAllowed = allowed.isEmpty
    for subtree in allowed where !isAllowed {
      guard let within = isWithin(subtree) else { return .constraintNotUnderstood }
      isAllowed = within
    }
    guard isAllowed else { return .nameNotPermitted }
    for subtree in forbidden {
      guard let within = isWithin(subtree) else { return .constraintNotUnderstood }
      if within { return .nameExcluded }
    }
    return nil
  }
}

extension GeneralName {
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
    guard let colon = name.firstIndex(of: UInt8(ascii: ":")), name.count > colon + 2,
      name[colon + 1] == UInt8(ascii: "/"), name[colon + 2] == UInt8(ascii: "/")
    else { return nil }
    let rest = name[(colon + 3)...]
    let host = rest.prefix { $0 != UInt8(ascii: ":") && $0 != UInt8(ascii: "/") }
    guard !host.isEmpty else { return nil }
    if base.first == UInt8(ascii: ".") {
      return host.count > base.count && ends(host, with: base)
    }
    return lower(host) == lower(base[...])
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
