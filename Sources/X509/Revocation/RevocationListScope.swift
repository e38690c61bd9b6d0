import COpenSSL

/// Reasons for which certificates are revoked, as bits of ReasonFlags: the first bit of the string is the
/// highest of the first byte (RFC 5280 §4.2.1.13).
struct RevocationReasons: OptionSet {
  var rawValue: UInt16

  /// Every reason but the first bit, which has no meaning.
  static let all = RevocationReasons(rawValue: 0x7f80)

  init(rawValue: UInt16) { self.rawValue = rawValue }

  /// - Parameter bits: nil: the field is absent, and every reason is meant.
  init(_ bits: UnsafePointer<ASN1_STRING>?) {
    guard let bits else {
      self = .all
      return
    }
    let content = bytes(of: bits)
    let first = UInt16(content.first ?? 0) << 8
    self = RevocationReasons(rawValue: first | UInt16(content.dropFirst().first ?? 0))
      .intersection(.all)
  }
}

/// The names of a distribution point (RFC 5280 §4.2.1.13).
struct DistributionPointNames {
  private var names: [GeneralName]

  init(_ names: [GeneralName]) { self.names = names }

  /// - Parameter issuer: below whose name a relative one stands.
  init?(_ point: UnsafeMutablePointer<DIST_POINT_NAME>?, below issuer: OpaquePointer?) {
    guard let point else { return nil }
    if point.pointee.type == 0 {
      names = generalNames(point.pointee.name.fullname)
    } else {
      guard DIST_POINT_set_dpname(point, issuer) == 1, let name = point.pointee.dpname else {
        return nil
      }
      names = [.directory(nameBytes(name))]
    }
  }

  /// Whether "one of the names in the IDP matches one of the names in the DP" (§6.3.3 (b)(2)(i)).
  func meet(_ others: DistributionPointNames) -> Bool {
    names.contains { name in others.names.contains { Self.isSame(name, $0) } }
  }

  private static func isSame(_ name: GeneralName, _ other: GeneralName) -> Bool {
    if case .other = name { return false }
    if name == other { return true }
    guard case .directory(let one) = name, case .directory(let two) = other,
      let one = DirectoryName(der: one), let two = DirectoryName(der: two)
    else { return false }
    return one.begins(with: two) && two.begins(with: one)
  }
}

/// Where lists lie on which a certificate would stand (RFC 5280 §4.2.1.13).
struct DistributionPoint {
  /// Nil: the point has none of its own.
  var names: DistributionPointNames?
  var reasons: RevocationReasons
  /// Who signs the list; nil: the certificate's issuer.
  var issuers: DistributionPointNames?

  /// All of a certificate.
  static func all(of certificate: Certificate) -> [DistributionPoint] {
    guard let raw = X509_get_ext_d2i(certificate.pointer, NID_crl_distribution_points, nil, nil)
    else { return [] }
    let points = OpaquePointer(raw)
    defer { CRL_DIST_POINTS_free(points) }
    let issuer = X509_get_issuer_name(certificate.pointer)
    return (0..<max(0, OPENSSL_sk_num(points))).compactMap { place in
      guard let entry = OPENSSL_sk_value(points, place) else { return nil }
      let point = entry.assumingMemoryBound(to: DIST_POINT.self).pointee
      return DistributionPoint(
        names: DistributionPointNames(point.distpoint, below: issuer),
        reasons: RevocationReasons(point.reasons),
        issuers: point.CRLissuer.map { DistributionPointNames(generalNames($0)) })
    }
  }
}

/// For which certificates, and for which reasons, a list speaks: its issuing distribution point (RFC 5280
/// §5.2.5).
struct RevocationListScope {
  /// Nil: the list is for certificates of every distribution point.
  private var names: DistributionPointNames?
  private var onlyUsers: Bool
  private var onlyAuthorities: Bool
  private var onlyAttributes: Bool
  private var reasons: RevocationReasons
  /// Whether it has certificates of other issuers too.
  var isIndirect: Bool
  /// The extension as it stands there, to tell one scope from another.
  var encoded: [UInt8]

  /// - Returns: nil where the extension can't be read.
  init?(_ list: OpaquePointer) {
    let place = X509_CRL_get_ext_by_NID(list, NID_issuing_distribution_point, -1)
    guard place >= 0, let entry = X509_CRL_get_ext(list, place) else {
      (names, onlyUsers, onlyAuthorities, onlyAttributes) = (nil, false, false, false)
      (reasons, isIndirect, encoded) = (.all, false, [])
      return
    }
    guard let raw = X509_CRL_get_ext_d2i(list, NID_issuing_distribution_point, nil, nil) else {
      return nil
    }
    let point = raw.assumingMemoryBound(to: ISSUING_DIST_POINT.self)
    defer { ISSUING_DIST_POINT_free(point) }
    names = nil
    if let name = point.pointee.distpoint {
      guard let read = DistributionPointNames(name, below: X509_CRL_get_issuer(list)) else {
        return nil
      }
      names = read
    }
    onlyUsers = point.pointee.onlyuser > 0
    onlyAuthorities = point.pointee.onlyCA > 0
    onlyAttributes = point.pointee.onlyattr > 0
    isIndirect = point.pointee.indirectCRL > 0
    reasons = RevocationReasons(point.pointee.onlysomereasons)
    encoded = X509_EXTENSION_get_data(entry).map { bytes(of: $0) } ?? []
  }

  /// For which reasons it would tell of a certificate (§6.3.3 (b)(2)); nil: it is for other certificates.
  ///
  /// - Parameter issuer: who issued the certificate and the list.
  func reasons(for certificate: Certificate, by issuer: Certificate) -> RevocationReasons? {
    var isAuthority = false
    if case .authority? = certificate.basicConstraints { isAuthority = true }
    if onlyAttributes || isAuthority && onlyUsers || !isAuthority && onlyAuthorities { return nil }
    guard let names else { return reasons }
    let own = DistributionPointNames([.directory(issuer.subjectDER)])
    // "Assume a DP with … a distribution point name of the certificate issuer" (§6.3.3).
    var found: RevocationReasons? = names.meet(own) ? reasons : nil
    for point in DistributionPoint.all(of: certificate) {
      // Where somebody else is to sign, the list would be an indirect one.
      if let issuers = point.issuers, !issuers.meet(own) { continue }
      guard let wanted = point.names ?? point.issuers, names.meet(wanted) else { continue }
      found = (found ?? []).union(reasons.intersection(point.reasons))
    }
    return found
  }
}

/// The names of a list of libcrypto's, of the kinds that are known here.
private func generalNames(_ list: OpaquePointer?) -> [GeneralName] {
  (0..<max(0, OPENSSL_sk_num(list))).compactMap { place in
    OPENSSL_sk_value(list, place).flatMap {
      GeneralName($0.assumingMemoryBound(to: GENERAL_NAME.self))
    }
  }
}
